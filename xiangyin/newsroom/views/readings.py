"""What waits for a reader's signature, and the page on which it is given."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from xiangyin.kernel.desk import DeskView
from xiangyin.kernel.errors import DomainError
from xiangyin.kernel.rights import may
from xiangyin.kernel.steps import age, put_errors

from .. import rules
from ..forms import ReadingForm
from ..models import Reading, Signature
from ..reports import standing_of
from ..reports.changes import compare, paragraphs
from ..reports.checks import findings
from ..services import readings
from .stories import StoryStep


class ReadingsView(DeskView):
    """Stories this person could sign now, the longest waiting first."""

    right = "newsroom.see_story"
    page_title = gettext_lazy("Readings")
    header_icon = "glasses"
    template_name = "newsroom/readings.html"

    def get_context_data(self, **kwargs):
        person = self.request.user
        rows = [
            {
                "story": story,
                "state": state,
                "draft": state.revision.content,
                "age": age(state.started_at),
            }
            for story, state in readings.waiting_for(person)
        ]
        return super().get_context_data(
            rows=rows,
            reads=[
                Reading.Stage(stage).label
                for stage, right in rules.READ_RIGHTS.items()
                if may(person, right)
            ],
            signed=Signature.objects.filter(reader=person)
            .select_related("story")
            .order_by("-pk")[:10],
            **kwargs,
        )


class ReadingView(StoryStep):
    """The text as the site will show it, what was said of it, and the decision."""

    header_icon = "glasses"
    template_name = "newsroom/reading.html"
    above = [("newsroom:readings", gettext_lazy("Readings"))]

    def dispatch(self, request, *args, **kwargs):
        self.form = None
        return super().dispatch(request, *args, **kwargs)

    def load(self):
        """The text to be read: always the newest, and where it stands."""
        self.story.refresh_from_db()
        self.draft = self.story.get_latest_revision_as_object()
        self.task_state = readings.current_reading(self.story)
        self.stage = self.task_state.task.specific.stage if self.task_state else ""

    def get_page_title(self):
        return self.draft.title if hasattr(self, "draft") else ""

    def get_context_data(self, **kwargs):
        self.load()
        draft, stage = self.draft, self.stage
        digest = draft.digest
        said = list(
            Signature.objects.filter(story_id=draft.pk).select_related(
                "reader", "revision"
            )
        )
        refusal = rules.why_not_sign(self.request.user, draft, stage) if stage else ""
        form = self.form or ReadingForm(initial={"digest": digest})
        base, since = self.version_before(digest, said)
        lines = compare(paragraphs(base), paragraphs(draft)) if base else []
        return super().get_context_data(
            story=self.story,
            draft=draft,
            digest=digest,
            stage=stage,
            stage_label=Reading.Stage(stage).label if stage else "",
            is_final=stage == Reading.Stage.FINAL,
            age=age(self.task_state.started_at) if self.task_state else "",
            standing=standing_of(self.story),
            stages=self.stages(digest, said),
            said=said,
            refusal=refusal,
            form=form if stage and not refusal else None,
            findings=findings(draft),
            since=since,
            lines=lines,
            changed=any(line.kind != "same" for line in lines),
            may_edit=self.may_edit(),
            **kwargs,
        )

    def may_edit(self):
        person = self.request.user
        permissions = self.story.permissions_for_user(person)
        task = self.story.current_workflow_task
        locked = task and task.locked_for_user(self.story, person)
        return permissions.can_edit() and not locked

    def stages(self, digest, said):
        """The three readings with who signed exactly this text."""
        signed = {
            signature.stage: signature
            for signature in said
            if signature.decision == readings.ACCEPT
            and signature.digest == digest
            and not signature.void
        }
        return [
            {"label": label, "signature": signed.get(stage), "now": stage == self.stage}
            for stage, label in Reading.Stage.choices
        ]

    def version_before(self, digest, said):
        """The text somebody last decided on, or the public one; and what to call it."""
        for signature in reversed(said):
            if signature.digest != digest and signature.revision:
                words = _("%(reader)s, %(stage)s") % {
                    "reader": signature.reader,
                    "stage": signature.get_stage_display(),
                }
                return signature.revision.as_object(), words
        if self.story.live and self.story.digest != digest:
            return self.story, _("the public version")
        return None, ""

    def post(self, request, pk):
        self.form = ReadingForm(request.POST)
        if not self.form.is_valid():
            return self.again(422)
        data = self.form.cleaned_data
        try:
            signature = readings.decide(
                self.story,
                by=request.user,
                decision=data["decision"],
                digest=data["digest"],
                comment=data["comment"],
                go_live_at=data["go_live_at"],
            )
        except ValidationError as refusal:
            put_errors(self.form, refusal)
            return self.again(422)
        except DomainError as refusal:
            messages.error(request, refusal.message)
            return self.again(409)
        self.tell(signature)
        return redirect("newsroom:readings")

    def again(self, status):
        """The page anew, with the comment that was typed and the text as it is now."""
        context = self.get_context_data()
        data = self.form.data.copy()
        data["digest"] = context["digest"]
        self.form.data = data
        return self.render_to_response(context, status=status)

    def tell(self, signature):
        story = self.story
        story.refresh_from_db()
        standing = standing_of(story)
        words = {
            readings.ACCEPT: _("“%(story)s”: signed. Now: %(standing)s."),
            readings.REVISE: _("“%(story)s” goes back to its author."),
            readings.HOLD: _("“%(story)s” is held. It stays with this reading."),
            readings.REJECT: _("“%(story)s” is rejected. Its author reads why."),
        }[signature.decision]
        page = reverse("newsroom:reading", args=[story.pk])
        messages.success(
            self.request,
            words % {"story": self.draft_title(), "standing": standing.label},
            buttons=[messages.button(page, _("Where it stands"))],
        )

    def draft_title(self):
        return self.story.get_latest_revision().content["title"]
