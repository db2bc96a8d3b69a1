"""What the public site tells Wagtail's screens. Registration only."""

from wagtail import hooks

from xiangyin.newsroom.models import Story

from . import choosing, pictures, reading, sight, visits
from .explorer import pages
from .kept.notes import below, made_from, theme
from .kept.notes import page as note_page

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


hooks.register("register_admin_viewset", lambda: visits.screens)
