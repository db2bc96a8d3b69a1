"""A bulletin's way, step by step: each a button on its page, each a POST."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangyin.kernel.errors import DomainError

from ..forms import AnswerForm, ObjectionForm, PublishForm, UntilForm
from ..models import Compiling, KeptBulletin, Objection
from ..reports import Period
from ..reports.words import period_name
from ..services.bulletins import (
    STEPS,
    answer_objection,
    begin_bulletin,
    compile_again,
    freeze_bulletin,
    publish_bulletin,
    raise_objection,
    reopen_bulletin,
    take_objections,
    withdraw_bulletin,
)
from ..services.compiling import ask_to_compile, takes_long
from ..tasks import compile_bulletin
from .desk import DeskView

SOON = 2  # seconds until a page that waits looks again


class Act(DeskView):
    """One act on the bulletin of a period; refused, its page says why.

    A subclass has ``act(period)``, which does it and returns what is told then.
    """

    http_method_names = ["post"]
    right = "placements.see_bulletin"

    def post(self, request, period, **kwargs):
        try:
            done = self.act(self.period(period), **kwargs)
        except DomainError as refusal:
            messages.error(request, refusal.message)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, done)
        return redirect(reverse("placements_bulletin:period", args=[period]))

    def period(self, text: str) -> Period:
        try:
            return Period.parse(text)
        except ValueError as unknown:
            raise Http404 from unknown

    def kept(self, period: Period) -> KeptBulletin:
        mine = KeptBulletin.objects.filter(county=self.county)
        return get_object_or_404(mine, period=period.key)

    def read(self, form):
        """What a form says. Raises ``ValidationError`` with all that is wrong."""
        if not form.is_valid():
            wrong = [each for errors in form.errors.values() for each in errors]
            raise ValidationError(wrong)
        return form.cleaned_data


class KeepView(Act):
    """Begin the bulletin, or compile it again."""

    right = "placements.keep"
    at_county = True

    def post(self, request, period, **kwargs):
        """A large one is left to the worker, and a page tells how far it is."""
        asked_for = self.period(period)
        if not takes_long(self.county, asked_for):
            return super().post(request, period, **kwargs)
        try:
            asked = ask_to_compile(self.county, asked_for, by=request.user)
        except DomainError as refusal:
            messages.error(request, refusal.message)
            return redirect("placements_bulletin:period", period)
        compile_bulletin.enqueue(asked.pk)
        return redirect("placements_bulletin:compiling", period)

    def act(self, period, **kwargs):
        today = timezone.localdate()
        known = KeptBulletin.objects.filter(county=self.county, period=period.key)
        if known.exists():
            compile_again(known.get(), by=self.request.user, today=today)
            return _("Compiled again from the ledger of now.")
        begin_bulletin(self.county, period, by=self.request.user, today=today)
        return _("Compiled. Next: let the units look at it and object.")


class CompilingView(DeskView):
    """How far a large bulletin is; the page looks again by itself until it is done."""

    template_name = "placements/compiling.html"
    page_title = gettext_lazy("Bulletin")
    header_icon = "table"
    right = "placements.keep"
    at_county = True

    @cached_property
    def asked(self) -> Compiling | None:
        mine = Compiling.objects.filter(county=self.county)
        return mine.filter(period=self.kwargs["period"]).first()

    def get(self, request, period):
        if self.asked is None:
            return redirect("placements_bulletin:period", period)
        answer = super().get(request, period)
        if not self.asked.problem:
            answer["Refresh"] = str(SOON)
        return answer

    def get_context_data(self, **kwargs):
        period = Period.parse(self.asked.period)
        return super().get_context_data(
            asked=self.asked, steps=STEPS, name=period_name(period), **kwargs
        )


class StepView(Act):
    """Take objections, freeze, publish, withdraw, open again."""

    right = "placements.keep"
    at_county = True

    def act(self, period, step=""):
        acts = {
            "open": self.open,
            "freeze": self.freeze,
            "publish": self.publish,
            "withdraw": self.withdraw,
            "reopen": self.reopen,
        }
        if step not in acts:
            raise Http404
        return acts[step](self.kept(period), {"by": self.request.user})

    @property
    def note(self) -> str:
        return self.request.POST.get("note", "").strip()

    def open(self, kept, by):
        until = self.read(UntilForm(self.request.POST))["until"]
        take_objections(kept, until=until, today=timezone.localdate(), **by)
        return _("Units can object until %(day)s.") % {"day": until.isoformat()}

    def freeze(self, kept, by):
        freeze_bulletin(kept, today=timezone.localdate(), **by)
        return _("Frozen. Its figures no longer change.")

    def publish(self, kept, by):
        audience = self.read(PublishForm(self.request.POST))["audience"]
        publish_bulletin(kept, audience=audience, **by)
        return _("Published.")

    def withdraw(self, kept, by):
        withdraw_bulletin(kept, note=self.note, **by)
        return _("Withdrawn. It stays frozen.")

    def reopen(self, kept, by):
        reopen_bulletin(kept, note=self.note, today=timezone.localdate(), **by)
        return _("A draft again, from the ledger of now.")


class ObjectView(Act):
    """A unit objects to its line."""

    right = "placements.object"

    def act(self, period, **kwargs):
        kept = self.kept(period)
        form = ObjectionForm(
            self.request.POST, person=self.request.user, county=self.county
        )
        told = self.read(form)
        today = timezone.localdate()
        raise_objection(kept, by=self.request.user, today=today, **told)
        return _("Your objection is noted. The desk answers it here.")


class AnswerView(Act):
    """The desk answers an objection."""

    right = "placements.keep"

    def post(self, request, pk, **kwargs):
        mine = Objection.objects.visible_to(request.user)
        self.objection = get_object_or_404(mine.select_related("bulletin"), pk=pk)
        return super().post(request, period=self.objection.bulletin.period)

    def act(self, period, **kwargs):
        form = AnswerForm(self.request.POST, prefix=f"answer-{self.objection.pk}")
        told = self.read(form)
        answer_objection(self.objection, by=self.request.user, **told)
        return _("Answered.")
