"""What the public site tells Wagtail's screens. Registration only."""

from wagtail import hooks

from . import pictures, sight

pictures.tell_wagtail()
sight.tell_wagtail()
hooks.register("construct_page_chooser_queryset", sight.choosable_pages)
