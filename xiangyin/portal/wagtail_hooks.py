"""What the public site tells Wagtail's screens. Registration only."""

from wagtail import hooks

from .sight import choosable_pages, tell_wagtail

tell_wagtail()
hooks.register("construct_page_chooser_queryset", choosable_pages)
