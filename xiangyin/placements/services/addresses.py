"""Reading a page that somebody pasted the address of."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from threading import BoundedSemaphore

from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from xiangyin.engines.child import ChildError, run
from xiangyin.engines.pages import FIELDS, prepared
from xiangyin.gateways.fetch import (
    FetchError,
    RedirectsTooOften,
    Refused,
    TooLarge,
    the_fetch,
)
from xiangyin.gateways.pace import PACE

from .days import read_date
from .outlets import OutletFinder, host_of
from .texts import clean_line, clean_text

SHORTEST_TEXT = 30
TOGETHER = 10
PATIENCE = 10
READING = BoundedSemaphore(4)
# What another try would not change, and answers that say "later".
LASTING = (Refused, TooLarge, RedirectsTooOften)
BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})


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
    # Whether asking once more, later, may be of use.
    again: bool = False


def split_addresses(pasted: str) -> list[str]:
    """Addresses, one a line or parted by spaces, each once."""
    words = re.split(r"\s+", clean_text(pasted))
    return list(dict.fromkeys(word for word in words if word))


def read_addresses(addresses: list[str], *, finder: OutletFinder) -> list[Found]:
    """Read pages side by side, and name their outlets as the ledger does."""
    with ThreadPoolExecutor(TOGETHER) as pool:
        read = partial(read_in, get_language())
        return [_with_outlet(each, finder) for each in pool.map(read, addresses)]


def read_in(language: str | None, address: str) -> Found:
    """A thread speaks the language of the settings, not of the person who asked."""
    with override(language):
        return read_address(address)


def _with_outlet(found: Found, finder: OutletFinder) -> Found:
    outlet = finder.find(address=found.address, said=found.outlet_said)
    if found.problem or outlet is None:
        return found
    return replace(found, outlet_said=outlet.name)


def read_address(address: str) -> Found:
    """Fetch a page and read it. What cannot be read says why, and raises nothing."""
    try:
        with PACE.turn(address):
            page = the_fetch()(address, deadline=PATIENCE)
    except FetchError as error:
        lasting = isinstance(error, LASTING)
        return Found(address, problem=str(error.message), again=not lasting)
    if page.status >= 400:
        told = _("The server answered %(status)s.") % {"status": page.status}
        return Found(address, problem=told, again=page.status in BUSY)
    return _read_page(page.body, address)


UNREADABLE = gettext_lazy("No text was found on this page: paste it in.")


def _read_page(body: bytes, address: str) -> Found:
    try:
        with READING:
            told = run(
                "xiangyin.engines.pages:read",
                prepared(body, address=address),
                cpu=5,
                wall=6,
            )
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
