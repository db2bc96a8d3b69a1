"""Mixins that keep Wagtail's generic views within what a person's posts reach."""

from functools import cache

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import ModelChoiceFilter, ModelMultipleChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views import generic

from ..pages import MOST_FOUND
from ..services.audit import record
from ..widgets import LongSelect
from .policy import choices_for, county_of


class ReachFilterSet(WagtailFilterSet):
    """Filters whose choices are those of the person who looks."""

    def __init__(self, data=None, queryset=None, *, request=None, prefix=None):
        super().__init__(data, queryset, request=request, prefix=prefix)
        for choice in self.filters.values():
            if isinstance(choice, ModelChoiceFilter | ModelMultipleChoiceFilter):
                offered = choice.get_queryset(request)
                choice.queryset = choices_for(request.user, offered)
            if isinstance(choice, ModelChoiceFilter):
                choice.extra.setdefault("widget", LongSelect)


class ListWithinReach:
    """Mixed into index views: rows, buttons and filters follow the person's posts."""

    base_filterset_class = ReachFilterSet
    select_related: tuple[str, ...] = ()

    def get_base_queryset(self):
        rows = self.permission_policy.narrow(
            super().get_base_queryset(), self.request.user
        )
        return (
            rows.select_related(*self.select_related) if self.select_related else rows
        )

    def get_paginator(self, queryset, per_page, **kwargs):
        """What a search found is counted up to a limit, and read without searching."""
        if self.is_searching:
            rows = self.order_queryset(self.get_base_queryset())
            kwargs |= {"most": MOST_FOUND, "rows": rows}
        return super().get_paginator(queryset, per_page, **kwargs)

    def get_edit_url(self, instance):
        return self._if_may("change", instance, super().get_edit_url(instance))

    def get_delete_url(self, instance):
        return self._if_may("delete", instance, super().get_delete_url(instance))

    def _if_may(self, action, instance, url):
        allowed = self.permission_policy.user_has_permission_for_instance
        return url if url and allowed(self.request.user, action, instance) else None


class ThingWithinReach:
    """Mixed into views of one thing: 404 beyond the person's reach, 403 within.

    What lies beyond is looked for among what lies within, like what does not exist:
    neither the answer nor the work behind it tells the two apart.
    """

    def get_object(self, *args, **kwargs):
        within = self.permission_policy.narrow(
            self.model._default_manager.all(), self.request.user
        )
        if not within.filter(pk=self.kwargs["pk"]).exists():
            raise Http404
        thing = super().get_object(*args, **kwargs)
        allowed = self.permission_policy.user_has_permission_for_instance
        if not allowed(self.request.user, "view", thing):
            raise Http404
        needed = getattr(self, "permission_required", None)
        if needed and not allowed(self.request.user, needed, thing):
            raise PermissionDenied
        return thing


class FormWithinReach:
    """Mixed into create and edit views: choices within reach, a line in the trail."""

    trail = ("change", gettext_lazy("Changed"))

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        right = self.permission_policy.right(self.permission_required)
        for field in form.fields.values():
            if hasattr(field, "queryset"):
                field.queryset = choices_for(self.request.user, field.queryset, right)
        return form

    def is_valid(self, form):
        """Also ask the constraints over fields that the form does not show."""
        if not super().is_valid(form):
            return False
        try:
            form.instance.validate_constraints()
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()
        return not form.errors

    def save_instance(self):
        thing = super().save_instance()
        action, label = self.trail
        touched = [str(self.form.fields[name].label) for name in self.form.changed_data]
        record(
            thing, action, by=self.request.user, label=label, note="、".join(touched)
        )
        return thing


class CreateWithinReach(FormWithinReach):
    trail = ("create", gettext_lazy("Created"))

    def get_initial_form_instance(self):
        thing = super().get_initial_form_instance() or self.model()
        for field in ("unit", "county"):
            if hasattr(thing, f"{field}_id"):
                setattr(thing, field, county_of(self.request.user))
        return thing


class DeleteWithinReach(ThingWithinReach):
    def delete_action(self):
        record(self.object, "delete", by=self.request.user, label=_("Deleted"))
        super().delete_action()

    def form_valid(self, form):
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ProtectedError:
            messages.error(
                self.request,
                _("“%(thing)s” is still in use and stays.") % {"thing": self.object},
            )
            return redirect(self.get_success_url())


class EditWithinReach(FormWithinReach, ThingWithinReach):
    pass


KINDS = [
    (generic.IndexView, ListWithinReach),
    (generic.CreateView, CreateWithinReach),
    (generic.EditView, EditWithinReach),
    (generic.DeleteView, DeleteWithinReach),
]


@cache
def kept_within_reach(view_class):
    """``view_class`` with the mixin for its kind, so that no desk can forget it."""
    kinds = [mixin for kind, mixin in KINDS if issubclass(view_class, kind)]
    if not kinds and hasattr(view_class, "get_object"):
        kinds = [ThingWithinReach]
    missing = [mixin for mixin in kinds if not issubclass(view_class, mixin)]
    if not missing:
        return view_class
    return type(view_class.__name__, (*missing, view_class), {})
