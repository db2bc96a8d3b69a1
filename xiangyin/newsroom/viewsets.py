"""Lists and forms of the newsroom that need no screen of their own."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn

from xiangyin.kernel.viewsets import OfficeViewSet

from .models import Theme


class ThemeViewSet(OfficeViewSet):
    """Campaigns and anniversaries that gather plans and stories."""

    model = Theme
    name = "themes"
    url_prefix = "newsroom/themes"
    icon = "tag"
    menu_label = _("Themes")
    see_right = "newsroom.see_story"
    change_right = "newsroom.make_plan"
    list_display = [
        "name",
        "name_en",
        "unit",
        BooleanColumn("is_open", label=_("Open")),
    ]
    list_filter = ["is_open"]
    search_fields = ["name", "name_en"]
    search_backend_name = None
    form_fields = ["name", "name_en", "slug", "about", "unit", "is_open"]
    formfield_widgets = {"about": forms.Textarea}
    ordering = ["name"]


themes = ThemeViewSet()
