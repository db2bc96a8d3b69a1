"""Who wants to hear how an answer goes on, without having asked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .question import Question, Way


class Follower(models.Model):
    """A contact that is told when a public answer changes (关注): proven by a code.

    No name. ``page`` leads to where the code is written, ``stop`` to where following
    ends: who began with somebody else's number learns the first and never the second.
    """

    question = models.ForeignKey(
        Question, related_name="followers", on_delete=models.CASCADE
    )
    sealed_contact = models.TextField(editable=False)
    contact_key = models.CharField(max_length=64, db_index=True, editable=False)
    way = models.CharField(max_length=4, choices=Way)
    language = models.CharField(max_length=10, default="zh-hans")
    page = models.CharField(max_length=40, unique=True, editable=False)
    stop = models.CharField(max_length=40, unique=True, editable=False)
    sealed_code = models.TextField(editable=False, blank=True)
    sent_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    times = models.PositiveSmallIntegerField(default=1)
    proven_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("follower of an answer")
        verbose_name_plural = _("followers of answers")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "contact_key"],
                condition=models.Q(proven_at__isnull=False),
                name="a_contact_follows_once",
            )
        ]

    def __str__(self):
        return f"{self.question} {self.sent_at:%Y-%m-%d}"
