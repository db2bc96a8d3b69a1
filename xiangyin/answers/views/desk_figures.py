"""Figures for the office: a month on the screen, its bulletin and its register."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from xiangyin.kernel.errors import DomainError
from xiangyin.kernel.models import Unit
from xiangyin.kernel.rights import may

from ..reports import bulletin, register
from ..reports.months import Month
from ..reports.pictures import Told, charts_of, definition, told_of_a_month
from .desk import DeskView
from .figures import picture_of

SEE_QUESTIONS = "answers.see"


class OfAMonth(DeskView):
    """Reads the month behind the question mark; the running one where none is."""

    right = "answers.see_figures"
    page_title = gettext_lazy("Questions in figures")
    header_icon = "table"

    @cached_property
    def month(self) -> Month:
        now = Month.of(self.today)
        try:
            return min(Month.parse(self.request.GET.get("month", "")), now)
        except ValueError:
            return now

    @cached_property
    def county(self) -> Unit | None:
        """The person's; the operator's where there is one alone."""
        if self.request.user.county is not None:
            return self.request.user.county
        counties = list(Unit.objects.counties()[:2])
        return counties[0] if len(counties) == 1 else None

    @cached_property
    def told(self) -> Told:
        """Raises ``Http404`` for who stands in no county."""
        if self.county is None:
            raise Http404
        return told_of_a_month(self.county, self.month, today=self.today)

    def file(self, data: bytes, kind: str, name: str) -> HttpResponse:
        answer = HttpResponse(data, kind)
        full = f"{name.replace('.', f'-{self.county.code}-{self.month}.')}"
        answer["Content-Disposition"] = f'attachment; filename="{full}"'
        return answer


class FiguresView(OfAMonth):
    template_name = "answers/desk_figures.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self.county is None:
            return context
        now, after = Month.of(self.today), self.month.back(-1)
        return {
            **context,
            "told": self.told,
            "charts": charts_of(self.told),
            "definition": definition(),
            "month": str(self.month),
            "latest": str(now),
            "before": str(self.month.back(1)),
            "after": str(after) if after <= now else "",
            "endings": list(bulletin.FORMATS),
            "may_register": may(self.request.user, SEE_QUESTIONS),
        }


class FiguresPictureView(OfAMonth):
    def get(self, request, name):
        return picture_of(self.told, name, request, is_boxed=True)


class FiguresBulletinView(OfAMonth):
    """The month's bulletin in any of its formats."""

    def get(self, request, ending):
        if ending not in bulletin.FORMATS:
            raise Http404
        write, kind = bulletin.FORMATS[ending]
        try:
            data = write(self.county, self.month, self.told, on=self.today)
        except DomainError as refusal:
            messages.error(request, refusal.message)
            return redirect(f"{reverse('answers:figures')}?month={self.month}")
        return self.file(data, kind, f"answers.{ending}")


class FiguresRegisterView(OfAMonth):
    """The month's register, within what the person may see."""

    right = SEE_QUESTIONS

    def get(self, request):
        if self.county is None:
            raise Http404
        told = (request.user, self.county, self.month)
        data = register.as_xlsx(*told, today=self.today)
        return self.file(data, bulletin.FORMATS["xlsx"][1], "register.xlsx")
