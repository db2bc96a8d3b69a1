"""Which pictures a person knows of, and which everybody does.

A picture that a public page shows is public. Every other is found by the staff who
choose pictures for their county's pages, and by whoever may open the tip it came with
or the story it stands in. A tip's photos stay with those who may open the tip, until
a story of theirs or a public page shows them.
"""

from django.db.models import Exists, OuterRef, Q
from wagtail.permission_policies.collections import (
    CollectionOwnershipPermissionPolicy,
)
from wagtail.permissions import policy_registry, register_permission_policy

from xiangyin.kernel.models import Picture, PictureRendition, Showing
from xiangyin.kernel.rights import may
from xiangyin.newsroom.models import Story, Tip, TipPhoto

ANY_RIGHT = ["add", "change", "delete", "choose"]


def size_at(path: str) -> dict | None:
    """The size whose file lies at ``path``: which picture, and is it public?

    One question, answered by indexes: every picture of a public page asks it.
    """
    public = Showing.objects.public().filter(picture=OuterRef("image"))
    sizes = PictureRendition.objects.filter(file=path)
    return sizes.values("image_id", is_public=Exists(public)).first()


def knows_of(person, picture: int) -> bool:
    """Say whether a person may see a picture that is not public."""
    return (
        person.is_authenticated
        and pictures_in_sight(person).filter(pk=picture).exists()
    )


def pictures_in_sight(person):
    """Pictures that a person's rights reach, public or not."""
    if person.is_superuser:
        return Picture.objects.all()
    found = Q(pk__in=_of_tips(person)) | Q(pk__in=_of_stories(person))
    if may(person, "wagtailadmin.access_admin"):
        found |= Q(pk__in=pictures_to_choose(person).values("pk"))
    return Picture.objects.filter(found)


def pictures_to_choose(person):
    """Pictures on which a person has any right in Wagtail's own lists."""
    policy = policy_registry.get_by_type(Picture)
    return policy.instances_user_has_any_permission_for(person, ANY_RIGHT)


def _of_tips(person):
    seen = Tip.objects.seen_by(person).values("pk")
    return TipPhoto.objects.filter(tip__in=seen).values("picture")


def _of_stories(person):
    seen = Story.objects.visible_to(person).values("pk")
    return Showing.objects.filter(page__in=seen).values("picture")


class CountyPictures(CollectionOwnershipPermissionPolicy):
    """Wagtail's rights on pictures, without photos of tips that are out of reach."""

    def instances_user_has_any_permission_for(self, user, actions):
        found = super().instances_user_has_any_permission_for(user, actions)
        if not user.is_authenticated or user.is_superuser:
            return found
        came_with_a_tip = TipPhoto.objects.filter(picture=OuterRef("pk"))
        known = Picture.objects.filter(
            ~Exists(came_with_a_tip)
            | Q(pk__in=_of_tips(user))
            | Q(pk__in=_of_stories(user))
            | Q(pk__in=Showing.objects.public().values("picture"))
        )
        return found.filter(pk__in=known.values("pk"))  # the search knows only this


def tell_wagtail() -> None:
    """Put our answer before Wagtail's own, which its screens would ask otherwise."""
    policy = CountyPictures(
        Picture, auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user"
    )
    register_permission_policy(Picture, policy, exact_class=True)
