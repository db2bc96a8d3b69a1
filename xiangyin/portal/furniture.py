"""What stands around every page of a site: its settings, its sections, its front page."""

from copy import copy
from dataclasses import dataclass

from django.http.request import split_domain_port
from wagtail.models import PageViewRestriction, Site

from .imprint import Imprint
from .kept.held import held
from .kept.notes import being_made, frame
from .models import Home, Section


@dataclass
class Furniture:
    """One site's, read together. ``site`` carries its front page and its county."""

    site: Site
    imprint: Imprint
    sections: list[Section]
    restrictions: list[PageViewRestriction]


def brought(get_response):
    """Lay a site's furniture beside the request, where the pages look for it."""

    def answer(request):
        if being_made():
            bring(request)
        return get_response(request)

    return answer


def bring(request) -> None:
    host, _port = split_domain_port(request.get_host())
    key = ("furniture", host, request.get_port())
    found = held(key, lambda: read(request), notes_of)
    if found is None:
        return
    request._wagtail_site = site = copy_of(found.site)
    request.site_sections = [copy(section) for section in found.sections]
    request.site_restrictions = found.restrictions
    imprint = copy(found.imprint)
    imprint.site, imprint._request = site, request
    setattr(request, Imprint.get_cache_attr_name(), imprint)


def copy_of(site: Site) -> Site:
    """One that a page may write on, with a front page of its own."""
    mine, root = copy(site), copy(site.root_page)
    root.specific = copy(root.specific)
    mine.root_page = root
    return mine


def read(request) -> Furniture | None:
    site = Site.find_for_request(request)
    # What a page is besides a page is read once, and stays with it.
    home = site and site.root_page.specific
    if not isinstance(home, Home):
        return None
    imprint = Imprint.for_site(site)
    restrictions = PageViewRestriction.objects.select_related("page")
    return Furniture(site, imprint, list(Section.objects.of(site)), list(restrictions))


def notes_of(found: Furniture | None) -> list[str]:
    """Of sites and units every page hangs on its own account."""
    return [frame(found.site.root_page)] if found else []
