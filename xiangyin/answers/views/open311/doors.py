"""The addresses under /open311/: what each is asked, and what it answers.

Whoever sends is known by the key in the request alone. No cookie and no session is
looked at, so that a stranger's page can do nothing here in somebody else's name: for
this reason, and only here, no token of a form is asked for.
"""

from functools import wraps

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Site

from xiangyin.kernel.bodies import bounded
from xiangyin.kernel.errors import DomainError

from ...forms.posting import PostedForm
from ...models import Matter
from ...reports import georeport
from ...services.applications import application_of
from ...services.posting import posted_as, receive_posted
from ..asking import address_of
from ..hand import county_of
from .asked import wanted
from .formats import Refused, answered, missing, refused

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
FORM = "application/x-www-form-urlencoded"
MOST_BODY = 64 * 1024
TOO_MANY = 429


def told(name: str):
    """Answer with what a view returns, or with the standard's errors."""

    def decorate(view):
        @wraps(view)
        def answer(request, *args, ending, **kwargs):
            try:
                county = _county_of(request)
                found = view(request, county, *args, **kwargs)
            except Refused as refusal:
                return refused(refusal, ending)
            return answered(name, found, ending)

        return answer

    return decorate


def _county_of(request):
    """The county of this site, which is the one jurisdiction that is served here."""
    county = county_of(request)
    asked = request.POST.get("jurisdiction_id") or request.GET.get("jurisdiction_id")
    if asked and asked not in _jurisdictions(request):
        raise Refused(404, _("This jurisdiction_id was not found."))
    return county


def _jurisdictions(request) -> set[str]:
    host = Site.find_for_request(request).hostname
    return {host, host.removeprefix("www.")}


@require_safe
@told("discovery")
def discovery(request, county):
    at = request.build_absolute_uri
    changeset = georeport.changed_at(county)
    place = {"county": county, "address": at("/about/")}
    return {
        "changeset": changeset,
        "contact": _("The office of %(county)s: %(address)s") % place,
        "key_service": _("The office gives keys to who asks for one: %(address)s")
        % place,
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": at("/open311/v2"),
                "changeset": changeset,
                "type": "production",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }


@require_safe
@told("services")
def services(request, county):
    return georeport.services(county, on=timezone.localdate())


@require_safe
@told("service_definition")
def service(request, county, code):
    return georeport.definition(_matter(county, code))


def _matter(county, code: str) -> Matter:
    """The matter of a service. Raises ``Refused`` where no question of it is taken."""
    if not code:
        raise Refused(400, _("service_code was not provided."))
    found = None
    if code.isascii() and code.isdigit():
        matters = Matter.objects.filter(county=county, is_open=True)
        found = matters.filter(pk=code[:18]).first()
    if found is None:
        raise Refused(404, _("This service_code was not found."))
    if found.route:
        raise Refused(400, found.route_shown)
    return found


def _too_much(request, *, status):
    ending = "json" if request.path.endswith(".json") else "xml"
    words = _("This was too much to send at once, and nothing of it was kept.")
    return refused(Refused(400, words, code=status), ending)


@bounded(MOST_BODY, refuse=_too_much)
@require_http_methods(["GET", "HEAD", "POST"])
@told("service_requests")
def requests(request, county):
    """The list of published questions; or, posted, a question that is sent."""
    if request.method == "POST":
        return _receive(request, county)
    return georeport.requests(county, wanted(request.GET, now=timezone.now()))


def _receive(request, county) -> list[dict]:
    if request.content_type != FORM:
        raise Refused(400, _("Send it as application/x-www-form-urlencoded."))
    application = _application(request, county, request.POST.get("api_key", ""))
    if application is None:
        raise Refused(403, _("api_key is missing or not valid."))
    matter = _matter(county, request.POST.get("service_code", ""))
    form = PostedForm(request.POST, county=county, matter=matter)
    if not form.is_valid():
        raise Refused(400, *form.complaints())
    try:
        posted = receive_posted(
            application=application,
            address=address_of(request),
            now=timezone.now(),
            today=timezone.localdate(),
            **form.told(),
        )
    except ValidationError as refusal:
        raise Refused(400, *refusal.messages) from None
    except DomainError as refusal:
        raise Refused(400, refusal.message, code=TOO_MANY) from None
    notice = _(
        "A code was sent to the contact. The question comes in when it is confirmed"
        " there within a day; until then the token has no number."
    )
    return [{"token": posted.token, "service_notice": notice, "account_id": None}]


def _application(request, county, key: str):
    try:
        return application_of(
            key[:100], county=county, address=address_of(request), now=timezone.now()
        )
    except DomainError as refusal:
        raise Refused(400, refusal.message, code=TOO_MANY) from None


@require_safe
@told("service_requests")
def one_request(request, county, number):
    application = _application(request, county, request.GET.get("api_key", ""))
    found = georeport.request_of(county, number, application=application)
    if found is None:
        raise Refused(404, _("This service_request_id was not found."))
    return [found]


@require_safe
@told("service_requests")
def token(request, county, token):
    """The number that a token has come to, once the contact has answered."""
    posted = posted_as(token, county=county)
    if posted is None:
        raise Refused(404, _("This token was not found."))
    return georeport.numbers_of([posted])


@require_safe
def nothing(request, rest):
    """Any other address below: told as a program expects it."""
    county_of(request)
    return refused(missing(), "json" if rest.endswith(".json") else "xml")
