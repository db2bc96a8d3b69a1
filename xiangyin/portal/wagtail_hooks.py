"""What the public site tells Wagtail's screens. Registration only."""

from wagtail import hooks

from . import choosing, pictures, sight, visits
from .explorer import pages

choosing.tell_wagtail()
pictures.tell_wagtail()
sight.tell_wagtail()
# After Wagtail's own, in whose place it stands.
hooks.register("register_admin_viewset", lambda: pages, order=1)
hooks.register("construct_page_chooser_queryset", sight.choosable_pages)
hooks.register("register_admin_viewset", lambda: visits.screens)
