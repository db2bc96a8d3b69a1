"""The answers desk's place in Wagtail. Registration only."""

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

from xiangyin.kernel.viewsets import menu_item_for

from .services.applications import KEEP
from .urls import staff_urlpatterns
from .viewsets import matters, openness, responsibilities, templates, terms

for viewset in (matters, responsibilities, terms, templates, openness):
    hooks.register("register_admin_viewset", lambda viewset=viewset: viewset)


@hooks.register("register_admin_urls")
def answers_urls():
    return [path("answers/", include((staff_urlpatterns, "answers")))]


@hooks.register("register_admin_menu_item")
def answers_menu():
    rows = [
        ("answers:questions", _("Questions"), "help", "answers.see"),
        ("answers:promises", _("Promises"), "calendar-check", "answers.see"),
        ("answers:take_down", _("Take down"), "edit", "answers.take_down"),
        (
            "answers:figures",
            pgettext_lazy("answers", "Figures"),
            "table",
            "answers.see_figures",
        ),
        ("answers:knowledge", _("Knowledge"), "doc-full", "answers.see"),
        *(
            (f"{each.name}:index", each.menu_label, each.icon, each.see_right)
            for each in (matters, responsibilities, terms, templates, openness)
        ),
        ("answers:applications", _("Applications"), "key", KEEP),
    ]
    items = [
        menu_item_for(right)(
            label,
            reverse_lazy(name),
            name=name.replace(":", "-"),
            icon_name=icon,
            order=order,
        )
        for order, (name, label, icon, right) in enumerate(rows)
    ]
    return SubmenuMenuItem(
        _("Answers"), Menu(items=items), name="answers", icon_name="help", order=125
    )
