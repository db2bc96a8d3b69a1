from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Revision, Task, TaskState

from xiangyin.kernel.errors import NotAllowed, RuleBroken, WrongState
from xiangyin.kernel.rights import may, reach, require, within

from .. import rules
from ..querysets import SignatureQuerySet
from .story import Story


class Reading(Task):
    """One of the three readings a story passes before it is public (三审).

    The order of readings is a Wagtail workflow. This class adds what a
    workflow cannot know: three different people, nobody their own story, and
    an approval that signs exactly the text that was read.
    """

    class Stage(models.TextChoices):
        FIRST = "first", _("first reading")
        SECOND = "second", _("second reading")
        FINAL = "final", _("final reading")

    stage = models.CharField(_("reading"), max_length=10, choices=Stage)

    admin_form_fields = [*Task.admin_form_fields, "stage"]

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")

    @property
    def right(self) -> str:
        return rules.READ_RIGHTS[self.stage]

    def user_can_access_editor(self, obj, user):
        return may(user, self.right, obj)

    def locked_for_user(self, obj, user):
        return not may(user, self.right, obj)

    def user_can_lock(self, obj, user):
        return may(user, self.right, obj)

    def get_actions(self, obj, user):
        """None in Wagtail's own screens: a reader signs where the text is shown.

        The reading page carries the fingerprint of the text it showed; Wagtail's
        buttons would sign whatever is newest.
        """
        return []

    def get_task_states_user_can_moderate(self, user, **kwargs):
        """Readings that wait at the units this person's post reaches."""
        reached = Story.objects.filter(within(reach(user, self.right)))
        return self.task_states.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__object_id__in=reached.values_list(
                Cast("pk", models.CharField()), flat=True
            ),
        )

    def start(self, workflow_state, user=None):
        """Ask for this reading, unless its signature on this exact text stands."""
        story = workflow_state.content_object.get_latest_revision_as_object()
        missing = rules.why_not_ready(story)
        if missing:
            raise RuleBroken(" ".join(str(reason) for reason in missing.values()))
        task_state = super().start(workflow_state, user=user)
        if self.stage not in rules.missing_signatures(story):
            task_state.status = TaskState.STATUS_APPROVED
            task_state.finished_at = timezone.now()
            task_state.save(update_fields=["status", "finished_at"])
        return task_state

    @transaction.atomic
    def on_action(self, task_state, user, action_name, **kwargs):
        """Sign or send back; all that follows happens with it, or nothing does.

        What is signed is the newest text: a reader who corrected a word while
        reading signs the corrected one. Raises ``NotAllowed`` to the wrong
        reader, ``WrongState`` to the second of two who sign at once.
        """
        newest = task_state.workflow_state.content_object.get_latest_revision()
        if task_state.revision_id != newest.pk:
            task_state.revision = newest
            task_state.save(update_fields=["revision"])
        story = newest.as_object()
        require(user, self.right, story)
        refusal = rules.why_not_sign(user, story, self.stage)
        if refusal:
            raise NotAllowed(refusal)
        decision = {
            "approve": Signature.Decision.ACCEPT,
            "reject": Signature.Decision.REVISE,
        }[action_name]
        try:
            with transaction.atomic():
                Signature.objects.create(
                    story_id=story.pk,
                    digest=story.digest,
                    stage=self.stage,
                    reader=user,
                    decision=decision,
                    comment=kwargs.get("comment", ""),
                    revision=task_state.revision,
                )
        except IntegrityError as error:
            raise WrongState(_("Somebody has just signed this reading.")) from error
        return super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls):
        return _("One of three readings by three different people")


class Signature(models.Model):
    """What one reader decided about exactly one text (签发 and its refusals)."""

    class Decision(models.TextChoices):
        ACCEPT = "accept", _("accept")
        REVISE = "revise", _("revise")
        HOLD = "hold", _("hold")
        REJECT = "reject", _("reject")

    story = models.ForeignKey(
        Story, related_name="signatures", on_delete=models.PROTECT
    )
    digest = models.CharField(_("fingerprint of the text"), max_length=64)
    stage = models.CharField(_("reading"), max_length=10, choices=Reading.Stage)
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reader"),
        related_name="signatures",
        on_delete=models.PROTECT,
    )
    decision = models.CharField(_("decision"), max_length=10, choices=Decision)
    comment = models.CharField(
        pgettext_lazy("signature", "comment"), max_length=1000, blank=True
    )
    revision = models.ForeignKey(
        Revision, related_name="+", on_delete=models.SET_NULL, null=True
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)
    void = models.BooleanField(
        _("void"),
        default=False,
        help_text=_("The story was withdrawn: the text has to be read anew."),
    )

    objects = SignatureQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        indexes = [
            models.Index(
                fields=["decision", "void", "story"], name="signature_by_decision"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["story", "digest", "reader"],
                condition=models.Q(decision="accept", void=False),
                name="a_reader_signs_a_text_once",
            ),
            models.UniqueConstraint(
                fields=["story", "digest", "stage"],
                condition=models.Q(decision="accept", void=False),
                name="a_reading_of_a_text_is_signed_once",
            ),
        ]

    def __str__(self):
        said = self.get_decision_display()
        return f"{self.get_stage_display()} · {self.reader} · {said}"
