import base64

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.models import Unit
from xiangyin.kernel.querysets import VisibleQuerySet


class Channel(models.Model):
    """A place of our own where stories go (渠道): the feed, a partner's door."""

    class Kind(models.TextChoices):
        FEED = "feed", _("Atom feed")
        WEBHOOK = "webhook", _("webhook")

    see_right = "publishing.see"

    unit = models.ForeignKey(
        Unit, verbose_name=_("county"), related_name="+", on_delete=models.PROTECT
    )
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    address = models.URLField(_("address"), max_length=500, blank=True)
    secret = models.CharField(_("signing secret"), max_length=100, blank=True)
    is_open = models.BooleanField(_("open"), default=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("channel")
        verbose_name_plural = _("channels")

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.kind == self.Kind.WEBHOOK and not self.address:
            raise ValidationError({"address": _("A webhook needs an address.")})
        try:
            self.key  # noqa: B018 -- asked for what it raises
        except ValueError as error:
            raise ValidationError(
                {"secret": _("“whsec_” and base64. Leave it empty for a new one.")}
            ) from error

    @property
    def key(self) -> bytes:
        """The bytes that sign, as Standard Webhooks writes them in ``secret``."""
        return base64.b64decode(self.secret.removeprefix("whsec_"), validate=True)
