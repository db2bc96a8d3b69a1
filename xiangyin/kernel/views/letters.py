"""What leaves the house: waiting, delivered, failed, and tried again."""

import json

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, StatusTagColumn
from wagtail.admin.views.generic.base import BaseObjectMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from ..models import Letter
from ..services.audit import record
from ..services.outbox import try_again
from ..viewsets import NOBODY, FactsPage, OfficeViewSet

AGAIN = (Letter.State.WAITING, Letter.State.UNKNOWN, Letter.State.GIVEN_UP)


class LetterPage(FactsPage):
    """One letter: what it says, what came of it, and another try."""

    page_title = ""
    template_name = "kernel/letter.html"

    def get_context_data(self, **kwargs):
        payload = json.dumps(
            self.object.payload, ensure_ascii=False, indent=2, sort_keys=True
        )
        return super().get_context_data(
            letter=self.object,
            payload=payload,
            may_try=self.object.state in AGAIN,
            again_url=reverse("letters:again", args=[self.object.pk]),
            **kwargs,
        )


class TryAgain(PermissionCheckedMixin, BaseObjectMixin, View):
    """The administrator asks for another try."""

    http_method_names = ["post"]
    any_permission_required = ("view",)

    def post(self, request, pk):
        try_again(self.object)
        record(self.object, "try_again", by=request.user, label=_("Try again"))
        messages.success(request, _("It goes out with the worker's next round."))
        return redirect("letters:inspect", pk)


class LetterViewSet(OfficeViewSet):
    model = Letter
    icon = "mail"
    menu_label = gettext_lazy("Outgoing letters")
    see_right = "kernel.see_letters"
    change_right = NOBODY
    unit_field = "county"
    select_related = ()
    inspect_view_class = LetterPage
    inspect_view_enabled = True
    inspect_template_name = "kernel/letter.html"
    inspect_view_fields = [
        "kind",
        "key",
        "state",
        "attempts",
        "posted_at",
        "next_try_at",
        "delivered_at",
        "last_error",
    ]
    list_display = [
        "key",
        "kind",
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor="get_state_display",
            primary=lambda letter: letter.state != Letter.State.DELIVERED,
        ),
        NumberColumn("attempts", label=gettext_lazy("Attempts")),
        DateColumn("posted_at", label=gettext_lazy("Posted"), sort_key="posted_at"),
        Column("last_error", label=gettext_lazy("Last error")),
    ]
    list_filter = ["state", "kind"]
    search_fields = ["key", "kind", "last_error"]
    search_backend_name = None
    exclude_form_fields = []

    def get_urlpatterns(self):
        kept = {"index", "index_results", "inspect"}
        again = self.construct_view(TryAgain)
        return [
            *(url for url in super().get_urlpatterns() if url.name in kept),
            path("<int:pk>/again/", again, name="again"),
        ]
