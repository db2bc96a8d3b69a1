"""Knowing whose an article is, and keeping the list of outlets."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from xiangyin.kernel.rights import require
from xiangyin.kernel.services.audit import record

from ..models import Article, Outlet, OutletName
from .feed_state import ask_anew
from .texts import clean_line, folded
from .tiers import hold_tier

# Addresses of a platform tell the platform, not the account that wrote there.
PLATFORMS = frozenset({"mp.weixin.qq.com", "weibo.com", "www.toutiao.com"})
HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]\Z")


def host_of(address: str) -> str:
    """The host an address names, in lower case, or an empty string."""
    try:
        return (urlsplit(address.strip()).hostname or "").rstrip(".")
    except ValueError:
        return ""


def suffixes(host: str):
    """``a.b.c`` and what it lies under, the longest first, never a bare ``c``."""
    labels = host.split(".")
    for start in range(len(labels) - 1):
        yield ".".join(labels[start:])


class OutletFinder:
    """A county's outlets by host and name, asked once for many articles.

    ``instead`` says of names (by key) whose they would be, or None: what if.
    """

    def __init__(self, county, *, instead: dict[int, int | None] | None = None):
        instead = instead or {}
        self.outlets: dict[int, Outlet] = {
            outlet.pk: outlet for outlet in Outlet.objects.of_county(county).in_use()
        }
        self.hosts: dict[str, int] = {}
        self.names: dict[str, int] = {}
        names = OutletName.objects.filter(outlet__in=self.outlets).order_by("pk")
        for name in names:
            whose = instead.get(name.pk, name.outlet_id)
            if whose is None:
                continue
            if name.kind == OutletName.Kind.HOST:
                self.hosts.setdefault(name.value.lower(), whose)
            else:
                self.names.setdefault(folded(name.value), whose)
        for outlet in self.outlets.values():
            for said in (outlet.name, outlet.name_en, outlet.code):
                if said:
                    self.names.setdefault(folded(said), outlet.pk)

    def find(self, *, address: str = "", said: str = "") -> Outlet | None:
        """By the longest known suffix of the host, then by name or alias."""
        by, outlet = self.rule(address=address, said=said)
        return self.outlets[outlet] if by else None

    def rule(self, *, address: str = "", said: str = "") -> tuple[str, int]:
        """What decides, a host or a folded name with its kind before it, and for whom.

        Two empty values where nothing does.
        """
        for suffix in suffixes(host_of(address)):
            if suffix in self.hosts:
                return f"host:{suffix}", self.hosts[suffix]
        name = folded(said) if said else ""
        if name in self.names:
            return f"name:{name}", self.names[name]
        return "", 0


@dataclass(frozen=True)
class Unknown:
    """Articles that name the same outlet we do not know."""

    said: str
    host: str
    articles: int
    latest: object
    example: str

    @property
    def label(self) -> str:
        return self.said or self.host

    @property
    def is_platform(self) -> bool:
        """Whether it tells where the account is kept, and not whose it is."""
        return not self.said and self.host in PLATFORMS


def unknown_outlets(county, *, limit: int = 100) -> list[Unknown]:
    """What the articles without an outlet say about where they stood, most first."""
    waiting = Article.objects.of_county(county).of_unknown_outlet()
    said = (
        waiting.exclude(outlet_said="")
        .values("outlet_said")
        .annotate(articles=Count("pk"), latest=Max("published_on"), one=Max("title"))
        .order_by("-articles", "outlet_said")[:limit]
    )
    found = [
        Unknown(row["outlet_said"], "", row["articles"], row["latest"], row["one"])
        for row in said
    ]
    unsaid: dict[str, list] = {}
    rows = waiting.filter(outlet_said="").values_list(
        "address", "published_on", "title"
    )
    for address, day, title in rows.iterator():
        unsaid.setdefault(host_of(address), []).append((day, title))
    for host, places in unsaid.items():
        latest, example = max(places)
        found.append(Unknown("", host, len(places), latest, example))
    return sorted(found, key=lambda each: (-each.articles, each.label))[:limit]


@transaction.atomic
def assign_unknown(outlet: Outlet, *, by, said: str = "", host: str = "") -> int:
    """Say whose these articles are; the name or host is remembered for the next.

    Returns how many articles found their outlet.
    """
    require(by, "placements.keep", outlet)
    if said:
        add_name(outlet, OutletName.Kind.ALIAS, said)
    if host and host not in PLATFORMS:
        add_name(outlet, OutletName.Kind.HOST, host)
    record(outlet, "assign", by=by, label=said or host)
    return resolve_waiting(outlet.unit)


def resolve_waiting(county) -> int:
    """Look again at every article whose outlet was unknown."""
    finder = OutletFinder(county)
    waiting = Article.objects.of_county(county).of_unknown_outlet()
    found: dict[int, list[int]] = {}
    for pk, address, said in waiting.values_list("pk", "address", "outlet_said"):
        outlet = finder.find(address=address, said=said)
        if outlet:
            found.setdefault(outlet.pk, []).append(pk)
    for outlet_pk, articles in found.items():
        for start in range(0, len(articles), 500):
            part = articles[start : start + 500]
            Article.objects.filter(pk__in=part).update(outlet=outlet_pk)
    return sum(len(articles) for articles in found.values())


def add_name(outlet: Outlet, kind: str, value: str) -> None:
    OutletName.objects.get_or_create(
        outlet=outlet, kind=kind, value=clean_line(value)[:120]
    )


def read_hosts(text: str) -> list[str]:
    """Hosts, one a line, from what people paste: ``https://www.gmw.cn/a`` too.

    Raises ``ValidationError`` naming the line that is no host.
    """
    hosts = []
    for line in re.split(r"[\s,，;；、]+", text or ""):
        if not line:
            continue
        host = (host_of(line) if "//" in line else line.partition("/")[0]).lower()
        host = host.removeprefix("www.")
        if not HOST.match(host):
            raise ValidationError(_("“%(host)s” is not a host.") % {"host": line})
        hosts.append(host)
    return list(dict.fromkeys(hosts))


def read_names(text: str) -> list[str]:
    """Other names, one a line."""
    lines = (clean_line(line)[:120] for line in re.split(r"[\n;；、|]+", text or ""))
    return list(dict.fromkeys(line for line in lines if line))


# What is kept of a change, and what of it counts: such a change says why.
TOLD = ("name", "name_en", "tier", "form", "owner", "evidence", "is_ours", "feed")
TOLD += ("feed_is_whole", "code", "is_active")
COUNTS = frozenset({"tier", "form", "owner", "evidence", "is_ours"})


def changes_of(outlet: Outlet) -> dict[str, list]:
    """What of a listed outlet reads otherwise than it is kept: before and after."""
    before = Outlet.objects.filter(pk=outlet.pk).values(*TOLD).first() or {}
    return {
        name: [value, getattr(outlet, name)]
        for name, value in before.items()
        if value != getattr(outlet, name)
    }


@transaction.atomic
def keep_outlet(outlet: Outlet, *, by, hosts=(), aliases=(), reason="") -> Outlet:
    """Save an outlet with exactly these hosts and aliases, and note who and why.

    Raises ``NotAllowed``, or ``ValidationError`` with a message per field.
    """
    if by is not None:  # the operator at the machine's own shell holds no post
        require(by, "placements.keep", outlet)
    outlet.code = outlet.code or free_code(outlet)
    fresh, changed = outlet.pk is None, changes_of(outlet)
    if not reason and not COUNTS.isdisjoint(changed):
        told = _("Say why: this changes what is counted or kept.")
        raise ValidationError({"reason": told})
    if "feed" in changed:
        ask_anew(outlet)
    if fresh or "tier" in changed:
        hold_tier(outlet.unit, outlet.tier)
    outlet.full_clean()
    outlet.save()
    changed |= _keep_names(outlet, hosts, aliases)
    if fresh:
        record(outlet, "create", by=by, label=_("Created"), note=reason)
    elif changed:
        record(outlet, "change", by=by, label=_("Changed"), note=reason, **changed)
    resolve_waiting(outlet.unit)
    return outlet


def _keep_names(outlet: Outlet, hosts, aliases) -> dict[str, list]:
    """Let an outlet have exactly these names. Returns what was changed."""
    wanted = {(OutletName.Kind.HOST.value, host) for host in hosts}
    wanted |= {(OutletName.Kind.ALIAS.value, alias) for alias in aliases}
    _taken_hosts(outlet, hosts)
    known = {(name.kind, name.value): name.pk for name in outlet.names.all()}
    gone = [pk for name, pk in known.items() if name not in wanted]
    OutletName.objects.filter(pk__in=gone).delete()
    fresh = sorted(wanted - known.keys())
    for kind, value in fresh:
        add_name(outlet, kind, value)
    lost = sorted(value for _kind, value in known.keys() - wanted)
    if not fresh and not lost:
        return {}
    return {"names": [lost, [value for _kind, value in fresh]]}


def _taken_hosts(outlet: Outlet, hosts) -> None:
    other = (
        OutletName.objects.filter(
            outlet__unit=outlet.unit, kind=OutletName.Kind.HOST, value__in=hosts
        )
        .exclude(outlet=outlet)
        .select_related("outlet")
        .first()
    )
    if other:
        raise ValidationError(
            {
                "hosts": _("“%(host)s” belongs to %(outlet)s already.")
                % {"host": other.value, "outlet": other.outlet}
            }
        )


def free_code(outlet: Outlet) -> str:
    """A code nobody has typed: ``outlet-12``."""
    taken = set(Outlet.objects.of_county(outlet.unit).values_list("code", flat=True))
    number = len(taken) + 1
    while f"outlet-{number}" in taken:
        number += 1
    return f"outlet-{number}"
