"""Another county's thing cannot be told from one that does not exist."""

import re

import pytest

from .comparing import NAMES
from .forms import form_for
from .knocking import address_of
from .meant import Who
from .table import TABLE

pytestmark = pytest.mark.django_db
NEVER = 987_654_321
METHODS = ("GET", "POST")
TOKEN = re.compile(r"\b[A-Za-z0-9]{64}\b")


def the_thing(row) -> str:
    """The word of an address that stands for somebody's thing, if there is one."""
    if row.alike or row.at or not row.things:
        return ""
    return next((word for word in row.things if not word.startswith("=")), "")


THINGS = sorted((name, row) for name, row in TABLE.items() if the_thing(row))


def roles_to_ask(row) -> list[str]:
    """Two who hold what the address asks for, and one who does not."""
    holders = sorted(row.see | row.act)
    return [*holders[:1], *holders[-1:], "leader"]


def in_no_county(row, things) -> str:
    """A key or a word in the same form that belongs to nothing."""
    word = the_thing(row)
    found = things[word.partition(".")[0]]
    is_word = isinstance(found, str) or word.endswith((".slug", ".code"))
    if word in ("import", "pasted"):
        return "00000000-0000-4000-8000-000000000000"
    return (
        ("news/nowhere/" if word == "address" else "nowhere") if is_word else str(NEVER)
    )


def without(said: str, url: str) -> str:
    """What was said, without the address that was asked for and this page's token."""
    return TOKEN.sub("", said.replace(url.partition("?")[0], ""))


@pytest.mark.parametrize(("name", "row"), THINGS, ids=[name for name, _row in THINGS])
def test_theirs_and_nothing_are_answered_alike(street, name, row):
    things, word = street.world.here.things, the_thing(row)
    instead = {word: in_no_county(row, things)}
    theirs, nothing = (
        address_of(name, row, things),
        address_of(name, row, things, **instead),
    )
    data = form_for(row.sends, things)

    for role in dict.fromkeys(roles_to_ask(row)):
        who = Who(f"{role} there", role, "county", "there")
        for method in METHODS:
            sent = data if method == "POST" else None
            street.ask(who, nothing, method, sent)
            a, b = (street.ask(who, url, method, sent) for url in (theirs, nothing))

            assert (a.outcome, a.status) == (b.outcome, b.status), (who, method)
            assert a.queries == b.queries, (who, method)
            assert without(a.said, theirs) == without(b.said, nothing), (who, method)
            assert not NAMES["here"].search(without(a.said, theirs))
