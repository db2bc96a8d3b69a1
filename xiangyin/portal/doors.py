"""Wagtail's own addresses, kept as narrow as the office's own.

Wagtail was made for one house: several of its screens ask whether a person may work on
pages at all, not on this one, and some answer "not yours" by naming the thing. So every
address of its screens passes here first. What no office needs is shut; a page, a story
or a picture beyond a person's sight is *missing*, by the same query that looks for one
which does not exist.
"""

from django.apps import apps
from django.http import Http404
from wagtail.models import Page

from xiangyin.kernel.rights import may

from .pictures import pictures_to_choose
from .sight import pages_in_sight

# No office uses these, and an address nobody uses only waits to be misused.
SHUT = {
    "wagtailadmin_api:documents",
    "wagtailadmin_collections:set_privacy",
    "wagtailadmin_error_test",
    "wagtailadmin_pages:set_privacy",
    "wagtaildocs",
    "wagtaildocs_chooser",
    "wagtailembeds",
    "wagtailredirects:process_import",
    "wagtailredirects:start_import",
    # The imprint has a screen of its own, which asks whose it is.
    "wagtailsettings",
    "wagtailusers_users:delete",
}
# These are about all counties at once, or go round the office's own screens.
FOR_THE_OPERATOR = {
    "wagtailadmin_api:images",
    "wagtailadmin_api:pages:action",
    "wagtailadmin_block_preview",
    "wagtailadmin_collections",
    "wagtailadmin_pages:choose_parent",
    "wagtailadmin_pages:convert_alias",
    "wagtailadmin_pages:copy",
    "wagtailadmin_pages:set_page_position",
    "wagtailadmin_pages:type_use",
    "wagtailadmin_pages:type_use_results",
    "wagtailadmin_reports",
    "wagtailadmin_tag_autocomplete",
    "wagtailadmin_tag_model_autocomplete",
    "wagtailadmin_workflows",
    "wagtailredirects",
    "wagtailsites",
    "wagtailsnippets",
    "wagtailusers_groups",
    "wagtailusers_users",
}
PAGE = {"page_id", "parent_page_id", "page_to_move_id", "destination_id"}
PICTURE = {"image_id"}
PAGE_BY_KEY = {
    "wagtailadmin_api:pages:detail": "pk",
    "wagtailadmin_pages:revisions_compare": "pk",
}
PICTURE_BY_KEY = {"wagtailimages_chooser:chosen": "pk"}
# Several at once, named behind the question mark.
PAGES_ASKED = {"wagtailadmin_choose_page_chosen_multiple": ("id",)}
PICTURES_ASKED = {"wagtailimages_chooser:chosen_multiple": ("id",)}
# Where pages are to be moved.
PAGES_SENT = {
    "wagtailadmin_pages:move": ("new_parent_page",),
    "wagtail_bulk_action": ("chooser",),
}
# Pictures have no tags and stay in their county's collection.
BULK = {
    ("wagtailcore", "page"): {"delete", "move", "publish", "unpublish"},
    ("kernel", "picture"): {"delete"},
}
BULK_NAME = "wagtail_bulk_action"


class doors:  # noqa: N801 -- named as settings list it, like its neighbours
    """Ask for every address of Wagtail's screens whether it is this person's to open."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Raise ``Http404`` for what is shut or out of sight.

        Who may not enter the screens at all is left to Wagtail, which asks for a
        log-in there as everywhere.
        """
        if not request.path.startswith("/admin/"):
            return None
        if not may(request.user, "wagtailadmin.access_admin"):
            return None
        name = request.resolver_match.view_name
        if _in(name, SHUT):
            raise Http404
        if not request.user.is_superuser:
            _look(request, name, kwargs)
        return None


def _in(name: str, listed) -> bool:
    return name in listed or name.rpartition(":")[0] in listed


def _look(request, name: str, kwargs: dict) -> None:
    if _in(name, FOR_THE_OPERATOR):
        raise Http404
    if name == BULK_NAME:
        pages, pictures = _bulk(request, kwargs)
    else:
        pages = _named(kwargs, PAGE, PAGE_BY_KEY.get(name)) + _asked(
            request, PAGES_ASKED.get(name, ())
        )
        pictures = _named(kwargs, PICTURE, PICTURE_BY_KEY.get(name)) + _asked(
            request, PICTURES_ASKED.get(name, ())
        )
    if name == "wagtailadmin_editing_sessions:ping" and _is_page(kwargs):
        pages.append(kwargs["object_id"])
    if name in PAGES_SENT:  # a film's body is measured before anybody reads it
        pages += _keys(request.POST, PAGES_SENT[name])
    if not _all_in(lambda: pages_in_sight(request.user), pages):
        raise Http404
    if not _all_in(lambda: pictures_to_choose(request.user), pictures):
        raise Http404


def _bulk(request, kwargs) -> tuple[list, list]:
    """What a bulk action is asked for; of other things than these there is none."""
    kind = (kwargs["app_label"], kwargs["model_name"])
    if kwargs["action"] not in BULK.get(kind, ()):
        raise Http404
    found = _asked(request, ("id", "childOf"))
    return (found, []) if kind == ("wagtailcore", "page") else ([], found)


def _named(kwargs, names, key) -> list:
    return [value for name, value in kwargs.items() if name in names or name == key]


def _asked(request, names) -> list:
    return _keys(request.GET, names)


def _keys(sent, names) -> list:
    """What was sent under ``names``; ``all`` and nothing are no keys."""
    values = [value for name in names for value in sent.getlist(name)]
    return [value for value in values if value not in ("", "all")]


def _is_page(kwargs) -> bool:
    try:
        model = apps.get_model(kwargs["app_label"], kwargs["model_name"])
    except LookupError:
        return False
    return issubclass(model, Page)


def _all_in(seen, keys) -> bool:
    """Say whether every key is among ``seen``, which is asked only if there are any."""
    wanted = {str(key) for key in keys}
    if not wanted:
        return True
    if not all(key.isascii() and key.isdigit() and len(key) < 19 for key in wanted):
        return False
    return seen().filter(pk__in=wanted).count() == len(wanted)
