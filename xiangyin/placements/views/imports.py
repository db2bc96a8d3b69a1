"""Taking in a file: upload, look at what it would do, then say so."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.rights import may
from xiangyin.kernel.services.tables import read_table

from ..forms import ColumnsForm, MappingForm, UploadForm
from ..models import ImportDraft
from ..reports.wrong_rows import wrong_rows
from ..services.columns import RIGHTS, columns_of
from ..services.imports import drop_draft, import_draft, plan_import, start_draft
from ..services.mappings import (
    forget_mapping,
    laid_on,
    save_mapping,
    saved_mappings,
)
from .bulletin import XLSX
from .desk import DeskView, Screens

PROBLEMS_SHOWN = 200
TITLES = {
    ImportDraft.What.ARTICLES: gettext_lazy("Import articles"),
    ImportDraft.What.OUTLETS: gettext_lazy("Import outlets"),
    ImportDraft.What.WORKS: gettext_lazy("Import our works"),
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
            what=self.what,
            columns=columns_of(self.what),
            mappings=saved_mappings(self.county, self.what),
            **kwargs,
        )

    def post(self, request):
        if "forget" in request.POST:
            return self.forget(request.POST["forget"])
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

    def forget(self, pk: str):
        mine = saved_mappings(self.county, self.what)
        mapping = get_object_or_404(mine, pk=pk if pk.isdecimal() else 0)
        forget_mapping(mapping, by=self.request.user)
        messages.success(self.request, _("These columns are forgotten."))
        return redirect(self.request.path)


class OfADraft(DeskView):
    """Something of a file that somebody sent in: of their own, and of nobody else's."""

    header_icon = "upload"

    @cached_property
    def draft(self) -> ImportDraft:
        mine = ImportDraft.objects.filter(by=self.request.user)
        mine = mine.select_related("unit", "mapping")
        draft = get_object_or_404(mine, pk=self.kwargs["pk"])
        if not may(self.request.user, RIGHTS[draft.what], draft):
            raise PermissionDenied
        return draft

    def get_page_title(self):
        return TITLES[self.draft.what]

    @cached_property
    def table(self):
        return read_table(self.draft.path)

    def plan(self):
        """What the file would do. Raises ``RuleBroken`` where columns are missing."""
        draft = self.draft
        return plan_import(
            draft.unit, self.table, what=draft.what, mapping=draft.columns
        )


class WrongRowsView(OfADraft):
    """The wrong rows as a file, to be put right and sent again."""

    def get(self, request, pk):
        try:
            problems = self.plan().problems
        except RuleBroken as refusal:
            messages.error(request, refusal.message)
            return redirect("placements_imports:draft", self.draft.pk)
        answer = HttpResponse(wrong_rows(self.table, problems), content_type=XLSX)
        answer["Content-Disposition"] = 'attachment; filename="wrong-rows.xlsx"'
        return answer


class DraftView(OfADraft):
    """What a file would do: columns, the first rows, every error."""

    template_name = "placements/import_draft.html"

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
            draft=draft,
            form=self.columns_form(),
            mapping_form=MappingForm(
                initial={"name": draft.mapping.name if draft.mapping else ""}
            ),
            mappings=saved_mappings(draft.unit, draft.what),
            rows=len(self.table.rows) + len(self.table.broken),
            **kwargs,
        )
        try:
            plan = self.plan()
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
        for step in ("cancel", "columns", "save"):
            if step in request.POST:
                return getattr(self, step)()
        if "mapping" in request.POST:
            return self.use()
        return self.take_in()

    @property
    def back(self) -> str:
        return reverse(f"placements_{self.draft.what}:index")

    def again(self):
        return redirect("placements_imports:draft", self.draft.pk)

    def cancel(self):
        drop_draft(self.draft)
        messages.info(self.request, _("Cancelled: nothing was imported."))
        return redirect(self.back)

    def columns(self):
        form = self.columns_form(self.request.POST)
        if form.is_valid():
            self.draft.columns, self.draft.mapping = form.mapping, None
            self.draft.save(update_fields=["columns", "mapping"])
        return self.again()

    def use(self):
        """Read the file by saved columns that somebody chose."""
        chosen = self.request.POST.get("mapping", "")
        mine = saved_mappings(self.draft.unit, self.draft.what)
        mapping = get_object_or_404(mine, pk=chosen if chosen.isdecimal() else 0)
        self.draft.columns = laid_on(mapping, self.table.columns)
        self.draft.mapping = mapping
        self.draft.save(update_fields=["columns", "mapping"])
        return self.again()

    def save(self):
        """Keep the columns chosen here, as they stand in the form, under a name."""
        form = self.columns_form(self.request.POST)
        name = self.request.POST.get("name", "")
        try:
            if form.is_valid():
                self.draft.columns = form.mapping
                self.draft.save(update_fields=["columns"])
            found = self.table.columns
            save_mapping(self.draft, name, found=found, by=self.request.user)
        except RuleBroken as refusal:
            messages.error(self.request, refusal.message)
        else:
            messages.success(
                self.request,
                _("Saved: files with these headings are read like this by themselves."),
            )
        return self.again()

    def take_in(self):
        try:
            kept = import_draft(self.draft, by=self.request.user)
        except RuleBroken as refusal:
            messages.error(self.request, refusal.message)
            return self.again()
        told = ngettext(
            "%(count)s row imported.", "%(count)s rows imported.", kept.new
        ) % {"count": kept.new}
        if kept.known:
            told += " " + _("%(count)s were here already.") % {"count": kept.known}
        messages.success(self.request, told)
        return redirect(self.back)


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
            path(
                "works/",
                UploadView.as_view(what=ImportDraft.What.WORKS),
                name="works",
            ),
            path("<uuid:pk>/", DraftView.as_view(), name="draft"),
            path("<uuid:pk>/wrong.xlsx", WrongRowsView.as_view(), name="wrong"),
        ]
