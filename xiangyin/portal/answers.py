"""What the paper shows of the answers desk: the newest answers, and those looked for."""

from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from xiangyin.answers.models import Publication
from xiangyin.answers.reports.similar import published
from xiangyin.answers.shown import ANSWERS
from xiangyin.engines.finding.asked import Asked
from xiangyin.engines.finding.written import TITLE
from xiangyin.kernel.search.found import Question, newest_of_each

from . import reading
from .kept.notes import made_from
from .services.findable_answers import question_of, scope_of

IN_RAIL = 3
SHOWN, COUNTED = 3, 100
LISTED = 10_000
ANY_NUMBER = "ASK-0"


def newest_answers(county: int, count: int = IN_RAIL) -> list[Publication]:
    """The questions of one county, by its key, answered in public last."""
    made_from(ANSWERS)
    return list(published(county).order_by("-pk")[:count])


def addresses_of_answers(county) -> list[tuple[str, datetime]]:
    """Where each answered question stands and since when, for machines."""
    made_from(ANSWERS)
    rows = published(county).order_by("-pk")
    rows = rows.values_list("question__number", "published_at")
    # Ten thousand of one kind: what their addresses begin and end with is asked once.
    begin, end = reverse("answer", args=[ANY_NUMBER]).split(ANY_NUMBER)
    return [(f"{begin}{number}{end}", at) for number, at in rows[:LISTED]]


@dataclass
class AnswersFound:
    """The few answered questions that speak of it most, and how many there are."""

    total: int = 0
    more: bool = False
    shown: list[Publication] = field(default_factory=list)


def answers_found(site, asked: Asked) -> AnswersFound:
    """Answered questions that hold all that is asked for; those of the title first."""
    if not asked.wanted:
        return AnswersFound()
    scope = scope_of(site.root_page_id)
    hits, titles = newest_of_each(
        [
            Question(asked, scope, COUNTED + 1),
            Question(asked, scope, SHOWN, TITLE),
        ]
    )
    if not hits:
        return AnswersFound()
    keys = list(dict.fromkeys(hit.story for hit in [*titles, *hits]))[:SHOWN]
    wanted = [question_of(key) for key in keys]
    rows = published(reading.county_of(site)).filter(question__in=wanted)
    by_question = {row.question_id: row for row in rows}
    return AnswersFound(
        total=min(len(hits), COUNTED),
        more=len(hits) > COUNTED,
        shown=[by_question[key] for key in wanted if key in by_question],
    )
