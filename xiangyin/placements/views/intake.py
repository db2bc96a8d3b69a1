"""Taking in single articles: from pasted addresses, from a saved feed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import formset_factory
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from xiangyin.gateways.fetch import LIMIT
from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.rights import may

from ..forms import AddressesForm, FeedFileForm, KeepForm, TextForm
from ..models import Article, Pasted
from ..services.addresses import split_addresses
from ..services.feed_pages import paste_text
from ..services.feeds import keep_feed_file
from ..services.pasting import (
    FIELDS,
    keep_looked_over,
    keep_read_well,
    look_over,
    start_pasting,
)
from ..tasks import read_pasted
from .desk import DeskView, Screens

AT_ONCE = 20  # forms on a page
SOON = 3  # seconds until a page that waits looks again
KeepForms = formset_factory(KeepForm, extra=0, max_num=AT_ONCE)


class AddressesView(DeskView):
    """Paste addresses; they are read in the background."""

    template_name = "placements/addresses.html"
    page_title = gettext_lazy("Articles from addresses")
    header_icon = "link"
    right = "placements.handle"
    at_county = True

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", AddressesForm())
        return super().get_context_data(**kwargs)

    def post(self, request):
        form = AddressesForm(request.POST)
        if form.is_valid():
            addresses = split_addresses(form.cleaned_data["addresses"])
            try:
                pasted = start_pasting(self.county, addresses, by=request.user)
            except RuleBroken as refusal:
                form.add_error("addresses", refusal.message)
            else:
                read_pasted.enqueue(str(pasted.pk))
                return redirect("placements_intake:pasted", pasted.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class PastedView(DeskView):
    """How far reading got, what each address brought, and keeping it."""

    template_name = "placements/pasted.html"
    page_title = gettext_lazy("Articles from addresses")
    header_icon = "link"
    right = "placements.handle"

    @cached_property
    def pasted(self) -> Pasted:
        mine = Pasted.objects.filter(by=self.request.user).select_related("unit")
        pasted = get_object_or_404(mine, pk=self.kwargs["pk"])
        if not may(self.request.user, self.right, pasted.unit):
            raise PermissionDenied
        return pasted

    def get(self, request, pk):
        answer = super().get(request, pk)
        if answer.context_data["waiting"]:
            answer["Refresh"] = str(SOON)
        return answer

    def get_context_data(self, **kwargs):
        looked = look_over(self.pasted)
        waiting = self.pasted.addresses.filter(read_at=None).count()
        formset = kwargs.pop("formset", None)
        # Who types must not lose it to a page that looks again.
        shown = [] if waiting else self.to_look_over(looked)
        if formset is None and shown:
            formset = KeepForms(initial=[_initial(each) for each in shown])
        problems = {each.row.pk: each.problem for each in shown}
        pairs = [(form, problems.get(_row_of(form), "")) for form in formset or []]
        return super().get_context_data(
            looked=looked,
            waiting=waiting,
            total=waiting + len(looked),
            done=len(looked),
            good=sum(each.is_good for each in looked),
            known=sum(each.known for each in looked),
            troubled=sum(each.reading is None for each in looked),
            formset=formset,
            pairs=pairs,
            **kwargs,
        )

    def to_look_over(self, looked):
        """Those in trouble first: they need somebody."""
        ordered = sorted(looked, key=lambda each: each.reading is not None)
        return [each for each in ordered if not each.known][:AT_ONCE]

    def post(self, request, pk):
        if "drop" in request.POST:
            self.pasted.delete()
            messages.info(request, _("Cancelled: nothing was kept."))
            return redirect("placements_articles:index")
        if "good" in request.POST:
            return self.kept(keep_read_well(self.pasted, by=request.user))
        formset = KeepForms(request.POST)
        if not formset.is_valid():
            context = self.get_context_data(formset=formset)
            return self.render_to_response(context, status=422)
        forms = [form for form in formset if _row_of(form)]
        readings = {
            _row_of(form): form.reading for form in forms if hasattr(form, "reading")
        }
        left = [_row_of(form) for form in forms if _row_of(form) not in readings]
        kept = keep_looked_over(self.pasted, readings, left, by=request.user)
        return self.kept(kept)

    def kept(self, kept):
        tell_kept(self.request, kept.new, kept.known)
        if Pasted.objects.filter(pk=self.kwargs["pk"]).exists():
            return redirect("placements_intake:pasted", self.kwargs["pk"])
        return redirect("placements_articles:index")


def _initial(each) -> dict:
    return {
        "row": each.row.pk,
        "keep": True,
        "address": each.row.address,
        **{name: each.row.found.get(name) for name in FIELDS},
    }


def _row_of(form) -> int:
    said = str(form["row"].value() or "")
    return int(said) if said.isdecimal() else 0


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


class TextView(DeskView):
    """Paste the text of an article of a feed whose page could not be read."""

    template_name = "placements/text_form.html"
    page_title = gettext_lazy("Paste the text")
    header_icon = "openquote"
    right = "placements.handle"

    @cached_property
    def article(self) -> Article:
        seen = Article.objects.visible_to(self.request.user, self.right)
        return get_object_or_404(
            seen.select_related("unit", "outlet", "wanted_text"), pk=self.kwargs["pk"]
        )

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", TextForm(initial={"text": self.article.text}))
        return super().get_context_data(
            article=self.article,
            wanted=getattr(self.article, "wanted_text", None),
            **kwargs,
        )

    def post(self, request, pk):
        form = TextForm(request.POST)
        if form.is_valid():
            try:
                paste_text(self.article, form.cleaned_data["text"], by=request.user)
            except RuleBroken as refusal:
                form.add_error("text", refusal.message)
            else:
                messages.success(
                    request, _("Text kept. Our works are looked for in it anew.")
                )
                return redirect("placements_articles:inspect", pk)
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
            path("addresses/<uuid:pk>/", PastedView.as_view(), name="pasted"),
            path("feed/", FeedView.as_view(), name="feed"),
            path("articles/<int:pk>/", TextView.as_view(), name="text"),
        ]
