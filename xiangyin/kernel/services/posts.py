"""Filling and vacating posts."""

from django.contrib.auth.models import Group
from django.db import transaction

from ..models import Person, Post, Unit
from ..rights import Role
from .audit import record


def group_name(county: Unit, role: str) -> str:
    """The name of the Wagtail group that mirrors a role within one county."""
    return f"{county.code}:{role}"


def group_of(county: Unit, role: str) -> Group:
    """Wagtail grants pages and collections to groups: one per county and role."""
    return Group.objects.get_or_create(name=group_name(county, role))[0]


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
