"""What a story's body is made of."""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.admin.widgets.chooser import BaseChooser
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import RichText

from xiangyin.engines.captions import BrokenCaptions, words_of
from xiangyin.engines.markup import clean_kept

from .body import captions_address, readable, with_anchors

BROKEN = {
    "time": _(
        "Line %(line)d: there is no time to be read. It is written like this:"
        " 00:01:02,500 --> 00:01:05,000"
    ),
    "order": _("Line %(line)d: it ends before it begins."),
}


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


class GalleryBlock(blocks.StructBlock):
    """Several photos that tell something together, each in its own words."""

    title = blocks.CharBlock(label=_("Title"), max_length=60, required=False)
    photos = blocks.ListBlock(PhotoBlock(), label=_("Photos"), min_num=2, max_num=30)

    class Meta:
        icon = "image"
        label = _("Gallery")
        template = "newsroom/blocks/gallery.html"


class NoteBlock(blocks.StructBlock):
    """What happened at one moment, as it was noted then."""

    at = blocks.DateTimeBlock(label=_("When"))
    title = blocks.CharBlock(label=_("Title"), max_length=60, required=False)
    text = CleanTextBlock(label=_("Text"), features=["bold", "italic", "link"])
    picture = ImageChooserBlock(label=_("Picture"), required=False)
    alt = blocks.CharBlock(label=_("Alternative text"), max_length=200, required=False)
    caption = blocks.CharBlock(label=_("Caption"), max_length=200, required=False)
    credit = blocks.CharBlock(label=_("Photo by"), max_length=60, required=False)

    class Meta:
        icon = "time"
        label = _("Note")


class NotesBlock(blocks.ListBlock):
    """Live notes: shown newest first, or oldest first to who asks (``?notes=oldest``)."""

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        asked = getattr((parent_context or {}).get("request"), "GET", {})
        oldest_first = asked.get("notes") == "oldest"
        notes = with_anchors(value)
        context["notes"] = notes if oldest_first else notes[::-1]
        context["oldest_first"] = oldest_first
        return context

    @property
    def canonical_module_path(self):
        """Migrations know it as Wagtail's own list of notes."""
        return "wagtail.blocks.ListBlock"


class PlaceBlock(blocks.StructBlock):
    """A place on a map, in words."""

    mark = blocks.CharBlock(
        label=_("Mark"), max_length=4, help_text=_("As it stands on the map: 1, A, 甲.")
    )
    name = blocks.CharBlock(label=_("Name"), max_length=60)
    words = blocks.CharBlock(label=_("What is there"), max_length=200, required=False)

    class Meta:
        icon = "site"
        label = _("Place")


class MapBlock(blocks.StructBlock):
    """A picture of a map, and its places in words under it."""

    picture = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("Alternative text"),
        max_length=200,
        help_text=_("What the picture shows, for readers who cannot see it."),
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=200, required=False)
    credit = blocks.CharBlock(label=_("Drawn by"), max_length=60, required=False)
    places = blocks.ListBlock(PlaceBlock(), label=_("Places"), min_num=1, max_num=40)

    class Meta:
        icon = "globe"
        label = _("Map")
        template = "newsroom/blocks/map.html"


class FilmChooser(BaseChooser):
    """Wagtail's chooser for films; its list is that of ``views/choosing_films.py``."""

    model = "newsroom.Film"
    choose_one_text = _("Choose a film or recording")
    choose_another_text = _("Choose another film or recording")
    chooser_modal_url_name = "film_chooser:choose"
    icon = "media"


class FilmChooserBlock(blocks.ChooserBlock):
    @cached_property
    def target_model(self):
        return apps.get_model("newsroom.Film")

    @cached_property
    def widget(self):
        return FilmChooser()

    @property
    def canonical_module_path(self):
        """Migrations know it as a number, which is what it keeps."""
        return "wagtail.blocks.IntegerBlock"


class FilmBlock(blocks.StructBlock):
    """A video or recording, with what is said in it for those who cannot hear it."""

    film = FilmChooserBlock(label=_("Video or sound"))
    caption = blocks.CharBlock(
        label=pgettext_lazy("film", "Caption"),
        max_length=200,
        help_text=_("What is to be seen or heard."),
    )
    credit = blocks.CharBlock(label=_("Recorded by"), max_length=60, required=False)
    words = blocks.TextBlock(
        label=_("What is said in it"),
        max_length=100_000,
        rows=6,
        required=False,
        help_text=_(
            "Paste the subtitle file of your editing program (.srt or .vtt): it is"
            " shown while the film plays, and to read below it. Without times the"
            " words stand below only."
        ),
    )
    is_silent = blocks.BooleanBlock(
        label=_("Nothing is said in it"), required=False, default=False
    )

    class Meta:
        icon = "media"
        label = _("Video or sound")
        template = "newsroom/blocks/film.html"

    def clean(self, value):
        cleaned = super().clean(value)
        try:
            words_of(cleaned["words"] or "")
        except BrokenCaptions as broken:
            refusal = ValidationError(BROKEN[broken.why] % {"line": broken.line})
            raise StructBlockValidationError({"words": refusal}) from broken
        return cleaned

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        told = parent_context or {}
        context["captions"] = captions_address(
            told.get("page") or told.get("draft"), value
        )
        context["read"] = readable(value)
        return context


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
    gallery = GalleryBlock()
    notes = NotesBlock(
        NoteBlock(),
        label=_("Live notes"),
        min_num=1,
        max_num=300,
        icon="time",
        template="newsroom/blocks/notes.html",
    )
    map = MapBlock()
    film = FilmBlock()
