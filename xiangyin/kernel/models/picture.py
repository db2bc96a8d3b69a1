from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import Page

from ..errors import RuleBroken
from ..querysets import ShowingQuerySet


class Picture(AbstractImage):
    """A picture of the house, kept in its county's collection.

    Its file is never exchanged: stories were signed with the picture they show.
    """

    credit = models.CharField(_("credit"), max_length=60, blank=True)

    admin_form_fields = (
        "title",
        "file",
        "description",
        "credit",
        "collection",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_image", "Can choose image")]

    @property
    def is_shown(self) -> bool:
        """Whether a page shows it or did, public or not, drafts and versions included.

        Wagtail's index of references is written later, by the worker: it would
        let a picture go that was published a moment ago.
        """
        return self.showings.exists()

    def clean(self):
        super().clean()
        kept = type(self).objects.filter(pk=self.pk).values_list("file", flat=True)
        if kept and kept[0] != self.file.name:
            raise ValidationError(
                {"file": _("A picture keeps its file: add the new one beside it.")}
            )


@receiver(pre_delete, sender=Picture)
def keep_what_is_shown(sender, instance, **kwargs):
    """Refuse to delete a picture that a page shows, also many at once.

    A signal, because a list of pictures is deleted by one query that asks no
    model. Raises ``RuleBroken``.
    """
    if instance.is_shown:
        raise RuleBroken(
            _("“%(title)s” is shown somewhere: it is not deleted.")
            % {"title": instance.title}
        )


class PictureRendition(AbstractRendition):
    """One size of a picture, made on first use."""

    image = models.ForeignKey(
        Picture, on_delete=models.CASCADE, related_name="renditions"
    )

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]
        # A file is asked for by its name, on every public page.
        indexes = [models.Index(fields=["file"], name="picture_size_by_file")]
        verbose_name = _("picture size")
        verbose_name_plural = _("picture sizes")


class Showing(models.Model):
    """That a page shows a picture, written in the transaction that saves the page.

    What stands ``is_on_page`` is public while the page is live. The others stand in
    a revision only: whoever may open the page's drafts sees them there.
    """

    shown = "picture"

    picture = models.ForeignKey(
        Picture, related_name="showings", on_delete=models.CASCADE
    )
    page = models.ForeignKey(Page, related_name="+", on_delete=models.CASCADE)
    is_on_page = models.BooleanField(default=False)

    objects = ShowingQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture on a page")
        verbose_name_plural = _("pictures on pages")
        constraints = [
            models.UniqueConstraint(
                fields=["picture", "page"], name="picture_once_a_page"
            )
        ]

    def __str__(self):
        return f"{self.picture} · {self.page}"
