"""The pages of the public site that are not stories, and what its frame says."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PagePermissionTester, Site

from xiangyin.kernel.models import Picture, Showing, Unit
from xiangyin.kernel.rights import may
from xiangyin.newsroom.models.restricted import AskedAtOnce
from xiangyin.newsroom.models.story import references_in

from . import front, gathering, reading
from .answers import newest_answers
from .blocks import FrontBlock
from .front_form import FrontForm
from .imprint import Imprint
from .kept.notes import PICTURES, below, frame, made_from
from .offers import Occasion, Service, UnitCard
from .querysets import SectionQuerySet
from .routing import StraightToThePage
from .rules import ARRANGE

__all__ = [
    "Change",
    "Home",
    "Imprint",
    "Occasion",
    "Section",
    "Service",
    "UnitCard",
    "VisitFile",
    "Visits",
]


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


class Home(StraightToThePage, AskedAtOnce, Page):
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

    gathers = models.BooleanField(
        _("gathers the other counties of this installation"),
        default=False,
        help_text=_("For a province: the newest story of each stands on this page."),
    )

    base_form_class = FrontForm
    content_panels = [
        *Page.content_panels,
        FieldPanel("layout"),
        # It crosses counties: for who answers for them all.
        FieldPanel("gathers", permission="superuser"),
    ]
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
        Imprint.for_request(request)  # and the site's county with it
        sections = sections_for(request)
        made_from(below(self.path), frame(self), PICTURES)
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
            context["answers"] = newest_answers(self.county_id)
        if self.gathers:
            others = Home.objects.live().exclude(pk=self.pk)
            context["counties"] = gathering.newest_of_each(others)
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

    def open_sections(self, request):
        """Those that can be read, as the request's other parts have them."""
        return sections_for(request)


def sections_for(request) -> list["Section"]:
    """The sections of the site that was asked, read once for a request."""
    if not hasattr(request, "site_sections"):
        site = Site.find_for_request(request)
        request.site_sections = list(Section.objects.of(site)) if site else []
    return request.site_sections


class Section(AskedAtOnce, Page):
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
        made_from(below(self.path))
        context["stories"] = reading.page_of_section(self, request.GET.get("p"))
        return context


class Visits(models.Model):
    """How often one part of a site was opened on a day, by whomever."""

    site = models.ForeignKey(Site, related_name="+", on_delete=models.CASCADE)
    day = models.DateField()
    part = models.CharField(max_length=255)  # as long as a section's slug may be
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("visits")
        verbose_name_plural = _("visits")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "day", "part"], name="visits_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} /{self.part} {self.count}"


class VisitFile(models.Model):
    """How far a file of visits has been added up, in bytes."""

    name = models.CharField(max_length=20, unique=True)
    read_to = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("file of visits")
        verbose_name_plural = _("files of visits")

    def __str__(self) -> str:
        return f"{self.name}: {self.read_to}"


class Change(models.Model):
    """That something changed of which public pages are made (``portal.kept``).

    Written by triggers, in the transaction of the change.
    """

    note = models.CharField(max_length=300)
    at = models.DateTimeField(db_index=True)

    def __str__(self):
        return self.note
