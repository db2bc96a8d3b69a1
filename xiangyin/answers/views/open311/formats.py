"""XML and JSON by one reading: the standard maps one to the other (Spark convention)."""

import json
from html import escape

from django.http import HttpResponse
from django.utils.translation import gettext as _

from xiangyin.kernel.papers.writable import writable

KINDS = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
# What the members of a list are called.
MEMBERS = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "endpoints": "endpoint",
    "formats": "format",
    "errors": "error",
}


class Refused(Exception):
    """A request that cannot be fulfilled: the status, and what is wrong with it."""

    def __init__(self, status: int, *descriptions: str, code: int = 0):
        super().__init__(status, *descriptions)
        self.status, self.descriptions = status, descriptions
        self.code = code or status


def missing() -> Refused:
    return Refused(404, _("There is nothing under this address."))


def answered(name: str, told: list | dict, ending: str, *, status: int = 200):
    """What is told, in the format that the address asks for; anybody may read it."""
    if ending == "json":
        body = json.dumps(told, ensure_ascii=False)
    else:
        body = f'<?xml version="1.0" encoding="UTF-8"?>\n{as_xml(name, told)}\n'
    answer = HttpResponse(body, content_type=KINDS[ending], status=status)
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cache-Control"] = "no-store"
    return answer


def refused(refusal: Refused, ending: str) -> HttpResponse:
    """The standard's errors: a list, in the body of the status."""
    told = [
        {"code": refusal.code, "description": str(words)}
        for words in refusal.descriptions
    ]
    return answered("errors", told, ending, status=refusal.status)


def as_xml(name: str, told) -> str:
    """One element, without namespaces and attributes.

    >>> as_xml("services", [{"metadata": True, "group": None, "description": "a<b"}])
    '<services><service><metadata>true</metadata><group/><description>a&lt;b</description></service></services>'
    """
    if told is None or told == "":
        return f"<{name}/>"
    if isinstance(told, dict):
        inner = "".join(as_xml(key, value) for key, value in told.items())
    elif isinstance(told, list):
        inner = "".join(as_xml(MEMBERS[name], each) for each in told)
    elif isinstance(told, bool):
        inner = str(told).lower()
    else:
        inner = escape(writable(str(told)), quote=False)
    return f"<{name}>{inner}</{name}>"
