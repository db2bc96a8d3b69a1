"""What a front page is made of, for an office that arranges its own.

A block that names a story, a section or a theme keeps its key alone. What the page
then shows of it is asked anew each time, within the county (``front.py``).
"""

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.widgets.chooser import BaseChooser
from wagtail.images.blocks import ImageChooserBlock

from xiangyin.newsroom.blocks import CleanTextBlock
from xiangyin.newsroom.models import Theme

MOST = 12
FEATURES = ["bold", "italic", "link", "ol", "ul"]


class ThemeChooser(BaseChooser):
    """Wagtail's chooser for themes; its list is that of ``theme_chooser.py``."""

    model = Theme
    choose_one_text = _("Choose a theme")
    choose_another_text = _("Choose another theme")
    chooser_modal_url_name = "theme_chooser:choose"
    icon = "tag"


class ThemeChooserBlock(blocks.ChooserBlock):
    target_model = Theme

    @cached_property
    def widget(self):
        return ThemeChooser()

    @property
    def canonical_module_path(self):
        """Migrations know it as a number, which is what it keeps."""
        return "wagtail.blocks.IntegerBlock"


def how_many(usual: int):
    return blocks.IntegerBlock(
        label=_("How many"), min_value=1, max_value=MOST, default=usual
    )


def heading(**more):
    told = {"label": _("Heading"), "max_length": 40, "required": False, **more}
    return blocks.CharBlock(**told)


class LeadBlock(blocks.StructBlock):
    """The story that stands first."""

    story = blocks.PageChooserBlock(
        page_type="newsroom.Story",
        label=_("Story"),
        required=False,
        help_text=_("Empty: the newest that has a picture."),
    )

    class Meta:
        icon = "pick"
        label = _("Lead story")


class NewestBlock(blocks.StructBlock):
    count = how_many(4)

    class Meta:
        icon = "time"
        label = _("Newest stories")


class SectionBlock(blocks.StructBlock):
    section = blocks.PageChooserBlock(page_type="portal.Section", label=_("Section"))
    count = how_many(5)

    class Meta:
        icon = "list-ul"
        label = _("A section's newest")


class ThemeBlock(blocks.StructBlock):
    theme = ThemeChooserBlock(label=_("Theme"))
    count = how_many(4)

    class Meta:
        icon = "tag"
        label = _("A theme")


class NoticeBlock(blocks.StructBlock):
    """A few words to everybody, which leave by themselves."""

    title = blocks.CharBlock(label=_("Title"), max_length=60)
    words = blocks.TextBlock(label=_("What it says"), max_length=600, rows=3)
    since = blocks.DateBlock(label=_("Dated"))
    until = blocks.DateBlock(
        label=_("Last day"), help_text=_("On the day after, it is gone by itself.")
    )

    def clean(self, value):
        cleaned = super().clean(value)
        if cleaned["until"] < cleaned["since"]:
            refusal = ValidationError(gettext("It would be gone before it is there."))
            raise blocks.StructBlockValidationError(block_errors={"until": refusal})
        return cleaned

    class Meta:
        icon = "warning"
        label = _("Notice")


class ServicesBlock(blocks.StructBlock):
    count = how_many(6)

    class Meta:
        icon = "link"
        label = _("Services")


class CalendarBlock(blocks.StructBlock):
    count = how_many(4)

    class Meta:
        icon = "date"
        label = _("What's on")


class AnswersBlock(blocks.StructBlock):
    count = how_many(4)

    class Meta:
        icon = "help"
        label = _("Answered questions")


class PictureBlock(blocks.StructBlock):
    """A picture with words beside it."""

    picture = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("Alternative text"),
        max_length=200,
        help_text=_("What the picture shows, for readers who cannot see it."),
    )
    heading = heading()
    words = CleanTextBlock(label=_("What it says"), features=FEATURES, required=False)

    class Meta:
        icon = "image"
        label = _("Picture with words")


class WordsBlock(blocks.StructBlock):
    heading = heading()
    words = CleanTextBlock(label=_("What it says"), features=FEATURES)

    class Meta:
        icon = "doc-full"
        label = _("A few words")


class FrontBlock(blocks.StreamBlock):
    """The blocks of a front page, in the order in which a phone shows them."""

    lead = LeadBlock()
    newest = NewestBlock()
    section = SectionBlock()
    theme = ThemeBlock()
    notice = NoticeBlock()
    services = ServicesBlock()
    calendar = CalendarBlock()
    answers = AnswersBlock()
    picture = PictureBlock()
    words = WordsBlock()

    class Meta:
        max_num = 24
        block_counts = {
            "lead": {"max_num": 1},
            "newest": {"max_num": 2},
            "section": {"max_num": 12},
            "theme": {"max_num": 4},
            "notice": {"max_num": 3},
            "services": {"max_num": 1},
            "calendar": {"max_num": 1},
            "answers": {"max_num": 1},
            "picture": {"max_num": 4},
            "words": {"max_num": 4},
        }
