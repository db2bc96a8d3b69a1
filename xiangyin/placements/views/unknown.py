"""Outlets nobody listed yet: say whose their articles are."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..forms import AssignForm, NewOutletForm
from ..models import Outlet
from ..reports.tiers import tiers_of
from ..services.outlets import assign_unknown, unknown_outlets
from ..services.recognition import list_unknown
from .confirm import assigned
from .desk import DeskView, Screens

PER_PAGE = 20


class UnknownView(DeskView):
    """Each name or host with its articles, and the outlet they may belong to."""

    template_name = "placements/unknown.html"
    page_title = gettext_lazy("Unknown outlets")
    header_icon = "help"
    right = "placements.keep"
    at_county = True

    def get_context_data(self, **kwargs):
        page = Paginator(unknown_outlets(self.county), PER_PAGE)
        page = page.get_page(self.request.GET.get("p"))
        tiers = tiers_of(self.county)
        rows = [
            (
                each,
                AssignForm(
                    county=self.county,
                    initial={"said": each.said, "host": each.host},
                    auto_id=f"id_{at}_%s",
                ),
                NewOutletForm(
                    tiers=tiers,
                    initial={
                        "said": each.said,
                        "host": each.host,
                        "name": each.label[:80],
                    },
                    auto_id=f"new_{at}_%s",
                ),
            )
            for at, each in enumerate(page)
        ]
        return super().get_context_data(
            rows=rows,
            page=page,
            pages=page.paginator.get_elided_page_range(page.number),
            options=self.options(),
            **kwargs,
        )

    def options(self) -> str:
        """The county's outlets as choices, written once for all rows of the page."""
        outlets = Outlet.objects.of_county(self.county).in_use()
        return render_to_string("placements/_outlet_options.html", {"outlets": outlets})

    def post(self, request):
        if "list" in request.POST:
            return self.list_new()
        form = AssignForm(request.POST, county=self.county)
        if not form.is_valid():
            messages.error(request, _("Choose an outlet."))
            return redirect("placements_unknown:index")
        outlet = form.cleaned_data["outlet"]
        said, host = form.cleaned_data["said"], form.cleaned_data["host"]
        count = assign_unknown(outlet, by=request.user, said=said, host=host)
        messages.success(request, assigned(count, outlet))
        return redirect("placements_unknown:index")

    def list_new(self):
        """List a new outlet, and give it the articles that named it."""
        form = NewOutletForm(
            self.request.POST,
            tiers=tiers_of(self.county),
            instance=Outlet(unit=self.county),
        )
        try:
            if not form.is_valid():
                raise ValidationError(form.errors.as_data())
            outlet = form.save(commit=False)
            told = {name: form.cleaned_data[name] for name in ("said", "host")}
            count = list_unknown(outlet, by=self.request.user, **told)
        except ValidationError as refusal:
            messages.error(self.request, " ".join(refusal.messages))
        else:
            messages.success(self.request, assigned(count, outlet))
        return redirect("placements_unknown:index")


class UnknownScreens(Screens):
    name = "placements_unknown"
    url_prefix = "placements/unknown"

    def get_urlpatterns(self):
        return [path("", UnknownView.as_view(), name="index")]
