import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.models import Unit

from .mapping import ColumnMapping, What


class ImportDraft(models.Model):
    """A file somebody sent in and has not yet decided about.

    The file itself lies under ``VAR/imports`` by the draft's own name, never by
    the name it came with. Drafts are thrown away after a day.
    """

    What = What

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, related_name="+", on_delete=models.CASCADE)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", on_delete=models.CASCADE
    )
    what = models.CharField(max_length=10, choices=What)
    name = models.CharField(max_length=120)
    columns = models.JSONField(default=dict)
    mapping = models.ForeignKey(
        ColumnMapping, related_name="+", null=True, on_delete=models.SET_NULL
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("file to import")
        verbose_name_plural = _("files to import")

    def __str__(self):
        return self.name

    @staticmethod
    def folder() -> Path:
        return Path(settings.VAR) / "imports"

    @property
    def path(self) -> Path:
        return self.folder() / str(self.pk)
