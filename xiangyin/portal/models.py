"""The pages of the public site that are not stories, and what its frame says."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.core.validators import URLValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PagePermissionTester, Site

from xiangyin.kernel.models import Picture, Showing, Unit
from xiangyin.kernel.rights import may
from xiangyin.newsroom.models.story import references_in

from . import front, reading
from .blocks import FrontBlock
from .front_form import FrontForm
from .imprint_form import ImprintForm
from .look import legal_accent
from .offers import Occasion, Service, UnitCard
from .querysets import SectionQuerySet
from .rules import ARRANGE

__all__ = ["Home", "Imprint", "Occasion", "Section", "Service", "UnitCard"]


class FramePermissions(PagePermissionTester):
    """Rights on a page that others stand under: never copied, deleted only while empty."""

    def can_copy(self):
        return False

    def can_delete(self, ignore_bulk=False):
        return self.page.is_leaf() and super().can_delete(ignore_bulk)


class NoUnreadStories(FramePermissions):
    """Below a section stand stories, and stories go public by their readings."""

    def can_publish_subpage(self):
        return False


class ArrangedByThoseWhoMay(FramePermissions):
    """A front page is drafted by who works on pages, and published by who may arrange.

    It is never taken off: without it the county has no site.
    """

    def can_publish(self):
        if not self.user.is_active:
            return False
        return self.user.is_superuser or may(self.user, ARRANGE, self.page.county)

    def can_unpublish(self):
        return False


class Home(Page):
    """The front page of one county's site.

    With an empty layout it is laid out by the house: nobody has to arrange anything.
    """

    county = models.OneToOneField(
        Unit, verbose_name=_("county"), related_name="home", on_delete=models.PROTECT
    )

    layout = StreamField(
        FrontBlock(required=False),
        verbose_name=_("layout"),
        blank=True,
        help_text=_(
            "Empty: a lead with a picture, what is new, then each section. A story"
            " stands on the page once. What a block cannot fill is left out."
        ),
    )

    base_form_class = FrontForm
    content_panels = [*Page.content_panels, FieldPanel("layout")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["portal.Section"]
    max_count = None
    template = "portal/home.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        site = Site.find_for_request(request)
        sections = list(Section.objects.of(site))
        if len(self.layout):
            now = timezone.now()
            context["pieces"] = front.arranged(
                site,
                self.layout.raw_data,
                sections,
                now=now,
                today=timezone.localdate(now),
            )
        else:
            context["front"] = reading.front_page(site, sections)
        return context

    @transaction.atomic
    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        Showing.objects.note(self, self.pictures)

    @transaction.atomic
    def save_revision(self, *args, **kwargs):
        revision = super().save_revision(*args, **kwargs)
        Showing.objects.note_draft(self, self.pictures)
        return revision

    @property
    def pictures(self) -> set[int]:
        """Keys of the pictures that stand on this page, and those of the frame."""
        named = {int(key) for key in references_in(self.layout).get(Picture, ())}
        frame = Imprint.objects.filter(site__root_page=self.pk)
        for kept in frame.values_list("logo", "mark_picture"):
            named.update(key for key in kept if key)
        return named

    def get_workflow(self):
        """None: the three readings read stories. Who may arrange publishes."""
        return None

    def permissions_for_user(self, user):
        return ArrangedByThoseWhoMay(user, self)

    @property
    def sections(self):
        """The parts of this paper in the office's order, open or not.

        Asked of the sections, which are few: among all pages it would be looked for
        below this one, and below this one is every story.
        """
        return Section.objects.child_of(self).order_by("path")


class Section(Page):
    """A part of the paper: news, villages, daily life."""

    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    about = models.CharField(_("about"), max_length=200, blank=True)
    keywords = models.CharField(
        _("keywords"),
        max_length=120,
        blank=True,
        help_text=_("For machines, parted by commas."),
    )
    column_type = models.CharField(
        _("type of column"),
        max_length=30,
        blank=True,
        help_text=_("As the rules for government sites name it, such as 工作动态."),
    )

    objects = PageManager.from_queryset(SectionQuerySet)()

    content_panels = [
        *Page.content_panels,
        FieldPanel("name_en"),
        FieldPanel("about"),
        FieldPanel("keywords"),
        FieldPanel("column_type"),
    ]
    parent_page_types = ["portal.Home"]
    subpage_types = ["newsroom.Story"]
    template = "portal/section.html"

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    @property
    def name(self) -> str:
        """The section's name in the reader's language."""
        if self.name_en and (get_language() or "").startswith("en"):
            return self.name_en
        return self.title

    def permissions_for_user(self, user):
        return NoUnreadStories(user, self)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        stories = reading.stories_on(Site.find_for_request(request)).child_of(self)
        pages = Paginator(reading.with_pictures(stories), reading.PER_PAGE)
        context["stories"] = pages.get_page(request.GET.get("p"))
        return context


A_WEB_ADDRESS = URLValidator(
    schemes=["http", "https"],
    message=_("An address begins with https:// or http://."),
)


@register_setting(icon="site")
class Imprint(BaseSiteSetting):
    """What the frame of every page says (政府网站发展指引), and how it looks."""

    name = models.CharField(_("name of the site"), max_length=60, blank=True)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    language = models.CharField(
        _("language the office writes in"),
        max_length=10,
        choices=[("zh-hans", "中文"), ("en", "English")],
        default="zh-hans",
    )
    description = models.CharField(
        _("the site in a sentence"),
        max_length=160,
        blank=True,
        help_text=_("For search engines and for whoever shares a link."),
    )
    keywords = models.CharField(
        _("keywords"),
        max_length=160,
        blank=True,
        help_text=_("For machines, parted by commas."),
    )
    sponsor = models.CharField(_("run by"), max_length=120, blank=True)
    undertaker = models.CharField(_("undertaken by"), max_length=120, blank=True)
    contact = models.CharField(_("contact"), max_length=120, blank=True)
    address = models.CharField(_("where the office is"), max_length=120, blank=True)
    site_code = models.CharField(
        _("site identification code"), max_length=40, blank=True
    )
    icp_number = models.CharField(_("ICP record number"), max_length=60, blank=True)
    police_number = models.CharField(
        _("public security record number"), max_length=60, blank=True
    )
    mark_picture = models.ForeignKey(
        Picture,
        verbose_name=_("mark of party and government sites"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    mark_link = models.CharField(
        _("where the mark leads"),
        max_length=300,
        blank=True,
        validators=[A_WEB_ADDRESS],
    )
    says_ipv6 = models.BooleanField(_("says that it is reached by IPv6"), default=False)
    about = models.TextField(
        _("who we are"),
        max_length=4000,
        blank=True,
        help_text=_("An empty line begins a new paragraph. No names of people."),
    )
    about_en = models.TextField(_("the same in English"), max_length=6000, blank=True)
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        blank=True,
        help_text=_("As in #a3301c. Empty: cinnabar. Dark pages get a paler one."),
    )
    logo = models.ForeignKey(
        Picture,
        verbose_name=_("logo"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text=_("It stands before the name, 48 pixels high."),
    )
    shown = models.JSONField(default=dict, editable=False)
    is_sample = models.BooleanField(
        _("sample"),
        default=False,
        editable=False,
        help_text=_("Says on every page that this county is invented."),
    )

    base_form_class = ImprintForm
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("name_en"),
                FieldPanel("language"),
                FieldPanel("description"),
                FieldPanel("keywords"),
            ],
            heading=_("Name"),
        ),
        MultiFieldPanel(
            [FieldPanel("accent"), FieldPanel("logo")],
            heading=_("Look"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("sponsor"),
                FieldPanel("undertaker"),
                FieldPanel("contact"),
                FieldPanel("address"),
                FieldPanel("site_code"),
                FieldPanel("icp_number"),
                FieldPanel("police_number"),
                FieldPanel("mark_picture"),
                FieldPanel("mark_link"),
                FieldPanel("says_ipv6"),
            ],
            heading=_("Footer"),
        ),
        MultiFieldPanel(
            [FieldPanel("about"), FieldPanel("about_en")],
            heading=_("Who we are"),
        ),
    ]

    class Meta:
        verbose_name = _("imprint")
        verbose_name_plural = _("imprints")

    def __str__(self):
        return self.name or self.site.hostname

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Keep it, and the sizes in which its pictures are shown on every page.

        So no page has to ask for them. The pictures are noted as shown by the front
        page: only what a public page shows is given to everybody.
        """
        self.shown = {
            "logo": _size_of(self.logo, "max-480x96|format-webp"),
            "mark": _size_of(self.mark_picture, "max-160x160|format-webp"),
        }
        super().save(*args, **kwargs)
        home = Home.objects.filter(pk=self.site.root_page_id).first()
        if home is not None:
            Showing.objects.note(home, home.pictures)

    def clean(self):
        super().clean()
        if self.accent:
            try:
                legal_accent(self.accent)
            except ValidationError as refusal:
                raise ValidationError({"accent": refusal}) from refusal

    @property
    def unit(self) -> Unit:
        """The county whose site this is."""
        return reading.county_of(self.site)

    @property
    def masthead(self) -> str:
        """The site's name in the reader's language."""
        if self.name_en and (get_language() or "").startswith("en"):
            return self.name_en
        return self.name

    @property
    def police_digits(self) -> str:
        """The number by which the record is looked up: its digits alone."""
        return "".join(filter(str.isdigit, self.police_number))


def _size_of(picture, spec: str) -> dict:
    if picture is None:
        return {}
    size = picture.get_rendition(spec)
    return {"url": size.url, "width": size.width, "height": size.height}
