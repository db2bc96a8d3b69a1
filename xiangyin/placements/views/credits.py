"""Acts about credit: who shares a work, what was false, a bonus set aside."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from xiangyin.kernel.errors import DomainError

from ..forms import FalseForm, ShareForm
from ..models import Bonus, Work
from ..services.credits import call_false, clear_false, set_bonus_aside, share_work
from .bonus_papers import AddPaperView, DeletePaperView, PaperView
from .desk import DeskView, Screens


class CreditAct(DeskView):
    """One act; refused, the page it was on says why."""

    http_method_names = ["post"]
    right = "placements.keep"

    def attempt(self, act, done: str, back: str):
        try:
            act()
        except DomainError as refusal:
            messages.error(self.request, refusal.message)
        except ValidationError as refusal:
            messages.error(self.request, " ".join(refusal.messages))
        else:
            messages.success(self.request, done)
        return redirect(back)

    def work(self, pk: int) -> Work:
        works = Work.objects.visible_to(self.request.user).select_related("county")
        return get_object_or_404(works, pk=pk)

    def refuse(self, form, back: str):
        wrong = [each for errors in form.errors.values() for each in errors]
        messages.error(self.request, " ".join(wrong))
        return redirect(back)


class ShareView(CreditAct):
    def post(self, request, pk):
        work = self.work(pk)
        back = reverse("placements_works:inspect", args=[pk])
        form = ShareForm(request.POST, work=work)
        if not form.is_valid():
            return self.refuse(form, back)
        units = list(form.cleaned_data["units"])
        return self.attempt(
            lambda: share_work(work, units=units, by=request.user),
            _("Noted who wrote it."),
            back,
        )


class FalseView(CreditAct):
    """Found false; where it was found false already, taken back."""

    def post(self, request, pk):
        work = self.work(pk)
        back = reverse("placements_works:inspect", args=[pk])
        form = FalseForm(request.POST)
        if not form.is_valid():
            return self.refuse(form, back)
        reason = form.cleaned_data["reason"]
        if work.false_on:
            return self.attempt(
                lambda: clear_false(work, by=request.user, reason=reason),
                _("Taken back: it counts again."),
                back,
            )
        today = timezone.localdate()
        return self.attempt(
            lambda: call_false(work, by=request.user, on=today, reason=reason),
            _("Noted: it earns nothing."),
            back,
        )


class BonusAsideView(CreditAct):
    def post(self, request, pk):
        bonus = get_object_or_404(Bonus.objects.visible_to(request.user), pk=pk)
        withdrawn = bool(request.POST.get("withdrawn"))
        return self.attempt(
            lambda: set_bonus_aside(bonus, by=request.user, withdrawn=withdrawn),
            _("Withdrawn.") if withdrawn else _("It counts again."),
            reverse("placements_bonuses:index"),
        )


class CreditScreens(Screens):
    """Reached from the pages of works and the list of bonuses."""

    name = "placements_credit"
    url_prefix = "placements/credit"
    right = "placements.keep"

    def get_urlpatterns(self):
        paper = "bonuses/<int:pk>/papers/<int:paper>"
        return [
            path("works/<int:pk>/shared/", ShareView.as_view(), name="share"),
            path("works/<int:pk>/false/", FalseView.as_view(), name="false"),
            path("bonuses/<int:pk>/", BonusAsideView.as_view(), name="bonus"),
            path("bonuses/<int:pk>/papers/", AddPaperView.as_view(), name="add_paper"),
            path(f"{paper}/", PaperView.as_view(), name="paper"),
            path(f"{paper}/delete/", DeletePaperView.as_view(), name="delete_paper"),
        ]
