"""Addresses of Open311, which the standard names: what follows the dot is the format."""

from django.urls import path, re_path

from . import doors

ENDING = r"\.(?P<ending>xml|json)$"
V2 = "^open311/v2/"

urlpatterns = [
    re_path(
        rf"^open311/(?:v2/)?discovery{ENDING}",
        doors.discovery,
        name="open311_discovery",
    ),
    re_path(rf"{V2}services{ENDING}", doors.services, name="open311_services"),
    re_path(
        rf"{V2}services/(?P<code>[\w-]{{1,40}}){ENDING}",
        doors.service,
        name="open311_service",
    ),
    re_path(rf"{V2}requests{ENDING}", doors.requests, name="open311_requests"),
    re_path(
        rf"{V2}requests/(?P<number>[\w-]{{1,24}}){ENDING}",
        doors.one_request,
        name="open311_request",
    ),
    re_path(
        rf"{V2}tokens/(?P<token>[\w-]{{1,40}}){ENDING}",
        doors.token,
        name="open311_token",
    ),
    path("open311/v2/<path:rest>", doors.nothing, name="open311_nothing"),
]
