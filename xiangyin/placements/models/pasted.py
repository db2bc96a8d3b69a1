import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.models import Unit


class Pasted(models.Model):
    """Addresses that somebody pasted together. Thrown away after a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, related_name="+", on_delete=models.CASCADE)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", on_delete=models.CASCADE
    )
    language = models.CharField(max_length=10, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("pasted addresses")
        verbose_name_plural = _("pasted addresses")

    def __str__(self):
        return str(self.pk)


class PastedAddress(models.Model):
    """One of them: what was read there, or why nothing was, until somebody decides.

    ``found`` holds the fields of a form. A row is deleted once it is kept or left out.
    """

    pasted = models.ForeignKey(
        Pasted, related_name="addresses", on_delete=models.CASCADE
    )
    address = models.CharField(max_length=500)
    read_at = models.DateTimeField(null=True)
    found = models.JSONField(default=dict)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("pasted address")
        verbose_name_plural = _("pasted addresses")

    def __str__(self):
        return self.address
