"""Which pictures a person knows of, and which everybody does.

A picture that a public page shows is public. Every other is found by the staff who
choose pictures for their county's pages, and by whoever may open the tip it came with
or the story it stands in. A tip's photos stay with those who may open the tip, until
a story of theirs or a public page shows them; a question's with those who handle it.
"""

from django.db.models import Exists, OuterRef, Q
from wagtail.images.views.chooser import BaseImageChooseView
from wagtail.images.views.images import IndexView
from wagtail.permission_policies.collections import (
    CollectionOwnershipPermissionPolicy,
)
from wagtail.permissions import policy_registry, register_permission_policy

from xiangyin.answers.models import PublicPhoto, Question, QuestionPhoto
from xiangyin.kernel.models import Picture, PictureRendition, Showing
from xiangyin.kernel.pages import KeysFirst
from xiangyin.kernel.rights import may
from xiangyin.newsroom.models import Story, Tip, TipPhoto

ANY_RIGHT = ["add", "change", "delete", "choose"]


def size_at(path: str) -> dict | None:
    """The size whose file lies at ``path``: which picture, and is it public?

    One question, answered by indexes: every picture of a public page asks it.
    """
    public = Showing.objects.public().filter(picture=OuterRef("image"))
    copies = public_copies().filter(picture=OuterRef("image"))
    sizes = PictureRendition.objects.filter(file=path)
    is_public = Exists(public) | Exists(copies)
    return sizes.values("image_id", is_public=is_public).first()


def public_copies():
    """Copies of residents' photos that stand on a public page now."""
    return PublicPhoto.objects.filter(
        photo__question__publication__isnull=False,
        photo__question__publication__withdrawn_at=None,
    )


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
    found = Q(_with_a_tip(person)) | Q(_in_a_story(person))
    found |= Q(_with_a_question(person)) | Q(_copied_from_a_question(person))
    if may(person, "wagtailadmin.access_admin"):
        choosable = pictures_to_choose(person).filter(pk=OuterRef("pk"))
        found |= Q(pk__in=choosable.values("pk"))
    return Picture.objects.filter(found)


def pictures_to_choose(person):
    """Pictures on which a person has any right in Wagtail's own lists."""
    policy = policy_registry.get_by_type(Picture)
    return policy.instances_user_has_any_permission_for(person, ANY_RIGHT)


def _with_a_tip(person, picture: str = "pk") -> Exists:
    """Say of each picture by itself whether it came with a tip in sight.

    A list of all such pictures would be made first, for a page of 30 and for one.
    """
    photos = TipPhoto.objects.filter(picture=OuterRef(picture))
    return Exists(photos.filter(_tip_in_sight(person)))


def _tip_in_sight(person) -> Exists:
    return Exists(Tip.objects.seen_by(person).filter(pk=OuterRef("tip")))


def _with_a_question(person, picture: str = "pk") -> Exists:
    photos = QuestionPhoto.objects.filter(picture=OuterRef(picture))
    return Exists(photos.filter(_question_in_sight(person)))


def _copied_from_a_question(person) -> Exists:
    """Asked by itself: with “or” in one question no index would be used."""
    copies = PublicPhoto.objects.filter(picture=OuterRef("pk"))
    return Exists(copies.filter(_its_question_in_sight(person)))


def _its_question_in_sight(person) -> Exists:
    return Exists(Question.objects.seen_by(person).filter(photos=OuterRef("photo")))


def _question_in_sight(person) -> Exists:
    return Exists(Question.objects.seen_by(person).filter(pk=OuterRef("question")))


def _copies_of_hidden_questions(person):
    """Copies that no public page shows, of photos this person does not handle."""
    public = public_copies().filter(pk=OuterRef("pk"))
    copies = PublicPhoto.objects.exclude(_its_question_in_sight(person))
    return copies.exclude(Exists(public)).values("picture")


def _in_a_story(person, picture: str = "pk") -> Exists:
    seen = Story.objects.visible_to(person).filter(pk=OuterRef("page"))
    return Exists(Showing.objects.filter(Exists(seen), picture=OuterRef(picture)))


def _of_hidden_tips(person):
    """Pictures that came with tips out of sight, and are seen nowhere else either."""
    public = Showing.objects.public().filter(picture=OuterRef("picture"))
    return TipPhoto.objects.exclude(
        Q(_tip_in_sight(person))
        | Q(_with_a_tip(person, "picture"))
        | Q(_in_a_story(person, "picture"))
        | Q(Exists(public))
    ).values("picture")


def _of_hidden_questions(person):
    """Pictures that came with questions this person does not handle."""
    return QuestionPhoto.objects.exclude(_question_in_sight(person)).values("picture")


class CountyPictures(CollectionOwnershipPermissionPolicy):
    """Wagtail's rights on pictures, without photos that people sent to others."""

    def instances_user_has_any_permission_for(self, user, actions):
        found = super().instances_user_has_any_permission_for(user, actions)
        if not user.is_authenticated or user.is_superuser:
            return found
        hidden = _of_hidden_tips(user).filter(picture=OuterRef("pk"))
        others = _of_hidden_questions(user).filter(picture=OuterRef("pk"))
        copies = _copies_of_hidden_questions(user).filter(picture=OuterRef("pk"))
        # The search knows keys only.
        found = found.exclude(pk__in=hidden).exclude(pk__in=others)
        return found.exclude(pk__in=copies)


def tell_wagtail() -> None:
    """Put our answer before Wagtail's own, which its screens would ask otherwise.

    Its list of pictures and its chooser have no setting for how their pages are found:
    the classes are told.
    """
    policy = CountyPictures(
        Picture, auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user"
    )
    register_permission_policy(Picture, policy, exact_class=True)
    for view in (IndexView, BaseImageChooseView):
        view.paginator_class = KeysFirst
