"""Our own site and its mirrors: what stands there was not carried by anybody."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Site

from xiangyin.kernel.services.cases import move

from ..lifecycles import PlacementState
from ..models import Outlet, Placement, Work
from .outlets import OutletFinder, host_of, suffixes


class OwnPlaces:
    """Where our own works stand: our sites, what lies under them, and mirrors.

    A host is ours by the longest name known of it: an outlet listed under its own host
    below our site's is that outlet's.
    """

    def __init__(self, county):
        named = getattr(settings, "XIANGYIN_OWN_HOSTS", [])
        sites = Site.objects.values_list("hostname", flat=True)
        self.hosts = {bare(host) for host in [*sites, *named]}
        ours = Outlet.objects.of_county(county).filter(is_ours=True)
        self.outlets = set(ours.values_list("pk", flat=True))
        finder = OutletFinder(county)
        self.listed = set(finder.hosts) - self.hosts
        self.hosts |= {h for h, pk in finder.hosts.items() if pk in self.outlets}
        works = Work.objects.of_county(county).exclude(address="")
        self.addresses = set(works.values_list("address", flat=True))
        # Where our works stand, nobody else's do, unless an outlet is listed there.
        self.exactly = {
            host
            for host in map(host_of, self.addresses)
            if not any(suffix in self.listed for suffix in suffixes(host))
        }

    def hold(self, address: str, outlet: int | None = None) -> bool:
        """Whether an article at this address, or of the outlet of this key, is ours."""
        if outlet is not None and outlet in self.outlets:
            return True
        host = host_of(address)
        if not host:
            return False
        if (
            address in self.addresses
            or host in self.exactly
            or bare(host) in self.hosts
        ):
            return True
        known = (each for each in suffixes(host) if each in self.hosts | self.listed)
        return next(known, "") in self.hosts


def bare(host: str) -> str:
    """A host as it is compared.

    >>> bare("WWW.Qinglan.example.")
    'qinglan.example'
    """
    name = (urlsplit(f"//{host.strip()}").hostname or "").rstrip(".")
    return name.removeprefix("www.")


def put_own_aside(county) -> int:
    """Take from the queue what turned out to be ours, and back what is not any more.

    Returns how many were moved. What a person decided stays as decided.
    """
    own = OwnPlaces(county)
    waiting = Placement.objects.filter(
        county=county, state__in=[PlacementState.CANDIDATE, PlacementState.OWN]
    )
    rows = waiting.values_list("pk", "state", "article__address", "article__outlet")
    wrong = [
        (pk, state)
        for pk, state, address, outlet in rows.iterator()
        if own.hold(address, outlet) != (state == PlacementState.OWN)
    ]
    for pk, state in wrong:
        _move(pk, is_ours=state == PlacementState.CANDIDATE)
    return len(wrong)


@transaction.atomic
def _move(pk: int, *, is_ours: bool) -> None:
    placement = Placement.objects.select_related("article", "unit").get(pk=pk)
    where = host_of(placement.article.address) or str(placement.article.outlet)
    if is_ours:
        note = _("%(where)s is our own, or mirrors it.") % {"where": where}
        move(placement, "set_aside", by=None, note=note)
    else:
        note = _("%(where)s is not our own.") % {"where": where}
        move(placement, "bring_back", by=None, note=note)
