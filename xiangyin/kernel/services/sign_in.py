"""Who may try to sign in now, from where, and who needs a second step.

Wrong passwords are counted for an account *from a network*, or from a device that
this account was signed in on before. A stranger elsewhere therefore locks nobody out,
and a neighbour behind the same address locks out no device that is known. A try is
counted before the password is looked at: a hundred at once are a hundred.
"""

import hashlib
import ipaddress
import secrets
import unicodedata
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ..models import Person, Tries
from ..personal import sweeps
from ..rights import Role
from .audit import record

FREE = 5
WAITS = (1, 2, 4, 8, 15)
FORGOTTEN_AFTER = timedelta(hours=24)
A_MINUTE = timedelta(minutes=1)
FROM_ONE_ADDRESS = 30
DEVICE = "xiangyin.device"
DEVICE_DAYS = 180
PEOPLE_ON_A_DEVICE = 5
SIGNERS_AND_KEEPERS = {
    Role.FIRST_READER,
    Role.SECOND_READER,
    Role.FINAL_READER,
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
    Role.HEAD,
}


def needs_second_factor(person) -> bool:
    """Signers, administrators and the operator, where the office asks for it."""
    if not settings.XIANGYIN_SECOND_FACTOR:
        return False
    return person.is_superuser or bool(SIGNERS_AND_KEEPERS & person.roles)


def plain(username: str) -> str:
    return unicodedata.normalize("NFKC", username).strip().casefold()


def network_of(address: str, *, v4: int = 24, v6: int = 56) -> str:
    """The block of addresses that ``address`` is one of."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    bits = v4 if found.version == 4 else v6
    return str(ipaddress.ip_network(f"{found}/{bits}", strict=False))


def key_of(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def key_for(username: str, *, address: str, device: str = "") -> str:
    place = f"device {device}" if device else f"network {network_of(address)}"
    return key_of("account", plain(username), place)


def read_devices(cookie: str) -> dict[str, str]:
    """The accounts that were signed in on a device, each with the device's name."""
    try:
        found = signing.loads(cookie, salt=DEVICE, max_age=DEVICE_DAYS * 24 * 3600)
    except signing.BadSignature:
        return {}
    return found if isinstance(found, dict) else {}


def write_devices(devices: dict[str, str], username: str) -> str:
    """The cookie of a device on which ``username`` has just signed in."""
    name = plain(username)
    others = [row for row in devices.items() if row[0] != name]
    kept = dict([*others, (name, devices.get(name) or secrets.token_urlsafe(9))])
    last = list(kept.items())[-PEOPLE_ON_A_DEVICE:]
    return signing.dumps(dict(last), salt=DEVICE)


def is_ahead(moment: datetime, *, now: datetime) -> bool:
    """Whether to wait for it: after the clock was moved back, no longer than anybody."""
    return now < moment <= now + WAITS[-1] * A_MINUTE


def is_past(moment: datetime, age: timedelta, *, now: datetime) -> bool:
    """Whether it is so long ago, or so far ahead that the clock was moved since."""
    return abs(now - moment) >= age


@transaction.atomic
def count_try(key: str, *, now: datetime) -> int:
    """Count one try for an account. Returns the minutes to wait, or 0: go on."""
    Tries.objects.get_or_create(key=key, defaults={"at": now})
    tries = Tries.objects.select_for_update().get(key=key)
    if tries.open_at and is_ahead(tries.open_at, now=now):
        return ceil((tries.open_at - now) / A_MINUTE)
    if is_past(tries.at, FORGOTTEN_AFTER, now=now):
        tries.count = 0
    tries.count += 1
    tries.at = now
    if tries.count >= FREE:
        wait = WAITS[min(tries.count - FREE, len(WAITS) - 1)]
        tries.open_at = now + timedelta(minutes=wait)
    tries.save()
    return 0


@transaction.atomic
def count_address(address: str, *, now: datetime) -> bool:
    """Count one try from an address; False when it has had enough for this minute."""
    key = key_of("address", network_of(address, v4=32, v6=64))
    Tries.objects.get_or_create(key=key, defaults={"at": now})
    tries = Tries.objects.select_for_update().get(key=key)
    if is_past(tries.at, A_MINUTE, now=now):
        tries.count, tries.at = 0, now
    if tries.count >= FROM_ONE_ADDRESS:
        return False
    tries.count += 1
    tries.save()
    return True


def forgive(key: str) -> None:
    """The password was right: the wrong ones before it are forgotten."""
    Tries.objects.filter(key=key).delete()


@sweeps("kernel.Tries")
def forget_old_tries(*, now: datetime) -> int:
    return Tries.objects.filter(at__lt=now - FORGOTTEN_AFTER).delete()[0]


def tell_failure(username: str, key: str, *, address: str) -> None:
    """A line in the trail. An account that is none gets one too, without its name."""
    person = Person.objects.filter(username=username).first()
    locked = Tries.objects.filter(key=key, open_at__isnull=False).exists()
    record(
        person or Person(pk=0),
        "lock" if locked else "sign_in_failed",
        by=None,
        county=person.county if person else None,
        label=_(LOCKED if locked else FAILED),
        network=network_of(address),
    )


LOCKED = gettext_noop("Sign-in failed; a wait begins")
FAILED = gettext_noop("Sign-in failed")
