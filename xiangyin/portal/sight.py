"""Which pages of Wagtail's tree a person knows of, and how Wagtail is told.

Wagtail gives rights on a branch of the tree: to a whole county. Stories belong to
units. So Wagtail's lists, its search, its explorer and its choosers are narrowed to the
person's county and, below it, to the stories that their posts reach.
"""

from django.db.models import Q
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.models import Page, Site
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import page_permission_policy

from xiangyin.kernel.models import Person
from xiangyin.newsroom.models import Story


def pages_in_sight(person):
    """The tree's root, and of the person's counties what their posts reach."""
    if person.is_superuser:
        return Page.objects.all()
    branches = Q(depth=1)
    for path in _homes(person):
        branches |= Q(path__startswith=path)
    return Page.objects.filter(branches).filter(_known_stories(person))


def _homes(person) -> list[str]:
    homes = Page.objects.filter(home__county__path__in=_counties(person))
    return list(homes.values_list("path", flat=True))


def _counties(person) -> set[str]:
    return {post.unit.county_path for post in person.held_posts}


def _known_stories(person) -> Q:
    """Pages that are no stories, and the stories this person may see."""
    seen = Story.objects.visible_to(person).values("pk")
    return Q(story=None) | Q(pk__in=seen)


class CountyPages(PagePermissionPolicy):
    """Wagtail's rights on pages, without the stories of units out of reach."""

    def explorable_instances(self, user):
        found = super().explorable_instances(user)
        return found if user.is_superuser else found.filter(_known_stories(user))


def people_who_write(request):
    """Whom a list of pages can be narrowed to: people of one's own county."""
    people = Person.objects.exclude(owned_pages=None).order_by("username")
    if request.user.is_superuser:
        return people
    within = Q(pk__in=[])
    for path in _counties(request.user):
        within |= Q(posts__unit__path__startswith=path)
    return people.filter(pk__in=Person.objects.filter(within))


def sites_in_sight(request):
    return Site.objects.filter(root_page__in=pages_in_sight(request.user))


def choosable_pages(pages, request):
    return pages.filter(pk__in=pages_in_sight(request.user).values("pk"))


def tell_wagtail() -> None:
    """Put our answers where Wagtail asks.

    Its modules hold the one policy object each by its own name, so that registering
    another would reach only some of them: the object is told to answer like ours.
    """
    page_permission_policy.__class__ = CountyPages
    for name in ("owner", "edited_by"):
        PageFilterSet.declared_filters[name].queryset = people_who_write
    PageFilterSet.declared_filters["site"].queryset = sites_in_sight
