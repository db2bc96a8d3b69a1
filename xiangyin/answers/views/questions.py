"""The list of questions: what needs me first, the soonest promised day on top."""

import re

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xiangyin.kernel.deadlines import office_calendar
from xiangyin.kernel.desk import PER_PAGE
from xiangyin.kernel.pages import KeysFirst
from xiangyin.kernel.rights import may, reach, within

from ..lifecycles import CLOSED, OPEN, TRIAGE, QuestionState
from ..models import QUESTION_WORDS, Chaser, Question
from ..reports.nearness import nearness
from .desk import DeskView

S = QuestionState
PART_OF_A_NUMBER = re.compile(r"(?i:ask)?-?[\d-]{2,}")
# Which states are somebody's to act on, by the right that the act asks for.
ACTS = (
    ("answers.triage", (S.WAITING,)),
    ("answers.handle", (S.HANDLED,)),
    ("answers.check", (S.CHECKING,)),
    ("answers.sign", (S.SIGNING,)),
)
TABS = (
    ("mine", _("For me to act on")),
    ("open", pgettext_lazy("questions", "All open")),
    ("late", pgettext_lazy("questions", "Late")),
    ("closed", pgettext_lazy("questions", "Closed")),
)


def mine(person) -> Q:
    """Questions of which the next act is this person's, or that were told to them."""
    told = Chaser.objects.filter(
        question=OuterRef("pk"), round=OuterRef("round"), stage="above", to=person.pk
    )
    condition = Q(state__in=OPEN) & Q(Exists(told))
    for right, states in ACTS:
        condition |= Q(state__in=states) & within(reach(person, right))
    return condition


OPEN_TABS = ("mine", "open", "late")


def looked_for(words: str) -> Q:
    """Questions of this number, or part of one; otherwise those that hold the words."""
    if PART_OF_A_NUMBER.fullmatch(words):
        return Q(number__icontains=words)
    return QUESTION_WORDS.holding(words)


class QuestionsView(DeskView):
    """One list with four tabs; words are looked for in number, title and text."""

    page_title = _("Questions")
    template_name = "answers/questions.html"

    def get_context_data(self, **kwargs):
        tab = self.request.GET.get("tab", "mine")
        tab = tab if tab in dict(TABS) else "mine"
        conditions = self.conditions()
        found = self.found()
        counts = self.counted(found, conditions)
        shown = found.filter(conditions[tab])
        shown = (
            shown.order_by("-pk") if tab == "closed" else shown.soonest_first()
        ).select_related("unit", "county", "matter", "owner")
        page = KeysFirst(shown, PER_PAGE, total=counts[tab])
        page = page.get_page(self.request.GET.get("p"))
        return super().get_context_data(
            tabs=[(name, label, counts[name]) for name, label in TABS],
            tab=tab,
            page=page,
            rows=self.rows(page),
            q=self.words,
            may_close=may(self.request.user, TRIAGE),
            may_take_down=may(self.request.user, "answers.take_down"),
            **kwargs,
        )

    def counted(self, found, conditions) -> dict[str, int]:
        """How many stand on each tab. The few that are open are found by their state,
        so that only the others are gone through to count them."""
        still_open = found.filter(state__in=OPEN)
        told = {name: Count("pk", filter=conditions[name]) for name in OPEN_TABS}
        closed = found.filter(conditions["closed"]).count()
        return {**still_open.aggregate(**told), "closed": closed}

    def rows(self, page):
        """Each question with its state in words and how near its day is."""
        calendars = {}
        for question in page:
            calendar = calendars.setdefault(question.county_id, None)
            if calendar is None:
                calendar = office_calendar(question.county)
                calendars[question.county_id] = calendar
            question.near = nearness(question, today=self.today, calendar=calendar)
            question.state_label = S(question.state).label
        return list(page)

    def conditions(self):
        is_open = Q(state__in=OPEN)
        return {
            "mine": is_open & mine(self.request.user),
            "open": is_open,
            "late": is_open & Q(due_on__lt=self.today),
            "closed": Q(state__in=CLOSED),
        }

    @property
    def words(self) -> str:
        return self.request.GET.get("q", "").replace("\0", "").strip()[:60]

    def found(self):
        found = Question.objects.seen_by(self.request.user)
        if self.words:
            found = found.filter(looked_for(self.words))
        return found
