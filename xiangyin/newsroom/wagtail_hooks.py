"""The newsroom's place in Wagtail. Registration only."""

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem
from wagtail.signals import init_new_page

from xiangyin.kernel.viewsets import menu_item_for

from .models import Story
from .urls import staff_urlpatterns
from .views import editor
from .views.films import film_chooser, films
from .viewsets import themes

Story.content_panels = [editor.StandingPanel(), *Story.content_panels]

hooks.register("register_admin_viewset", lambda: [themes, films, film_chooser])
hooks.register("construct_page_action_menu", editor.adjust_action_menu)
hooks.register("after_edit_page", editor.retell_submission)
hooks.register("after_create_page", editor.retell_submission)
init_new_page.connect(editor.prefill_story, dispatch_uid="newsroom.prefill_story")


@hooks.register("register_admin_urls")
def newsroom_urls():
    return [path("newsroom/", include((staff_urlpatterns, "newsroom")))]


@hooks.register("register_admin_menu_item")
def newsroom_menu():
    rows = [
        ("tips", _("Tips"), "mail", "newsroom.see_tip"),
        ("plans", _("Plans"), "clipboard-list", "newsroom.see_plan"),
        ("stories", _("Stories"), "doc-full", "newsroom.see_story"),
        ("readings", _("Readings"), "glasses", "newsroom.see_story"),
    ]
    items = [
        menu_item_for(right)(
            label,
            reverse_lazy(f"newsroom:{name}"),
            name=f"newsroom-{name}",
            icon_name=icon,
            order=order,
        )
        for order, (name, label, icon, right) in enumerate(rows)
    ]
    items.append(
        menu_item_for("newsroom.keep_films")(
            _("Films and recordings"),
            reverse_lazy("films:index"),
            name="newsroom-films",
            icon_name="media",
            order=8,
        )
    )
    items.append(
        menu_item_for("newsroom.see_story")(
            _("Themes"),
            reverse_lazy("themes:index"),
            name="newsroom-themes",
            icon_name="tag",
            order=9,
        )
    )
    return SubmenuMenuItem(
        _("Newsroom"), Menu(items=items), name="newsroom", icon_name="edit", order=110
    )
