"""What the office keeps of its public site: lists and forms, without code."""

from django import forms
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, DateColumn

from xiangyin.kernel.rights import require
from xiangyin.kernel.viewsets import NOBODY, OfficeViewSet, county_of

from .models import Home, Imprint, Occasion, Service, UnitCard
from .rules import ARRANGE

LINES = forms.Textarea(attrs={"rows": 3})


class OccasionViewSet(OfficeViewSet):
    """Public dates of the county and its units."""

    model = Occasion
    name = "site_occasions"
    url_prefix = "site/occasions"
    icon = "date"
    menu_label = _("What's on")
    see_right = "portal.see"
    change_right = "portal.keep_occasions"
    list_display = [
        "title",
        DateColumn("starts_at", label=_("Begins")),
        "place",
        "unit",
        BooleanColumn("is_called_off", label=_("Called off")),
    ]
    list_filter = ["is_called_off"]
    search_fields = ["title", "title_en", "place"]
    search_backend_name = None
    ordering = ["-starts_at", "-pk"]
    panels = [
        FieldPanel("title"),
        FieldPanel("title_en"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldPanel("place"),
        FieldPanel("about", widget=LINES),
        FieldPanel("contact"),
        FieldPanel("unit"),
        FieldPanel("is_called_off"),
    ]


class ServiceViewSet(OfficeViewSet):
    """Addresses and numbers people need."""

    model = Service
    name = "site_services"
    url_prefix = "site/services"
    icon = "link"
    menu_label = _("Services")
    see_right = "portal.see"
    change_right = "portal.keep_services"
    list_display = ["title", "group", "telephone", "unit", "order"]
    search_fields = ["title", "title_en", "group"]
    search_backend_name = None
    ordering = ["order", "group", "pk"]
    panels = [
        MultiFieldPanel(
            [FieldPanel("title"), FieldPanel("title_en")], heading=_("Title")
        ),
        FieldPanel("words"),
        FieldPanel("words_en"),
        FieldPanel("link"),
        FieldPanel("telephone"),
        FieldRowPanel([FieldPanel("group"), FieldPanel("group_en")]),
        FieldPanel("unit"),
        FieldPanel("order"),
    ]


class UnitCardViewSet(OfficeViewSet):
    """How towns and departments are reached."""

    model = UnitCard
    name = "site_contacts"
    url_prefix = "site/contacts"
    icon = "mail"
    menu_label = _("Contacts of units")
    see_right = "portal.see"
    change_right = "portal.keep_services"
    list_display = ["unit", "telephone", "address"]
    search_fields = ["unit__name", "address"]
    search_backend_name = None
    ordering = ["unit__path"]
    form_fields = ["unit", "about", "about_en", "address", "hours", "telephone"]


class ImprintViewSet(OfficeViewSet):
    """Name, look and footer of the county's site."""

    model = Imprint
    name = "site_imprint"
    url_prefix = "site/imprint"
    icon = "site"
    menu_label = _("Imprint and look")
    see_right = "portal.keep_imprint"
    change_right = "portal.keep_imprint"
    add_right = NOBODY
    delete_right = NOBODY
    unit_field = "site__root_page__home__county"
    select_related = ("site",)
    list_display = ["name", "site", "sponsor", "accent"]
    search_fields = ["name"]
    search_backend_name = None
    ordering = ["name", "pk"]


@require_safe
def my_front_page(request):
    """Lead to the editor of one's own county's front page."""
    require(request.user, ARRANGE)
    home = Home.objects.filter(county=county_of(request.user)).first()
    if home is None:
        return redirect("wagtailadmin_explore_root")
    return redirect(reverse("wagtailadmin_pages:edit", args=[home.pk]))


staff_urlpatterns = [path("front/", my_front_page, name="front")]

occasions = OccasionViewSet()
services = ServiceViewSet()
contacts = UnitCardViewSet()
imprints = ImprintViewSet()
