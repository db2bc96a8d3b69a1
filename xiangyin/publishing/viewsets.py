"""The desk's screens: channels, and what is on its way to them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import Column, DateColumn, StatusFlagColumn
from wagtail.admin.views.generic import CreateView, EditView, IndexView

from xiangyin.kernel.rights import may, reach, require, within
from xiangyin.kernel.services.outbox import try_again
from xiangyin.kernel.viewsets import NOBODY, OfficeViewSet, ReachFilterSet

from .models import Channel, Dispatch
from .services.channels import keep_channel


class KeepsChannel:
    """Saves through the service."""

    def save_instance(self):
        return keep_channel(self.form.save(commit=False), by=self.request.user)


class ChannelAdd(KeepsChannel, CreateView):
    pass


class ChannelEdit(KeepsChannel, EditView):
    pass


class ChannelViewSet(OfficeViewSet):
    model = Channel
    name = "publishing_channels"
    url_prefix = "publishing/channels"
    icon = "rss"
    menu_label = _("Channels")
    see_right = "publishing.see"
    change_right = "publishing.keep"
    delete_right = NOBODY
    add_view_class = ChannelAdd
    edit_view_class = ChannelEdit
    list_display = [
        "name",
        Column("get_kind_display", label=_("Kind")),
        Column("address", label=_("Address")),
        StatusFlagColumn(
            "is_open", label=_("State"), true_label=_("open"), false_label=_("closed")
        ),
    ]
    form_fields = ["name", "kind", "address", "secret", "is_open"]


@require_POST
def send_again(request, pk):
    """Let the worker try a message again, now."""
    seen = Dispatch.objects.filter(
        within(reach(request.user, "publishing.see"), field="item__unit")
    )
    dispatch = get_object_or_404(seen.select_related("channel__unit", "letter"), pk=pk)
    require(request.user, "publishing.keep", dispatch.channel)
    if dispatch.letter and dispatch.arrived_at is None:
        try_again(dispatch.letter)
        messages.success(request, gettext("It is sent again."))
    return redirect("publishing_dispatches:index")


class DispatchFilterSet(ReachFilterSet):
    class Meta:
        model = Dispatch
        fields = ["channel", "message"]


class AgainColumn(Column):
    """A button that asks for another try, while a message has not arrived."""

    cell_template_name = "publishing/again_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        user = parent_context["request"].user
        waits = instance.letter and instance.arrived_at is None
        if waits and may(user, "publishing.keep", instance.channel):
            context["address"] = reverse(
                "publishing_dispatches:again", args=[instance.pk]
            )
        return context


class DispatchList(IndexView):
    """What is on its way and what arrived, the newest first."""

    default_ordering = "-pk"
    search_fields = ["item__title"]

    def get_base_queryset(self):
        return super().get_base_queryset().order_by("-pk")


def story_of(dispatch):
    return format_html(
        '<a href="{}">{}</a>', dispatch.item.address, dispatch.item.title
    )


def state_of(dispatch) -> str:
    if dispatch.arrived_at:
        return _("arrived")
    return dispatch.letter.get_state_display() if dispatch.letter else ""


class DispatchViewSet(OfficeViewSet):
    model = Dispatch
    name = "publishing_dispatches"
    url_prefix = "publishing/dispatches"
    icon = "upload"
    menu_label = _("Dispatches")
    see_right = "publishing.see"
    unit_field = "item__unit"
    select_related = ("item", "channel__unit", "letter")
    index_view_class = DispatchList
    list_display = [
        Column("story", label=_("Story"), accessor=story_of),
        Column("version", label=_("Version"), accessor="item.version"),
        Column("get_message_display", label=_("Message")),
        Column("channel", label=_("Channel")),
        Column("state", label=_("State"), accessor=state_of),
        DateColumn("arrived_at", label=_("Arrived")),
        Column("error", label=_("Last error"), accessor="letter.last_error"),
        AgainColumn("again", label=""),
    ]
    filterset_class = DispatchFilterSet
    form_fields: list[str] = []

    def get_urlpatterns(self):
        again = path("<int:pk>/again/", send_again, name="again")
        return [*super().get_urlpatterns(), again]
