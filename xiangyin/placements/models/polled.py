from django.db import models
from django.utils.translation import gettext_lazy as _


class Polled(models.Model):
    """Something with a feed that is asked again and again, and how that goes.

    ``feed_failures`` counts what went wrong since it last went well; the wait until
    ``feed_next_at`` grows with it.
    """

    feed = models.URLField(
        _("feed address"),
        max_length=500,
        blank=True,
        help_text=_("Atom or RSS. Empty: articles come in by file or by hand."),
    )
    feed_checked_at = models.DateTimeField(_("last asked"), null=True, editable=False)
    feed_succeeded_at = models.DateTimeField(
        _("last read well"), null=True, editable=False
    )
    feed_next_at = models.DateTimeField(_("asked again"), null=True, editable=False)
    feed_failures = models.PositiveSmallIntegerField(
        _("failures in a row"), default=0, editable=False
    )
    feed_problem = models.CharField(
        _("problem with the feed"), max_length=300, blank=True, editable=False
    )
    feed_tag = models.CharField(max_length=200, blank=True, editable=False)
    feed_modified = models.CharField(max_length=60, blank=True, editable=False)
    feed_brought = models.PositiveIntegerField(
        _("articles from the feed"), default=0, editable=False
    )

    class Meta:
        abstract = True
