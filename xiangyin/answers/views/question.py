"""One question on the staff's side: what is known, and the next act beside it."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from xiangyin.kernel.deadlines import office_calendar
from xiangyin.kernel.services.audit import latest_history
from xiangyin.kernel.steps import StepsMixin

from ..forms.handling import LookForm
from ..lifecycles import QuestionState
from ..models import Question, QuestionPhoto
from ..reports.nearness import nearness
from ..reports.promised import nearness_of
from ..rules import MOST_RETURNS
from ..services.clock import stands
from ..services.contacts import look_at_asker
from .act import At
from .acts import ACTS, may_be_published, may_look, possible
from .desk import DeskView
from .questions import mine

PHOTOS = Prefetch(
    "photos",
    QuestionPhoto.objects.select_related("picture").prefetch_related(
        "picture__renditions"
    ),
)
LOOK = "look"


class QuestionView(StepsMixin, DeskView):
    """The page, and each act on it. ``look`` shows name and contact this once."""

    template_name = "answers/handle.html"
    above = [("answers:questions", gettext_lazy("Questions"))]
    asker = None

    def dispatch(self, request, *args, **kwargs):
        self.kwargs = kwargs
        self.reload()
        return super().dispatch(request, *args, **kwargs)

    def reload(self):
        """Fetch anew; beyond reach it is missing."""
        seen = Question.objects.seen_by(self.request.user)
        seen = seen.select_related(
            "unit", "county", "matter", "place", "owner", "taken_by", "merged_into"
        )
        self.question = get_object_or_404(
            seen.prefetch_related(PHOTOS), pk=self.kwargs["pk"]
        )
        self.at = At(self.question, self.request.user, self.today)

    @property
    def forms(self):
        return [*(act.name for act in possible(self.at)), LOOK]

    def get_page_title(self):
        return self.question.number

    def form_for(self, step, data=None):
        if step == LOOK:
            return LookForm(data) if may_look(self.at) else None
        act = ACTS.get(step)
        if act is None or not act.is_possible(self.at):
            return None
        return act.form(self.at, data)

    def take(self, step, data, form):
        if step == LOOK:
            return self.take_look(data)
        words = ACTS[step].do(self.at, form)
        messages.success(self.request, f"{self.question.number}: {words}")
        return redirect(self.onward(step))

    def take_look(self, data):
        """Name and contact, on this answer alone: they stand in no address."""
        self.asker = look_at_asker(self.question, by=self.request.user, why=data["why"])
        return self.render_to_response(self.get_context_data())

    def onward(self, step) -> str:
        """The next question of mine, when this one is no longer."""
        seen = Question.objects.seen_by(self.request.user)
        if (
            not ACTS[step].stays
            and not seen.filter(mine(self.request.user), pk=self.question.pk).exists()
        ):
            following = seen.filter(mine(self.request.user)).soonest_first().first()
            if following:
                return reverse("answers:question", args=[following.pk])
            return reverse("answers:questions")
        if not seen.filter(pk=self.question.pk).exists():
            return reverse("answers:questions")
        return reverse("answers:question", args=[self.question.pk])

    def undertakings(self, calendar) -> list:
        """What was promised, how near its day is, and who was reminded of it."""
        rows = self.question.undertakings.prefetch_related("steps", "reminders__to")
        for row in rows:
            row.near = nearness_of(row, today=self.today, calendar=calendar)
        return list(rows)

    def get_context_data(self, **kwargs):
        question = self.question
        calendar = office_calendar(question.county)
        history, earlier = latest_history(question)
        context = super().get_context_data(
            question=question,
            state=QuestionState(question.state).label,
            near=nearness(question, today=self.today, calendar=calendar),
            clock=stands(question, calendar),
            marks=question.marks.select_related("unit", "support__unit", "by"),
            supports=question.supports.filter(round=question.round).select_related(
                "unit", "given_by"
            ),
            replies=question.replies.select_related("by").prefetch_related(
                "approvals__by"
            ),
            notes=question.notes.select_related("by"),
            additions=question.additions.all(),
            chasers=question.chasers.filter(round=question.round).select_related("to"),
            ratings=question.ratings.all(),
            others=question.merged.select_related("unit"),
            extension=question.extensions.filter(
                round=question.round, approved=None
            ).first(),
            call_backs=question.call_backs.select_related("by"),
            bulk=getattr(question, "bulk_closing", None),
            undertakings=self.undertakings(calendar),
            is_decided=question.returns >= MOST_RETURNS,
            entries=question.entries.filter(withdrawn_at=None),
            may_publish=may_be_published(self.at),
            asker=self.asker,
            history=history,
            earlier=earlier,
            **kwargs,
        )
        acts = [
            {"act": act, "form": context["forms"].get(act.name)}
            for act in possible(self.at)
        ]
        return {**context, "acts": acts, "nothing": _("Nothing to do here for you.")}
