"""Taking in a file: upload, look at what it would do, then say so."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.rights import may
from xiangyin.kernel.services.tables import read_table

from ..forms import ColumnsForm, UploadForm
from ..models import ImportDraft
from ..services.columns import columns_of
from ..services.imports import (
    RIGHTS,
    drop_draft,
    import_draft,
    plan_import,
    start_draft,
)
from .desk import DeskView, Screens

PROBLEMS_SHOWN = 200
TITLES = {
    ImportDraft.What.ARTICLES: gettext_lazy("Import articles"),
    ImportDraft.What.OUTLETS: gettext_lazy("Import outlets"),
}


class UploadView(DeskView):
    """Send a file in. Nothing of it is kept before it was looked at."""

    template_name = "placements/import.html"
    header_icon = "upload"
    at_county = True
    what = ImportDraft.What.ARTICLES

    @property
    def right(self):
        return RIGHTS[self.what]

    def get_page_title(self):
        return TITLES[self.what]

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", UploadForm())
        return super().get_context_data(
            what=self.what, columns=columns_of(self.what), **kwargs
        )

    def post(self, request):
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                draft = start_draft(
                    self.county,
                    form.cleaned_data["file"],
                    what=self.what,
                    by=request.user,
                )
            except RuleBroken as refusal:
                form.add_error("file", refusal.message)
            else:
                return redirect("placements_imports:draft", draft.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class DraftView(DeskView):
    """What a file would do: columns, the first rows, every error."""

    template_name = "placements/import_draft.html"
    header_icon = "upload"

    @cached_property
    def draft(self) -> ImportDraft:
        mine = ImportDraft.objects.filter(by=self.request.user).select_related("unit")
        draft = get_object_or_404(mine, pk=self.kwargs["pk"])
        if not may(self.request.user, RIGHTS[draft.what], draft):
            raise PermissionDenied
        return draft

    def get_page_title(self):
        return TITLES[self.draft.what]

    @cached_property
    def table(self):
        return read_table(self.draft.path)

    def columns_form(self, data=None) -> ColumnsForm:
        return ColumnsForm(
            data,
            what=self.draft.what,
            found=self.table.columns,
            chosen=self.draft.columns,
        )

    def get_context_data(self, **kwargs):
        draft = self.draft
        context = super().get_context_data(
            draft=draft, form=self.columns_form(), rows=len(self.table.rows), **kwargs
        )
        try:
            plan = plan_import(
                draft.unit, self.table, what=draft.what, mapping=draft.columns
            )
        except RuleBroken as refusal:
            return {**context, "refusal": refusal.message}
        columns = [
            column for column in columns_of(draft.what) if column.name in draft.columns
        ]
        wrong = {problem.row for problem in plan.problems}
        preview = [
            {
                "row": row["row"],
                "cells": [row["values"].get(column.name, "") for column in columns],
                "wrong": row["row"] in wrong,
            }
            for row in plan.preview
        ]
        return {
            **context,
            "plan": plan,
            "columns": columns,
            "preview": preview,
            "problems": plan.problems[:PROBLEMS_SHOWN],
            "hidden": max(0, len(plan.problems) - PROBLEMS_SHOWN),
        }

    def post(self, request, pk):
        back = reverse(f"placements_{self.draft.what}:index")
        if "cancel" in request.POST:
            drop_draft(self.draft)
            messages.info(request, _("Cancelled: nothing was imported."))
            return redirect(back)
        if "columns" in request.POST:
            form = self.columns_form(request.POST)
            if form.is_valid():
                self.draft.columns = form.mapping
                self.draft.save(update_fields=["columns"])
            return redirect("placements_imports:draft", self.draft.pk)
        try:
            kept = import_draft(self.draft, by=request.user)
        except RuleBroken as refusal:
            messages.error(request, refusal.message)
            return redirect("placements_imports:draft", self.draft.pk)
        told = ngettext(
            "%(count)s row imported.", "%(count)s rows imported.", kept.new
        ) % {"count": kept.new}
        if kept.known:
            told += " " + _("%(count)s were here already.") % {"count": kept.known}
        messages.success(request, told)
        return redirect(back)


class ImportScreens(Screens):
    name = "placements_imports"
    url_prefix = "placements/imports"

    def get_urlpatterns(self):
        return [
            path("articles/", UploadView.as_view(), name="articles"),
            path(
                "outlets/",
                UploadView.as_view(what=ImportDraft.What.OUTLETS),
                name="outlets",
            ),
            path("<uuid:pk>/", DraftView.as_view(), name="draft"),
        ]
