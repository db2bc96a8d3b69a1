"""What a row means for one person: which answers are right."""

from dataclasses import dataclass

from .rows import Row
from .world import OF_THE_TOWN

OK, LOGIN = frozenset({"ok"}), frozenset({"login"})
# Not let in, and nothing changes: told why on the page, refused, nothing there, or
# a method this address does not know.
NO = frozenset({"told", "refused", "missing", "method"})
OPERATOR = {
    "ok": (OK, OK),
    "see": (OK, NO),
    "act": (NO, OK),
    "no": (NO, NO),
    "told": (frozenset({"told"}), frozenset({"told", "method"})),
}


@dataclass(frozen=True)
class Who:
    """Somebody who knocks: a role at a place of a county, or one of the three others."""

    name: str
    role: str = ""
    place: str = ""
    county: str = ""

    def __str__(self):
        return self.name


def meant(row: Row, who: Who, method: str) -> frozenset[str]:
    """The right answers to ``who`` for ``method``."""
    if row.leads and (row.see or method == "POST"):
        return frozenset({row.leads})
    roles = row.see if method == "GET" else row.act
    if who.role:
        return _for_a_post(row, who, roles)
    if who.name == "operator":
        return _for_the_operator(row, method, roles)
    let_in = row.anonymous if who.name == "anonymous" else row.nobody
    if row.door == "staff" or (row.door == "account" and who.name == "anonymous"):
        return LOGIN
    return OK if let_in and roles else NO


def _for_the_operator(row, method, roles) -> frozenset[str]:
    if row.operator:
        return OPERATOR[row.operator][method != "GET"]
    return OK if roles else NO


def _for_a_post(row, who, roles) -> frozenset[str]:
    if row.door == "staff" and who.role == "correspondent":
        return LOGIN
    if who.role not in roles:
        return NO if who.county == "here" or row.alike else NO - {"told"}
    if not _stands_right(row, who):
        return NO - {"told"} if row.at_county else frozenset({"missing", "method"})
    return OK


def _stands_right(row, who) -> bool:
    if row.at_county:
        return who.place == "county"
    if row.alike:
        return True
    if who.county != "here":
        return False
    return row.shared or who.place != "elsewhere"


def place_of(row: Row) -> str:
    """Where the thing of this row is kept: with the town, or with the county."""
    if row.kept_at:
        return row.kept_at
    things = [thing for thing in row.things if not thing.startswith("=")]
    return "town" if things and things[0] in OF_THE_TOWN else "county"
