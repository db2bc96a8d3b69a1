"""Reading a page that somebody pasted the address of."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangyin.engines.child import ChildError, run
from xiangyin.engines.pages import FIELDS, prepared
from xiangyin.gateways.fetch import FetchError, the_fetch

from .outlets import OutletFinder, host_of
from .texts import clean_line, clean_text, read_date

MOST_ADDRESSES = 20
SHORTEST_TEXT = 30


@dataclass(frozen=True)
class Found:
    """What a page seems to say, for somebody to look over before it is kept."""

    address: str
    title: str = ""
    text: str = ""
    outlet_said: str = ""
    published_on: date | None = None
    byline: str = ""
    problem: str = ""


def split_addresses(pasted: str) -> list[str]:
    """Addresses, one a line or parted by spaces, each once."""
    words = re.split(r"\s+", clean_text(pasted))
    return list(dict.fromkeys(word for word in words if word))[:MOST_ADDRESSES]


def read_address(address: str, *, finder: OutletFinder | None = None) -> Found:
    """Fetch a page and read it. What cannot be read says why, and raises nothing."""
    try:
        page = the_fetch()(address)
    except FetchError as error:
        return Found(address, problem=str(error.message))
    if page.status >= 400:
        told = _("The server answered %(status)s.") % {"status": page.status}
        return Found(address, problem=told)
    found = _read_page(page.body, address)
    outlet = finder.find(address=address, said=found.outlet_said) if finder else None
    if outlet:
        return Found(**{**vars(found), "outlet_said": outlet.name})
    return found


UNREADABLE = gettext_lazy("No text was found on this page: paste it in.")


def _read_page(body: bytes, address: str) -> Found:
    try:
        told = run("xiangyin.engines.pages:read", prepared(body, address=address))
    except ChildError:  # whatever a broken page makes the extractor do
        told = dict.fromkeys(FIELDS, "")
    text = clean_text(told["text"])
    problem = "" if len(text) >= SHORTEST_TEXT else str(UNREADABLE)
    return Found(
        address=address,
        title=clean_line(told["title"])[:255],
        text=text,
        outlet_said=clean_line(told["sitename"] or host_of(address))[:120],
        published_on=read_date(told["date"]),
        byline=clean_line(told["author"])[:200],
        problem=problem,
    )
