from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import ReferenceIndex

from ..errors import RuleBroken


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
    if ReferenceIndex.get_references_to(instance).exists():
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
        verbose_name = _("picture size")
        verbose_name_plural = _("picture sizes")
