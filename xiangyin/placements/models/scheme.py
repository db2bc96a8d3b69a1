from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xiangyin.engines.points import Once as OnceRule
from xiangyin.engines.points import Row, Rules
from xiangyin.engines.points import Sharing as SharingRule
from xiangyin.engines.points import Span as SpanRule
from xiangyin.kernel.models import Unit
from xiangyin.kernel.querysets import VisibleQuerySet

from .outlet import Outlet
from .tier import TellsTiers


class Scheme(TellsTiers, models.Model):
    """A dated scoring table (计分办法). The one in force on the day counts.

    It counts confirmed placements and nothing else: never likes, reads,
    log-ins or minutes. ``version`` grows with every change.
    """

    class Once(models.TextChoices):
        EVERY = OnceRule.EVERY.value, _("every placement counts")
        OWNER = (
            OnceRule.OWNER.value,
            _("one text counts once in outlets of one owner group"),
        )
        WORK = OnceRule.WORK.value, _("one text counts once, at its highest")

    class Sharing(models.TextChoices):
        SPLIT = SharingRule.SPLIT.value, _("they share the points")
        EACH = SharingRule.EACH.value, _("each gets all points")

    class Span(models.TextChoices):
        MONTH = SpanRule.MONTH.value, _("a month")
        QUARTER = SpanRule.QUARTER.value, _("a quarter")
        YEAR = SpanRule.YEAR.value, _("a year")

    see_right = "placements.see"

    unit = models.ForeignKey(
        Unit, verbose_name=_("county"), related_name="+", on_delete=models.PROTECT
    )
    name = models.CharField(_("name"), max_length=80)
    starts_on = models.DateField(_("in force from"))
    lead_factor = models.DecimalField(
        _("a lead multiplies by"), max_digits=4, decimal_places=2, default=2
    )
    front_page_factor = models.DecimalField(
        _("front page multiplies by"), max_digits=4, decimal_places=2, default=2
    )
    digest_factor = models.DecimalField(
        _("a digest multiplies by"),
        max_digits=4,
        decimal_places=2,
        default=1,
        help_text=_("Named in the headlines of a broadcast, without its own report."),
    )
    long_characters = models.PositiveIntegerField(
        _("long from (characters)"),
        default=0,
        help_text=_("From this length the extra points are added. 0: no extra."),
    )
    long_seconds = models.PositiveIntegerField(
        _("long from (seconds of broadcast)"), default=0
    )
    once = models.CharField(
        _("one text in several outlets"),
        max_length=6,
        choices=Once,
        default=Once.OWNER,
    )
    sharing = models.CharField(
        _("units that share a work"),
        max_length=6,
        choices=Sharing,
        default=Sharing.SPLIT,
    )
    counts_mentions = models.BooleanField(
        _("a mere mention counts"),
        default=False,
        help_text=_("Otherwise a mention is listed, but earns no item and no points."),
    )
    cap = models.DecimalField(
        _("at most (points)"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    cap_span = models.CharField(
        _("at most, within"), max_length=7, choices=Span, default=Span.QUARTER
    )
    quotas = models.JSONField(
        _("items a month, by kind of unit"), default=dict, blank=True
    )
    short_cost = models.DecimalField(
        _("each item short costs"), max_digits=7, decimal_places=2, default=0
    )
    false_penalty = models.DecimalField(
        _("a false report costs"), max_digits=7, decimal_places=2, default=0
    )
    shows_ranks = models.BooleanField(
        _("show ranks"),
        default=False,
        help_text=_("Among units of one kind. Off: lines stand in the office's order."),
    )
    source = models.CharField(_("taken from"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        verbose_name = _("scheme")
        verbose_name_plural = _("schemes")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "starts_on"],
                name="one_scheme_a_day",
                violation_error_message=_("A scheme starts on this day already."),
            ),
            models.CheckConstraint(
                condition=models.Q(front_page_factor__gte=1, lead_factor__gte=1),
                name="a_front_page_never_counts_less",
                violation_error_message=_("The front page multiplies by 1 or more."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    digest_factor__gte=0, short_cost__gte=0, false_penalty__gte=0
                )
                & (models.Q(cap=None) | models.Q(cap__gt=0)),
                name="a_scheme_takes_what_it_says",
                violation_error_message=_("Costs and limits are 0 or more."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def rules(self) -> Rules:
        """The scheme as the points are reckoned by."""
        rows = tuple(
            Row(
                tier=row.tier,
                form=row.form,
                solo=row.solo,
                roundup=row.roundup,
                lead=row.lead,
                front=row.front,
                long_extra=row.long_extra,
            )
            for row in self.rows.all()
        )
        return Rules(
            rows=rows,
            lead_factor=Decimal(self.lead_factor),
            front_factor=Decimal(self.front_page_factor),
            digest_factor=Decimal(self.digest_factor),
            long_characters=self.long_characters,
            long_seconds=self.long_seconds,
            counts_mentions=self.counts_mentions,
            once=OnceRule(self.once),
            sharing=SharingRule(self.sharing),
            cap=self.cap,
            cap_span=SpanRule(self.cap_span),
            quotas={kind: count for kind, count in self.quotas.items() if count},
            short_cost=Decimal(self.short_cost),
            false_penalty=Decimal(self.false_penalty),
        )


class SchemeRow(models.Model):
    """Points for one tier, or for one form in it: carried alone, or among others."""

    scheme = models.ForeignKey(Scheme, related_name="rows", on_delete=models.CASCADE)
    tier = models.CharField(_("tier"), max_length=10)
    form = models.CharField(
        pgettext_lazy("outlet", "form"),
        max_length=12,
        choices=Outlet.Form,
        blank=True,
        default="",
    )
    solo = models.DecimalField(_("points, solo"), max_digits=7, decimal_places=2)
    roundup = models.DecimalField(_("points, roundup"), max_digits=7, decimal_places=2)
    lead = models.DecimalField(
        _("points, lead"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    front = models.DecimalField(
        _("points, front page"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    long_extra = models.DecimalField(
        _("extra, long"), max_digits=7, decimal_places=2, default=0
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("row of a scheme")
        verbose_name_plural = _("rows of a scheme")
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "tier", "form"],
                name="one_row_a_tier_and_form",
                violation_error_message=_("This tier and form have a row already."),
            ),
            models.CheckConstraint(
                condition=models.Q(solo__gte=0, roundup__gte=0, long_extra__gte=0)
                & (models.Q(lead=None) | models.Q(lead__gte=0))
                & (models.Q(front=None) | models.Q(front__gte=0)),
                name="points_are_never_negative",
                violation_error_message=_("Points are 0 or more."),
            ),
        ]

    def __str__(self):
        return f"{self.get_tier_display()}: {self.solo} / {self.roundup}"

    def get_tier_display(self) -> str:
        return self.scheme.tier_label(self.tier)
