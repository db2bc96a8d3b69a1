"""Filling and vacating posts."""

from django.contrib.auth.models import Group
from django.db import transaction

from ..models import Person, Post, Unit
from ..rights import Role, may
from .audit import record


def group_name(county: Unit, role: str) -> str:
    """The name of the Wagtail group that mirrors a role within one county."""
    return f"{county.code}:{role}"


def group_of(county: Unit, role: str) -> Group:
    """Wagtail grants pages and collections to groups: one per county and role."""
    return Group.objects.get_or_create(name=group_name(county, role))[0]


def may_keep(by: Person, person: Person) -> bool:
    """Whether ``by`` may change the account of ``person``.

    Only if every post of it lies within reach: who hands out a password, or the
    link to choose one, could act with it.
    """
    if not by.is_active:
        return False
    if by.is_superuser:
        return True
    within_reach = [
        may(by, "kernel.administer", post.unit) for post in person.held_posts
    ]
    return bool(within_reach) and all(within_reach) and not person.is_superuser


@transaction.atomic
def appoint(person: Person, role: Role | str, unit: Unit, *, by=None) -> Post:
    """Give ``person`` a post. Giving it twice changes nothing."""
    post, created = Post.objects.get_or_create(
        person=person, role=Role(role).value, unit=unit
    )
    if created:
        person.groups.add(group_of(unit.county, post.role))
        record(
            person, "appoint", by=by, label=str(post), role=post.role, unit=unit.code
        )
        forget_posts(person)
    return post


@transaction.atomic
def dismiss(post: Post, *, by=None) -> None:
    """Take a post away, and the group that mirrored it if none is left."""
    person, county = post.person, post.unit.county
    post.delete()
    left = Post.objects.filter(
        person=person, role=post.role, unit__path__startswith=county.path
    )
    if not left.exists():
        person.groups.remove(group_of(county, post.role))
    record(person, "dismiss", by=by, label=str(post), role=post.role)
    forget_posts(person)


def forget_posts(person: Person) -> None:
    """Drop what ``person`` remembers of their posts, so that rights are asked anew."""
    for remembered in ("held_posts", "county"):
        person.__dict__.pop(remembered, None)
