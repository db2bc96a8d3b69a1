"""What the public site tells Wagtail's screens. Registration only."""

from wagtail import hooks

from .explorer import pages
from .sight import choosable_pages, tell_wagtail

tell_wagtail()
# After Wagtail's own, in whose place it stands.
hooks.register("register_admin_viewset", lambda: pages, order=1)
hooks.register("construct_page_chooser_queryset", choosable_pages)
