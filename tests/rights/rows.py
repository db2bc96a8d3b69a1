"""The language of the table: one row says who may open an address, and do what there.

    "newsroom:tips": staff(see=STAFF)
    "newsroom:tip_step": staff("tip", "=decline", see=STAFF, act=EDITORS)

What follows from a row, for a person who stands where the thing is:

* whose role is in ``see`` is shown something; whose role is in ``act`` may write;
* everybody else is refused, finds nothing, or finds that the method is not allowed,
  and in each case nothing changes.

Who stands elsewhere in the county or in another county finds a thing *missing*. With
``alike`` the address has no thing, and position does not matter; with ``shared`` the
thing is the whole county's, with ``at_county`` only a post at the county itself
counts, and ``kept_at`` says where a thing is kept if its unit does not. Who is not logged in is sent to the log-in. ``operator`` says what the host's operator gets where that is
not simply everything somebody may.
"""

from dataclasses import dataclass

C, R, E = {"correspondent"}, {"reporter"}, {"editor"}
FIRST, SECOND, FINAL = {"first_reader"}, {"second_reader"}, {"final_reader"}
KEEPER, LEADER, ADMIN = {"ledger_keeper"}, {"leader"}, {"administrator"}
READERS = FIRST | SECOND | FINAL
STAFF = R | E | READERS | KEEPER | LEADER | ADMIN
# Who answers residents works in other houses, and sees nothing of the newsroom's.
COORDINATOR, CLERK, CHECKER, HEAD = {"coordinator"}, {"clerk"}, {"checker"}, {"head"}
ANSWERING = COORDINATOR | CLERK | CHECKER | HEAD
INSIDE = STAFF | ANSWERING
EVERYBODY = C | INSIDE
ON_PAGES = R | E | READERS | ADMIN
NONE: set[str] = set()


@dataclass(frozen=True)
class Row:
    """What is meant for one address.

    ``things`` fill the address: names of what a county has, or ``=words`` as they
    are. The first names the thing whose unit decides. ``at`` replaces the address
    where it has no name to be reversed by; ``asked`` stands behind its question mark;
    ``sends`` names the form that a writer would send; ``leads`` is where the address
    leads everybody, such as to the log-in. ``idle``: it answers whoever sees it, and
    does nothing for those who may not.
    """

    door: str
    things: tuple[str, ...] = ()
    see: frozenset[str] = frozenset()
    act: frozenset[str] = frozenset()
    nobody: bool = False
    anonymous: bool = False
    operator: str = ""
    alike: bool = False
    shared: bool = False
    at_county: bool = False
    kept_at: str = ""
    at: str = ""
    asked: str = ""
    sends: str = ""
    leads: str = ""
    idle: bool = False


def staff(*things, see=NONE, act=NONE, **more) -> Row:
    """An address of the staff's screens."""
    more.setdefault("alike", not _has_thing(things))
    return Row("staff", things, frozenset(see), frozenset(act), **more)


def everyone(*things, see=True, act=NONE, **more) -> Row:
    """An address of the public site; ``act=...`` lets everybody write."""
    told = {"nobody": True, "anonymous": True, "alike": not _has_thing(things), **more}
    return Row("public", things, _all_if(see is True), _all_if(act is ...), **told)


def account(*things, see=True, act=NONE, **more) -> Row:
    """An address for whoever is logged in; ``act=...`` lets them all write."""
    told = {"nobody": True, "alike": not _has_thing(things), **more}
    return Row("account", things, _all_if(see is True), _all_if(act is ...), **told)


def operators(*things, see=True, act=True, **more) -> Row:
    """An address that only the host's operator opens."""
    told = {(True, True): "ok", (True, False): "see", (False, True): "act"}
    more.setdefault("operator", told.get((bool(see), bool(act)), "no"))
    return Row("staff", things, alike=not _has_thing(things), **more)


def shut(*things, **more) -> Row:
    """An address that nobody opens."""
    return Row("staff", things, alike=not _has_thing(things), operator="no", **more)


def _all_if(condition) -> frozenset[str]:
    return frozenset(EVERYBODY if condition else ())


def office(name, thing, *, see, add=NONE, change=NONE, delete=NONE, **more) -> dict:
    """The eight addresses of a desk's list: see ``kernel.viewsets.OfficeViewSet``."""
    any_right = set(add) | set(change) | set(delete)
    adds = more.pop("operator_adds", "told") if add else "no"

    def of_one(roles, act=NONE):
        given = {} if roles else {"operator": "no"}
        return staff(thing, see=roles, act=act, **given, **more)

    return {
        f"{name}:index": staff(see=see),
        f"{name}:index_results": staff(see=see),
        f"{name}:add": staff(see=add, act=add, operator=adds),
        f"{name}:edit": of_one(change, change),
        f"{name}:delete": of_one(delete, delete),
        f"{name}:history": of_one(any_right),
        f"{name}:history_results": of_one(any_right),
        f"{name}:usage": of_one(change),
    }


def _has_thing(things) -> bool:
    return any(not thing.startswith("=") for thing in things)
