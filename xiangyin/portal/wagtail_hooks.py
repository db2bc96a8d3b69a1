"""What the public site tells Wagtail's screens. Registration only."""

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

from xiangyin.kernel.viewsets import menu_item_for
from xiangyin.newsroom.models import Story

from . import choosing, pictures, reading, sight, viewsets, visits
from .explorer import pages
from .kept.notes import below, made_from, theme
from .kept.notes import page as note_page
from .rules import ARRANGE
from .theme_chooser import theme_chooser

choosing.tell_wagtail()
pictures.tell_wagtail()
sight.tell_wagtail()
# After Wagtail's own, in whose place it stands.
hooks.register("register_admin_viewset", lambda: pages, order=1)
hooks.register("construct_page_chooser_queryset", sight.choosable_pages)


@hooks.register("before_serve_page")
def read_at_once(page, request, args, kwargs):
    """Read all that a story's page shows before its template asks piece by piece."""
    if isinstance(page, Story):
        made_from(note_page(page.pk), below(page.path[: -page.steplen]))
        if page.theme_id:
            made_from(theme(page.theme_id))
        request.read_on = reading.prepare_story(page)


hooks.register(
    "register_admin_viewset",
    lambda: [
        viewsets.occasions,
        viewsets.services,
        viewsets.contacts,
        viewsets.imprints,
        theme_chooser,
        visits.screens,
    ],
)


@hooks.register("register_admin_urls")
def site_urls():
    return [path("site/", include((viewsets.staff_urlpatterns, "site")))]


@hooks.register("register_admin_menu_item")
def site_menu():
    rows = [
        ("site:front", _("Front page"), "home", ARRANGE),
        ("site_occasions:index", _("What's on"), "date", "portal.see"),
        ("site_services:index", _("Services"), "link", "portal.see"),
        ("site_contacts:index", _("Contacts of units"), "mail", "portal.see"),
        ("site_imprint:index", _("Imprint and look"), "site", "portal.keep_imprint"),
        ("visits:index", _("Visits"), "view", visits.RIGHT),
    ]
    items = [
        menu_item_for(right)(
            label,
            reverse_lazy(address),
            name=address.replace(":", "-"),
            icon_name=icon,
            order=order,
        )
        for order, (address, label, icon, right) in enumerate(rows)
    ]
    return SubmenuMenuItem(
        _("Public site"), Menu(items=items), name="site", icon_name="site", order=140
    )
