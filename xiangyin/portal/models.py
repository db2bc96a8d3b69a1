"""The pages of the public site that are not stories, and what its frame says."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Page, PageManager, PagePermissionTester, Site

from xiangyin.kernel.models import Unit
from xiangyin.newsroom.models.restricted import AskedAtOnce

from . import reading
from .kept.notes import PICTURES, below, frame, made_from
from .querysets import SectionQuerySet
from .routing import StraightToThePage


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


class Home(StraightToThePage, AskedAtOnce, Page):
    """The front page of one county's site."""

    county = models.OneToOneField(
        Unit, verbose_name=_("county"), related_name="home", on_delete=models.PROTECT
    )

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
        made_from(below(self.path), frame(self), PICTURES)
        context["front"] = reading.front_page(site, sections)
        return context

    def permissions_for_user(self, user):
        return FramePermissions(user, self)

    @property
    def sections(self):
        """The parts of this paper in the office's order, open or not.

        Asked of the sections, which are few: among all pages it would be looked for
        below this one, and below this one is every story.
        """
        return Section.objects.child_of(self).order_by("path")


class Section(AskedAtOnce, Page):
    """A part of the paper: news, villages, daily life."""

    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    about = models.CharField(_("about"), max_length=200, blank=True)

    objects = PageManager.from_queryset(SectionQuerySet)()

    content_panels = [
        *Page.content_panels,
        FieldPanel("name_en"),
        FieldPanel("about"),
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


@register_setting(icon="site")
class Imprint(BaseSiteSetting):
    """What the footer must say (政府网站发展指引): who runs this, and how to reach them."""

    name = models.CharField(_("name of the site"), max_length=60, blank=True)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    sponsor = models.CharField(_("run by"), max_length=120, blank=True)
    contact = models.CharField(_("contact"), max_length=120, blank=True)
    site_code = models.CharField(
        _("site identification code"), max_length=40, blank=True
    )
    icp_number = models.CharField(_("ICP record number"), max_length=60, blank=True)
    police_number = models.CharField(
        _("public security record number"), max_length=60, blank=True
    )
    is_sample = models.BooleanField(
        _("sample"),
        default=False,
        editable=False,
        help_text=_("Says on every page that this county is invented."),
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("name_en"),
        FieldPanel("sponsor"),
        FieldPanel("contact"),
        FieldPanel("site_code"),
        FieldPanel("icp_number"),
        FieldPanel("police_number"),
    ]

    class Meta:
        verbose_name = _("imprint")

    @property
    def masthead(self) -> str:
        """The site's name in the reader's language."""
        if self.name_en and (get_language() or "").startswith("en"):
            return self.name_en
        return self.name


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
    """How far the file of a day has been added up, in bytes."""

    day = models.DateField(unique=True)
    read_to = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("file of visits")
        verbose_name_plural = _("files of visits")

    def __str__(self) -> str:
        return f"{self.day}: {self.read_to}"


class Change(models.Model):
    """That something changed of which public pages are made (``portal.kept``).

    Written by triggers, in the transaction of the change.
    """

    note = models.CharField(max_length=300)
    at = models.DateTimeField(db_index=True)

    def __str__(self):
        return self.note
