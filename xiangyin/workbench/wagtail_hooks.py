"""The workbench takes the place of Wagtail's home page. Registration only."""

from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import ActionMenuItem

from .desk import Workbench
from .urls import staff_urlpatterns

OTHER = {"zh-hans": ("en", "English"), "en": ("zh-hans", "中文")}


@hooks.register("register_admin_urls")
def workbench_urls():
    return [path("workbench/", include((staff_urlpatterns, "workbench")))]


@hooks.register("construct_homepage_panels")
def only_the_workbench(request, panels):
    panels[:] = [Workbench()]


@hooks.register("insert_global_admin_css")
def workbench_css():
    return format_html(
        '<link rel="stylesheet" href="{}">', static("workbench/workbench.css")
    )


@hooks.register("register_account_menu_item")
def account_security(request):
    """Password, second step and devices: the same pages as the correspondents'."""
    return {
        "url": reverse("mfa_index"),
        "label": _("Account security"),
        "help_text": _("Password, two-step sign-in, signed-in devices."),
    }


class OtherLanguage(MenuItem):
    """One click to the other language, told in that language."""

    def __init__(self):
        super().__init__("English / 中文", "", name="language", order=20_000)

    def render_component(self, request):
        code, label = OTHER.get(get_language(), OTHER["en"])
        action = reverse("speak", args=[code])
        return ActionMenuItem("language", label, action, icon_name="globe")


@hooks.register("register_admin_menu_item")
def other_language():
    return OtherLanguage()
