"""Who may do what, and how far it reaches.

A person holds *posts*: a role at a unit. A role's rights reach the unit and
everything below it. A right is asked for an object (``may(person, right, tip)``)
or, for a list, turned into the part of the tree it reaches (``reach``). Desks
say in their own ``rules.py`` which roles carry which of their rights.

Nothing reaches across counties: a post at one county's root covers that
county's paths only. A superuser is the host's operator and reaches all units;
no rule of the readings makes an exception for them.
"""

from collections import defaultdict
from functools import reduce
from operator import or_

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.db.models.lookups import In
from django.utils.translation import gettext_lazy as _

from .errors import NotAllowed


class Role(models.TextChoices):
    """The posts an office fills (岗位)."""

    CORRESPONDENT = "correspondent", _("correspondent")
    REPORTER = "reporter", _("reporter")
    EDITOR = "editor", _("editor")
    FIRST_READER = "first_reader", _("first reader")
    SECOND_READER = "second_reader", _("second reader")
    FINAL_READER = "final_reader", _("final reader")
    LEDGER_KEEPER = "ledger_keeper", _("ledger keeper")
    LEADER = "leader", _("leader")
    ADMINISTRATOR = "administrator", _("administrator")
    COORDINATOR = "coordinator", _("coordinator of questions")
    CLERK = "clerk", _("answering clerk")
    CHECKER = "checker", _("checker of replies")
    HEAD = "head", _("head of a unit")


EVERY_ROLE = tuple(Role)
# Who answers residents works in departments and towns: what the newsroom has before it
# is published is none of their business.
ANSWERING = (Role.COORDINATOR, Role.CLERK, Role.CHECKER, Role.HEAD)
STAFF = tuple(role for role in Role if role not in (Role.CORRESPONDENT, *ANSWERING))

_rights: dict[str, set[str]] = defaultdict(set)


def grant(right: str, *roles: Role) -> None:
    """Let every holder of one of ``roles`` use ``right`` where the post reaches."""
    _rights[right].update(role.value for role in roles)


def roles_with(right: str) -> frozenset[str]:
    return frozenset(_rights[right])


def rights_table() -> dict[str, frozenset[str]]:
    """Every right and the roles that carry it, for the reference pages."""
    return {right: frozenset(roles) for right, roles in sorted(_rights.items())}


def reach(person, right: str) -> list[str]:
    """Paths of the units below which ``person`` holds ``right``.

    An empty path means everywhere (the operator).
    """
    if not person.is_active:
        return []
    if person.is_superuser:
        return [""]
    roles = roles_with(right)
    return sorted({post.unit.path for post in person.held_posts if post.role in roles})


def may(person, right: str, thing=None) -> bool:
    """Say whether ``person`` holds ``right`` at the unit of ``thing``.

    ``thing`` is a unit, anything with a ``unit``, or None to ask "anywhere?".
    """
    paths = reach(person, right)
    if thing is None:
        return bool(paths)
    unit = getattr(thing, "unit", thing)
    return unit is not None and any(unit.path.startswith(path) for path in paths)


def require(person, right: str, thing=None) -> None:
    """Raise ``NotAllowed`` unless ``person`` may."""
    if not may(person, right, thing):
        raise NotAllowed(_("Your post does not include this."))


def within(paths: list[str], *, field: str = "unit") -> Q:
    """A condition that keeps rows whose unit lies below one of ``paths``."""
    if "" in paths:
        return Q(pk__isnull=False)  # an empty Q would vanish beside another
    if not paths:
        return Q(pk__in=[])
    below = reduce(or_, (Q(path__startswith=path) for path in paths))
    units = apps.get_model("kernel.Unit")._base_manager.filter(below).values("pk")
    return Q(In(AsItComes(field), units))


class AsItComes(models.Func):
    """A column by which SQLite does not choose its way.

    It takes “at one of these units” for a few rows, collects them by unit and sorts
    them: all rows of a county, for a page of 50. So it is to walk by what the list is
    ordered by, and to ask each row for its unit, which costs 5 ms for 100,000.
    """

    template = "+%(expressions)s"
    arity = 1

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="%(expressions)s", **context)
