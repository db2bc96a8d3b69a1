"""What a story's body is made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import RichText

from xiangyin.engines.markup import clean_kept


class CleanTextBlock(blocks.RichTextBlock):
    """A block of rich text that holds nothing but what a story's text may hold.

    Wagtail keeps and shows whatever it is given. Here the text is cleaned whether a
    form, a service or a stored revision brings it.
    """

    def to_python(self, value):
        return RichText(clean_kept(value or ""))

    def normalize(self, value):
        kept = super().normalize(value)
        return RichText(clean_kept(kept.source or ""))

    def value_from_form(self, value):
        return RichText(clean_kept(value or ""))

    def get_prep_value(self, value):
        return clean_kept(value.source or "")

    @property
    def canonical_module_path(self):
        """Migrations know it as Wagtail's own: it holds the same data."""
        return "wagtail.blocks.RichTextBlock"


class PhotoBlock(blocks.StructBlock):
    """A photo with what it shows in words, for those who cannot see it."""

    picture = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("Alternative text"),
        max_length=200,
        help_text=_("What the picture shows, for readers who cannot see it."),
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=200, required=False)
    credit = blocks.CharBlock(label=_("Photo by"), max_length=60, required=False)

    class Meta:
        icon = "image"
        label = _("Photo")
        template = "newsroom/blocks/photo.html"


class QuoteBlock(blocks.StructBlock):
    """What somebody said, set apart."""

    quote = blocks.TextBlock(label=_("Quote"), max_length=500, rows=3)
    speaker = blocks.CharBlock(label=_("Said by"), max_length=60, required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "newsroom/blocks/quote.html"


class BodyBlock(blocks.StreamBlock):
    """The body of a story: few kinds of blocks, so that pages look alike."""

    text = CleanTextBlock(
        label=_("Text"),
        features=["bold", "italic", "link", "ol", "ul"],
        template="newsroom/blocks/text.html",
    )
    heading = blocks.CharBlock(
        label=_("Subheading"),
        max_length=60,
        icon="title",
        template="newsroom/blocks/heading.html",
    )
    photo = PhotoBlock()
    quote = QuoteBlock()
