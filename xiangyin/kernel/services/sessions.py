"""How long somebody stays signed in, and what ends it."""

from dataclasses import dataclass
from datetime import timedelta

from allauth.usersessions.models import UserSession

from ..rights import may

BEGAN = "began"
SEEN = "seen"
NOTED_EVERY = 60


@dataclass(frozen=True)
class Limits:
    """Seconds: without doing anything, and in all."""

    idle: float
    whole: float

    def are_over(self, *, began: float, seen: float, now: float) -> bool:
        """Too long ago, or, by a clock that was moved back, too far ahead to tell."""
        return abs(now - seen) > self.idle or abs(now - began) > self.whole


STAFF = Limits(
    timedelta(minutes=30).total_seconds(), timedelta(hours=12).total_seconds()
)
CORRESPONDENT = Limits(
    timedelta(days=14).total_seconds(), timedelta(days=90).total_seconds()
)


def limits_for(person) -> Limits:
    """The office's computers are shared; a correspondent's phone is one's own."""
    return STAFF if may(person, "wagtailadmin.access_admin") else CORRESPONDENT


def end_all(person, *, but: str | None = None) -> int:
    """End every session of ``person``, except the one with the key ``but``."""
    sessions = UserSession.objects.filter(user=person).exclude(session_key=but or "")
    ended = 0
    for session in sessions:
        session.end()
        ended += 1
    return ended
