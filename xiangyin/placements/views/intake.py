"""Taking in single articles: from pasted addresses, from a saved feed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from xiangyin.gateways.fetch import LIMIT
from xiangyin.kernel.errors import RuleBroken

from ..forms import AddressesForm, FeedFileForm, KeepForm
from ..models import Article
from ..services.addresses import MOST_ADDRESSES, read_addresses, split_addresses
from ..services.articles import keep_article
from ..services.feeds import keep_feed_file
from ..services.outlets import OutletFinder
from .desk import DeskView, Screens

KeepForms = formset_factory(KeepForm, extra=0, max_num=MOST_ADDRESSES)


class AddressesView(DeskView):
    """Paste addresses, look over what was read, keep it."""

    template_name = "placements/addresses.html"
    page_title = gettext_lazy("Articles from addresses")
    header_icon = "link"
    right = "placements.handle"
    at_county = True

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", AddressesForm())
        return super().get_context_data(**kwargs)

    def post(self, request):
        if "keep" in request.POST:
            return self.keep()
        form = AddressesForm(request.POST)
        if not form.is_valid():
            context = self.get_context_data(form=form)
            return self.render_to_response(context, status=422)
        found = read_addresses(
            split_addresses(form.cleaned_data["addresses"]),
            finder=OutletFinder(self.county),
        )
        forms = KeepForms(
            initial=[
                {
                    "keep": True,
                    "address": each.address,
                    "title": each.title,
                    "outlet_said": each.outlet_said,
                    "published_on": each.published_on,
                    "byline": each.byline,
                    "text": each.text,
                }
                for each in found
            ]
        )
        return self.show(forms, [each.problem for each in found], form=form)

    def show(self, forms, problems, *, status=200, **kwargs):
        pairs = list(zip(forms, problems, strict=True))
        context = self.get_context_data(found=pairs, formset=forms, **kwargs)
        return self.render_to_response(context, status=status)

    def keep(self):
        forms = KeepForms(self.request.POST)
        if not forms.is_valid():
            return self.show(forms, [""] * len(forms), status=422)
        new = known = 0
        for form in forms:
            if not hasattr(form, "reading"):
                continue
            _article, fresh = keep_article(
                self.county, form.reading, source=Article.Source.ADDRESS
            )
            new, known = new + fresh, known + (not fresh)
        tell_kept(self.request, new, known)
        return redirect("placements_articles:index")


class FeedView(DeskView):
    """Take in a feed that was saved as a file."""

    template_name = "placements/feed.html"
    page_title = gettext_lazy("Articles from a feed file")
    header_icon = "download"
    right = "placements.handle"
    at_county = True

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", FeedFileForm(county=self.county))
        return super().get_context_data(**kwargs)

    def post(self, request):
        form = FeedFileForm(request.POST, request.FILES, county=self.county)
        if form.is_valid():
            try:
                kept = keep_feed_file(
                    self.county,
                    form.cleaned_data["file"].read(LIMIT + 1),
                    by=request.user,
                    today=timezone.localdate(),
                    outlet=form.cleaned_data["outlet"],
                )
            except (RuleBroken, ValidationError) as refusal:
                form.add_error("file", refusal.message)
            else:
                tell_kept(request, kept.new, kept.known)
                return redirect("placements_articles:index")
        return self.render_to_response(self.get_context_data(form=form), status=422)


def tell_kept(request, new: int, known: int) -> None:
    told = ngettext("%(count)s article kept.", "%(count)s articles kept.", new) % {
        "count": new
    }
    if known:
        told += " " + _("%(count)s were here already.") % {"count": known}
    messages.success(request, told)


class IntakeScreens(Screens):
    name = "placements_intake"
    url_prefix = "placements/intake"

    def get_urlpatterns(self):
        return [
            path("addresses/", AddressesView.as_view(), name="addresses"),
            path("feed/", FeedView.as_view(), name="feed"),
        ]
