from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.models import Unit
from xiangyin.kernel.querysets import VisibleQuerySet

from ..querysets import AssignmentQuerySet, PlanQuerySet
from .tip import Tip


class Theme(models.Model):
    """A campaign or an anniversary that gathers plans (专题)."""

    see_right = "newsroom.see_story"

    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), related_name="+", on_delete=models.PROTECT
    )
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    slug = models.SlugField(_("address"), max_length=60)
    about = models.CharField(_("about"), max_length=300, blank=True)
    is_open = models.BooleanField(_("open"), default=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "slug"],
                name="one_theme_an_address",
                violation_error_message=_("This address is taken."),
            )
        ]

    def __str__(self):
        if self.name_en and (get_language() or "").startswith("en"):
            return self.name_en
        return self.name


class Plan(models.Model):
    """A story the newsroom means to tell, before a word of it is written (选题)."""

    class Form(models.TextChoices):
        NEWS = "news", _("news")
        FEATURE = "feature", _("feature")
        PORTRAIT = "portrait", _("portrait")
        SERVICE = "service", _("service")
        PICTURES = "pictures", _("pictures")
        VIDEO = "video", _("video")

    see_right = "newsroom.see_plan"

    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), related_name="+", on_delete=models.PROTECT
    )
    tip = models.OneToOneField(
        Tip,
        verbose_name=_("tip"),
        related_name="plan",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    working_title = models.CharField(_("working title"), max_length=120)
    theme = models.ForeignKey(
        Theme,
        verbose_name=_("theme"),
        related_name="plans",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    form = models.CharField(_("form"), max_length=10, choices=Form, default=Form.NEWS)
    due_on = models.DateField(_("due on"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", on_delete=models.PROTECT
    )
    made_at = models.DateTimeField(_("made at"))
    dropped_on = models.DateField(_("dropped on"), null=True, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        indexes = [
            models.Index(
                fields=["due_on", "unit"],
                condition=models.Q(dropped_on=None),
                name="plan_not_dropped",
            )
        ]

    def __str__(self):
        return self.working_title


class Assignment(models.Model):
    """One reporter's part in a plan (派工)."""

    plan = models.ForeignKey(
        Plan,
        verbose_name=_("plan"),
        related_name="assignments",
        on_delete=models.CASCADE,
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reporter"),
        related_name="assignments",
        on_delete=models.PROTECT,
    )
    due_on = models.DateField(_("due on"))
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "reporter"],
                name="one_assignment_a_reporter",
                violation_error_message=_("This reporter is already on the plan."),
            )
        ]

    def __str__(self):
        return f"{self.plan} · {self.reporter}"
