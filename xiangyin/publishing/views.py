"""What the world fetches from the publishing desk."""

from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from wagtail.models import Site

from xiangyin.kernel.models import Unit

from .services import feed as feeds

A_MINUTE = "public, max-age=60"


@require_safe
def atom(request):
    """The latest stories of the county whose site this is, as Atom."""
    site = Site.find_for_request(request)
    county = Unit.objects.filter(home=site.root_page_id).first() if site else None
    channel = feeds.open_feed(county) if county else None
    if channel is None:
        raise Http404
    items = feeds.entries(channel)
    etag = feeds.version_of(items)
    changed = feeds.changed_at(channel)
    modified = int(changed.timestamp()) if changed else None
    response = get_conditional_response(request, etag=etag, last_modified=modified)
    if response is None:
        response = HttpResponse(
            feeds.write_feed(
                items,
                title=site.site_name or county.name,
                host=site.hostname,
                home=site.root_url + "/",
                itself=site.root_url + request.path,
            ),
            content_type=feeds.StoryFeed.content_type,
        )
    response.headers["ETag"] = etag
    if modified:
        response.headers["Last-Modified"] = http_date(modified)
    response.headers["Cache-Control"] = A_MINUTE
    return response
