"""Figures and names the office's screens show. Reading only."""

from collections import defaultdict

from django.apps import apps
from django.utils import timezone

from .models import Letter
from .rights import reach, within

OURS = "xiangyin."


def failed_letters(person):
    """Letters the worker gave up, or tried and failed, that ``person`` may see.

    One that a worker is at this moment trying is left out; one over which a worker
    died comes in when its lease ends.
    """
    tried = Letter.objects.filter(attempts__gt=0).exclude(state=Letter.State.DELIVERED)
    tried = tried.exclude(leased_until__gt=timezone.now())
    return tried.filter(within(reach(person, "kernel.see_letters"), field="county"))


def kinds_of_subjects() -> list[tuple[str, str]]:
    """What the audit trail can speak of: ``(newsroom.tip, tip)``, by name."""
    ours = [m for m in apps.get_models() if m.__module__.startswith(OURS)]
    kinds = [(model._meta.label_lower, str(model._meta.verbose_name)) for model in ours]
    return sorted(kinds, key=lambda kind: kind[1])


def names_of(subjects) -> dict[str, str]:
    """What the things named ``newsroom.tip:42`` are called, one query a kind.

    What was deleted since, and what is no longer known, keeps its kind and key.
    """
    keys: dict[str, set[str]] = defaultdict(set)
    for subject in subjects:
        label, _colon, pk = subject.partition(":")
        keys[label].add(pk)
    names = {}
    for label, pks in sorted(keys.items()):
        try:
            model = apps.get_model(label)
        except (LookupError, ValueError):
            found, kind = {}, label
        else:
            found = model._default_manager.in_bulk(pks)
            kind = str(model._meta.verbose_name)
        things = {str(pk): str(thing) for pk, thing in found.items()}
        for pk in pks:
            names[f"{label}:{pk}"] = f"{kind} {things.get(pk, pk)}"
    return names
