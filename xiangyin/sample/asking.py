"""What residents ask in the sample county, and how far it has come."""

from datetime import date, timedelta

from django.utils.translation import override

from xiangyin.answers.models import Matter, Question, Responsibility
from xiangyin.answers.services import after, knowledge, replies, triage, waiting
from xiangyin.answers.services.asker import rate_reply
from xiangyin.answers.services.asking import take_down_question
from xiangyin.answers.services.publishing import publish_question

from .county import County
from .moments import at_hour, moment
from .seeds import read

IN_BOTH = ("about", "ask_also", "route")
DAYS_TO_REPLY = 3
DAYS_GOOD, DAYS_PROMISED = 200, 45
REPLIED = {"published", "not_solved"}


def open_desk(county: County) -> dict[str, Matter]:
    """The catalogue: what a question may be about, and who leads in it."""
    matters = {}
    for position, row in enumerate(read("questions.toml")["matter"]):
        words = (*IN_BOTH, *(f"{key}_en" for key in IN_BOTH))
        told = {key: row.get(key, "").strip() for key in words}
        matter = Matter.objects.create(
            county=county.root,
            name=row["name"],
            name_en=row["name_en"],
            position=position,
            **told,
        )
        if "unit" in row:
            unit = county.units[row["unit"]]
            Responsibility.objects.create(
                matter=matter, unit=unit, since=date(2026, 1, 1)
            )
        matters[matter.name] = matter
    return matters


def ask_all(county: County, *, today: date) -> None:
    """Let every question of the seeds go as far as its fate says."""
    matters = open_desk(county)
    with override("zh-hans"):
        for row in read("questions.toml")["question"]:
            _ask(county, matters[row["matter"]], row, today=today)


def _ask(county: County, matter: Matter, row: dict, *, today: date) -> None:
    on = today - timedelta(days=row["ago"])
    coordinator = county.people["fenban"]
    with moment(at_hour(on, 9)) as now:
        question, _code = take_down_question(
            by=coordinator,
            county=county.root,
            origin="phone",
            kind=row["kind"],
            matter=matter,
            title=row["title"],
            text=row["text"],
            place=county.units[row["place"]],
            now=now,
            today=on,
        )
    if row["fate"] == "waiting":
        return
    with moment(at_hour(on, 10)):
        unit = matter.unit_on(on)
        triage.assign_question(question, unit=unit, by=coordinator, today=on)
    if row["fate"] == "asked":
        Question.objects.filter(pk=question.pk).update(way="sms")
        question.refresh_from_db()
        with moment(at_hour(on, 15)):
            clerk = _clerk(county, question)
            waiting.ask_resident(question, by=clerk, note=row["ask"], today=on)
    elif "reply" in row:
        _reply(county, question, row, on=on + timedelta(days=DAYS_TO_REPLY))


def _clerk(county: County, question: Question):
    return county.people["chengban" if question.unit.code == "jtj" else "shuili"]


def _reply(county: County, question: Question, row: dict, *, on: date) -> None:
    clerk = _clerk(county, question)
    with moment(at_hour(on, 9)):
        digest = replies.write_reply(question, by=clerk, text=row["reply"]).digest
        replies.submit_reply(question, by=clerk)
    with moment(at_hour(on, 11)):
        checker = county.people["shenhe"]
        replies.check_reply(question, by=checker, digest=digest, accept=True)
    if row["fate"] not in REPLIED:
        return
    with moment(at_hour(on, 16)):
        head = county.people["qianfa"]
        replies.sign_reply(question, by=head, digest=digest, accept=True, today=on)
    later = on + timedelta(days=1)
    solved = row["fate"] == "published"
    with moment(at_hour(later, 8)):
        rate_reply(question, solved=solved, satisfied=solved, today=later)
    if solved:
        with moment(at_hour(later, 10)):
            publish_question(question, by=county.people["fenban"])
        with moment(at_hour(later, 11)):
            _follow_up(county, question, row, on=later)


def _follow_up(county: County, question: Question, row: dict, *, on: date) -> None:
    """What is kept for others, and what was promised with how far it is."""
    if "known" in row:
        knowledge.make_entry(
            question,
            by=county.people["fenban"],
            title=row["known"],
            text=row["reply"],
            owner=_clerk(county, question),
            good_until=on + timedelta(days=DAYS_GOOD),
            today=on,
        )
    if "promise" in row:
        clerk = _clerk(county, question)
        promise = after.undertake(
            question,
            by=clerk,
            what=row["promise"],
            due_on=on + timedelta(days=DAYS_PROMISED),
            today=on,
        )
        after.report_progress(
            promise, by=clerk, words=row["progress"], done=False, today=on
        )
