"""Which rule named an article's outlet, and what changes when a rule is changed.

A rule is a host or another name of an outlet. It is applied again to the articles that
wait: an article that was confirmed for a work keeps its outlet, for it was counted so.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.rights import require
from xiangyin.kernel.services.audit import record

from ..models import Article, Outlet, OutletName
from .outlets import (
    PLATFORMS,
    OutletFinder,
    host_of,
    keep_outlet,
    resolve_waiting,
    suffixes,
)
from .texts import folded

AT_ONCE = 500


@dataclass(frozen=True)
class Why:
    """Why an article is this outlet's: a rule, or else words."""

    words: str
    rule: OutletName | None = None


def why_of(article: Article) -> Why | None:
    """Say what gave an article its outlet; None where it has none."""
    if article.outlet is None:
        return None
    names = list(article.outlet.names.all())
    rule = _by_host(names, article.address) or _by_name(names, article.outlet_said)
    if rule:
        return Why(str(rule), rule)
    outlet = article.outlet
    own = {folded(said) for said in (outlet.name, outlet.name_en, outlet.code) if said}
    if folded(article.outlet_said) in own:
        return Why(_("the outlet's own name"))
    if article.source == Article.Source.FEED:
        return Why(_("the outlet's own feed"))
    return Why(_("chosen by hand"))


def _by_host(names, address: str) -> OutletName | None:
    hosts = {n.value.lower(): n for n in names if n.kind == OutletName.Kind.HOST}
    found = (hosts[part] for part in suffixes(host_of(address)) if part in hosts)
    return next(found, None)


def _by_name(names, said: str) -> OutletName | None:
    aliases = (name for name in names if name.kind == OutletName.Kind.ALIAS)
    wanted = folded(said)
    return next((n for n in aliases if wanted and folded(n.value) == wanted), None)


@dataclass(frozen=True)
class Effect:
    """What a change of a rule does: articles that change, and those that were counted."""

    changes: dict[int, int | None]
    counted: int = 0

    @property
    def many(self) -> int:
        return len(self.changes)


def effect_of(rule: OutletName, outlet: Outlet | None) -> Effect:
    """What would change if ``rule`` named ``outlet`` instead, or nothing at all."""
    county = rule.outlet.unit
    now = OutletFinder(county)
    then = OutletFinder(county, instead={rule.pk: outlet.pk if outlet else None})
    named = {f"host:{rule.value.lower()}", f"name:{folded(rule.value)}"}
    moved: dict[int, int | None] = {}
    for pk, address, said in _may_be_named_by(rule).iterator(chunk_size=2000):
        if now.rule(address=address, said=said)[0] in named:
            whose = then.find(address=address, said=said)
            if whose is None or whose.pk != rule.outlet_id:
                moved[pk] = whose.pk if whose else None
    counted = _counted(moved)
    waiting = {pk: whose for pk, whose in moved.items() if pk not in counted}
    return Effect(waiting, len(counted))


def _may_be_named_by(rule: OutletName):
    articles = Article.objects.filter(outlet=rule.outlet_id)
    if rule.kind == OutletName.Kind.HOST:
        articles = articles.filter(address__icontains=rule.value)
    return articles.values_list("pk", "address", "outlet_said")


def _counted(keys) -> set[int]:
    """Which of these articles were confirmed for some work."""
    counted: set[int] = set()
    keys = list(keys)
    for start in range(0, len(keys), AT_ONCE):
        here = Article.objects.filter(pk__in=keys[start : start + AT_ONCE])
        here = here.filter(placements__state="confirmed")
        counted.update(here.values_list("pk", flat=True))
    return counted


@transaction.atomic
def change_rule(rule: OutletName, outlet: Outlet | None, *, by, reason: str) -> Effect:
    """Let a rule name another outlet, or take it away, and apply it to what waits."""
    before = rule.outlet
    require(by, "placements.keep", before)
    if not reason.strip():
        raise RuleBroken(_("Say why: this changes whose articles these are."))
    if outlet == before:
        raise RuleBroken(_("The rule names this outlet already."))
    effect = effect_of(rule, outlet)
    _set(rule, outlet)
    for whose, part in _by_outlet(effect.changes).items():
        for start in range(0, len(part), AT_ONCE):
            here = Article.objects.filter(pk__in=part[start : start + AT_ONCE])
            here.update(outlet=whose)
    resolve_waiting(before.unit)
    told = {"by": by, "label": _("Recognition changed"), "note": reason}
    record(before, "rule", **told, names=[[rule.value], []])
    if outlet:
        record(outlet, "rule", **told, names=[[], [rule.value]])
    return effect


def _set(rule: OutletName, outlet: Outlet | None) -> None:
    there = OutletName.objects.filter(outlet=outlet, kind=rule.kind, value=rule.value)
    if outlet is None or there.exists():
        OutletName.objects.filter(pk=rule.pk).delete()
    else:
        OutletName.objects.filter(pk=rule.pk).update(outlet=outlet)


def _by_outlet(changes: dict[int, int | None]) -> dict[int | None, list[int]]:
    told: dict[int | None, list[int]] = {}
    for pk, whose in changes.items():
        told.setdefault(whose, []).append(pk)
    return told


@transaction.atomic
def list_unknown(outlet: Outlet, *, by, said: str = "", host: str = "") -> int:
    """List a new outlet for articles that named it before anybody knew it.

    Returns how many articles found it. Raises ``ValidationError``.
    """
    before = Article.objects.of_county(outlet.unit).of_unknown_outlet().count()
    hosts = [host] if host and host not in PLATFORMS else []
    aliases = [said] if said and folded(said) != folded(outlet.name) else []
    keep_outlet(outlet, by=by, hosts=hosts, aliases=aliases)
    after = Article.objects.of_county(outlet.unit).of_unknown_outlet().count()
    return before - after
