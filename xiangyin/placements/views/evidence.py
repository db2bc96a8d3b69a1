"""Evidence of a placement: seen, sent in, asked for again, deleted; and what lacks it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponseNotFound
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangyin.engines import drawing
from xiangyin.kernel.errors import DomainError
from xiangyin.kernel.pages import KeysFirst
from xiangyin.kernel.rights import may

from ..forms import DeleteEvidenceForm, EvidenceForm
from ..models import Evidence, Placement, WantedEvidence
from ..services.evidence import (
    NOTHING,
    delete_evidence,
    keep_upload,
    kept_of,
    want_again,
    without_evidence,
)
from ..services.evidence_files import MEDIA_TYPES
from .desk import DeskView, Screens

PER_PAGE = 50
# What was kept of others is looked at, and does nothing by itself.
POLICY = "default-src 'none'; sandbox; form-action 'none'; frame-ancestors 'none'"


def private_file(kept, name: str):
    """A picture to look at, anything else to be saved; nothing in it runs."""
    ending = kept.name.rpartition(".")[2]
    try:
        file = kept.open()
    except FileNotFoundError:
        return HttpResponseNotFound(
            _("The file is missing: “xiangyin evidence verify” lists such files."),
            content_type="text/plain; charset=utf-8",
        )
    return FileResponse(
        file,
        as_attachment=ending != "jpg",
        filename=f"{name}.{ending}",
        content_type=MEDIA_TYPES[ending],
        headers={
            "Content-Security-Policy": POLICY,
            "X-Content-Type-Options": "nosniff",
        },
    )


def evidence_context(placement: Placement, user) -> dict:
    """What the page of a placement tells of its evidence, to those who may know."""
    if not may(user, "placements.see_evidence", placement):
        return {"sees_evidence": False}
    article = placement.article
    wanted = WantedEvidence.objects.filter(article=article).first()
    return {
        "sees_evidence": True,
        "evidence": list(article.evidence.select_related("by")),
        "wanted": wanted,
        "is_kept": kept_of(article.outlet) != NOTHING,
        "draws": bool(drawing.browser()),
        "evidence_form": EvidenceForm(auto_id="evidence_%s"),
    }


class OfPlacementView(DeskView):
    """Something about the evidence of one placement, for those whose right reaches it."""

    right = "placements.see_evidence"

    @cached_property
    def placement(self) -> Placement:
        seen = Placement.objects.visible_to(self.request.user, self.right)
        return get_object_or_404(seen.with_both_texts(), pk=self.kwargs["pk"])

    @cached_property
    def evidence(self) -> Evidence:
        kept = self.placement.article.evidence.all()
        return get_object_or_404(kept, pk=self.kwargs["evidence"])

    def back(self):
        return redirect("placements_confirm:pair", self.placement.pk)


class FileView(OfPlacementView):
    """One file: a picture to look at, anything else to be saved."""

    http_method_names = ["get"]

    def get(self, request, **kwargs):
        evidence = self.evidence
        name = f"{self.placement.number}-{evidence.kind}-{evidence.pk}"
        return private_file(evidence.file, name)


class AddView(OfPlacementView):
    """Take in a scan or a recording."""

    http_method_names = ["post"]
    right = "placements.handle"

    def post(self, request, **kwargs):
        form = EvidenceForm(request.POST, request.FILES)
        if not form.is_valid():
            for told in form.errors.values():
                messages.error(request, " ".join(told))
            return self.back()
        try:
            keep_upload(
                self.placement,
                form.cleaned_data["file"],
                by=request.user,
                note=form.cleaned_data["note"],
            )
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("Evidence kept."))
        return self.back()


class AgainView(OfPlacementView):
    """Have the page kept now."""

    http_method_names = ["post"]
    right = "placements.handle"

    def post(self, request, **kwargs):
        try:
            want_again(self.placement, by=request.user, now=timezone.now())
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(
                request, _("The page will be kept in the next few minutes.")
            )
        return self.back()


class DeleteView(OfPlacementView):
    """Delete a piece of evidence, after a question and with a reason."""

    right = "placements.handle"
    template_name = "placements/evidence_delete.html"
    page_title = gettext_lazy("Delete evidence")
    header_icon = "bin"

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", DeleteEvidenceForm())
        return super().get_context_data(
            placement=self.placement, each=self.evidence, **kwargs
        )

    def post(self, request, **kwargs):
        form = DeleteEvidenceForm(request.POST)
        if not form.is_valid():
            context = self.get_context_data(form=form)
            return self.render_to_response(context, status=422)
        delete_evidence(
            self.evidence,
            placement=self.placement,
            by=request.user,
            note=form.cleaned_data["note"],
        )
        messages.success(request, _("Evidence deleted. The history keeps its hash."))
        return self.back()


class MissingView(DeskView):
    """Placements without evidence, the oldest first, before their pages are gone."""

    template_name = "placements/without_evidence.html"
    page_title = gettext_lazy("Without evidence")
    header_icon = "warning"
    right = "placements.see_evidence"

    def get_context_data(self, **kwargs):
        seen = Placement.objects.visible_to(self.request.user, self.right)
        found = without_evidence(seen)
        rows = found.select_related(
            "work", "article__outlet", "article__wanted_evidence"
        ).defer("work__text", "article__text")
        page = KeysFirst(found, PER_PAGE, rows=rows).get_page(self.request.GET.get("p"))
        today = timezone.localdate()
        return super().get_context_data(
            rows=[
                (
                    each,
                    (today - each.article.published_on).days,
                    getattr(each.article, "wanted_evidence", None),
                )
                for each in page
            ],
            page=page,
            pages=page.paginator.get_elided_page_range(page.number),
            draws=bool(drawing.browser()),
            **kwargs,
        )


class EvidenceScreens(Screens):
    name = "placements_evidence"
    url_prefix = "placements/evidence"
    icon = "warning"
    menu_label = gettext_lazy("Without evidence")
    right = "placements.see_evidence"

    def get_urlpatterns(self):
        of_one = "<int:pk>/<int:evidence>/"
        return [
            path("", MissingView.as_view(), name="missing"),
            path("<int:pk>/add/", AddView.as_view(), name="add"),
            path("<int:pk>/again/", AgainView.as_view(), name="again"),
            path(of_one, FileView.as_view(), name="file"),
            path(f"{of_one}delete/", DeleteView.as_view(), name="delete"),
        ]
