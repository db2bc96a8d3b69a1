from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Tries(models.Model):
    """How often somebody tried to sign in, under a key that tells nobody's name.

    The key is a hash of an account name with a device or a network, or of a network
    alone. Kept in the database, so that it counts for all web workers and survives
    a restart.
    """

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(db_index=True)
    open_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("tries")
        verbose_name_plural = _("tries")

    def __str__(self):
        return f"{self.key[:8]} {self.count}"


class Invitation(models.Model):
    """A link with which a person chooses a password, once.

    The link's signature is made from the secret of the installation, this row and
    the password that is in force: nothing that is kept here opens an account.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        related_name="invitations",
        on_delete=models.CASCADE,
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
    )
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    frees_second_factor = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self):
        return f"{self.person} {self.ends_at:%Y-%m-%d}"
