"""The office's menu, and what of Wagtail's own menus is not for an office."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.account import AvatarSettingsPanel
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.contrib.settings.registry import SettingMenuItem

from . import exports
from .rights import Role
from .views import (
    CalendarViewSet,
    LetterViewSet,
    PersonViewSet,
    RecordViewSet,
    UnitViewSet,
)

WORK_ON_PAGES = {
    Role.REPORTER,
    Role.EDITOR,
    Role.FIRST_READER,
    Role.SECOND_READER,
    Role.FINAL_READER,
    Role.ADMINISTRATOR,
}
FOR_THE_OPERATOR = {
    "groups",
    "users",
    "sites",
    "workflows",
    "workflow-tasks",
    "collections",
    "redirects",
    "locales",
}
SENSELESS_REPORTS = {"aging-pages", "page-types-usage", "locked-pages"}
# An avatar would be decoded in this process, in any format, and kept as it was sent.
AvatarSettingsPanel.is_active = lambda panel: False
exports.guard_exports()
CALLS_OUT = ("whats-new-in-wagtail", "editor-guide")


class OfficeGroup(ViewSetGroup):
    menu_label = _("Office")
    menu_name = "office"
    menu_icon = "group"
    menu_order = 900
    items = [
        PersonViewSet("people"),
        UnitViewSet("units"),
        CalendarViewSet("working_days", url_prefix="working-days"),
        LetterViewSet("letters"),
        RecordViewSet("trail"),
    ]


@hooks.register("register_admin_viewset", order=-1)
def office():
    return OfficeGroup()


@hooks.register("insert_global_admin_css")
def office_css():
    return format_html('<link rel="stylesheet" href="{}">', static("kernel/office.css"))


@hooks.register("construct_main_menu")
def main_menu_for_an_office(request, items):
    """Leaders do not lose themselves among pages; reports are the operator's."""
    hidden = set()
    if not request.user.is_superuser:
        hidden.add("reports")
        if not WORK_ON_PAGES & request.user.roles:
            hidden |= {"explorer", "images", "documents"}
    items[:] = [item for item in items if item.name not in hidden]


@hooks.register("construct_settings_menu")
def settings_for_an_office(request, items):
    """People are kept under Office; Wagtail's machinery is for the operator."""
    hidden = {"users", "groups"} if request.user.is_superuser else FOR_THE_OPERATOR
    items[:] = [
        item
        for item in items
        # What is set for a site has a screen of ours.
        if item.name not in hidden and not isinstance(item, SettingMenuItem)
    ]


@hooks.register("construct_reports_menu")
def reports_for_an_operator(request, items):
    items[:] = [item for item in items if item.name not in SENSELESS_REPORTS]


@hooks.register("construct_help_menu")
def help_without_calls_out(request, items):
    """Only what helps here: no page of somebody else's server."""
    items[:] = [item for item in items if not item.name.startswith(CALLS_OUT)]
