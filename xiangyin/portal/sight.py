"""Which pages of Wagtail's tree a person knows of, and how Wagtail is told.

Wagtail gives rights on a branch of the tree: to a whole county. Stories belong to
units. So Wagtail's lists, its search, its explorer and its choosers are narrowed to the
person's county and, below it, to the stories that their posts reach.
"""

from django.db.models import Exists, OuterRef, Q
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.models import Page, Site
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import page_permission_policy

from xiangyin.kernel.models import Person
from xiangyin.kernel.rights import reach, within
from xiangyin.newsroom.models import Story

# With one of these a person explores every page of a branch; with "add" their own.
WHOLE_BRANCH = {
    f"{action}_page"
    for action in ("change", "publish", "lock", "unlock", "bulk_delete")
}

SEARCHED = "wagtailadmin_choose_page_search"


def pages_in_sight(person):
    """The tree's root, and of the person's counties what their posts reach."""
    return Page.objects.filter(in_sight(person))


def in_sight(person) -> Q:
    if person.is_superuser:
        return Q(pk__isnull=False)
    branches = Q(depth=1)
    for path in _homes(person):
        branches |= Q(path__startswith=path)
    return branches & known_to(person)


def _homes(person) -> list[str]:
    homes = Page.objects.filter(home__county__path__in=_counties(person))
    return list(homes.values_list("path", flat=True))


def _counties(person) -> set[str]:
    return {post.unit.county_path for post in person.held_posts}


def known_to(person) -> Q:
    """Pages that are no stories, and the stories this person may see.

    Said as “no story out of reach”, which each page of a list answers for itself: a
    list of all that are in reach would be made anew for every page of 50.
    """
    mine = Story.objects.filter(pk=OuterRef("pk"))
    reached = within(reach(person, "newsroom.see_story"))
    return Q(owner=person) | ~Exists(mine.exclude(reached))


class CountyPages(PagePermissionPolicy):
    """Wagtail's rights on pages, without the stories of units out of reach."""

    def explorable_instances(self, user):
        """By their keys: Wagtail's search reads such a list and nothing else."""
        found = super().explorable_instances(user)
        if user.is_superuser:
            return found
        return found.filter(pk__in=Page.objects.filter(known_to(user)).values("pk"))

    def covers(self, user, page) -> bool:
        """Whether ``user`` explores all of the branch at ``page`` that they know of."""
        if user.is_superuser:
            return True
        permissions = self.get_cached_permissions_for_user(user)
        return any(
            each.permission.codename in WHOLE_BRANCH
            and page.path.startswith(each.page.path)
            for each in permissions
        )


def people_who_write(request):
    """Whom a list of pages can be narrowed to: people of one's own county."""
    owned = Page.objects.filter(owner=OuterRef("pk"))
    people = Person.objects.only("username", "name", "name_en").order_by("username")
    people = people.filter(Exists(owned))
    if request.user.is_superuser:
        return people
    own = within(sorted(_counties(request.user)), field="posts__unit")
    return people.filter(pk__in=Person.objects.filter(own))


def sites_in_sight(request):
    root = pages_in_sight(request.user).filter(pk=OuterRef("root_page"))
    return Site.objects.filter(Exists(root))


def choosable_pages(pages, request):
    """Where it is searched in, Wagtail's search reads a list of keys and nothing else."""
    if request.resolver_match.url_name == SEARCHED:
        return pages.filter(pk__in=pages_in_sight(request.user).values("pk"))
    return pages.filter(in_sight(request.user))


def tell_wagtail() -> None:
    """Put our answers where Wagtail asks.

    Its modules hold the one policy object each by its own name, so that registering
    another would reach only some of them: the object is told to answer like ours.
    """
    page_permission_policy.__class__ = CountyPages
    for name in ("owner", "edited_by"):
        PageFilterSet.declared_filters[name].queryset = people_who_write
    PageFilterSet.declared_filters["site"].queryset = sites_in_sight
