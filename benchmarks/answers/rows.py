"""100,000 questions over ten years, with all that hangs on them.

One in a hundred is still under way, most of them late. Of the others nine in ten were
answered, and most of those are public.
"""

from datetime import timedelta

from django.db import connection

from benchmarks.desk.office import Office, keep
from xiangyin.answers.models import (
    Addition,
    Approval,
    Chaser,
    ClockMark,
    Extension,
    Kind,
    Matter,
    Note,
    Publication,
    Question,
    Rating,
    Reply,
    Responsibility,
    Support,
    Template,
    Undertaking,
    UndertakingReminder,
    UndertakingStep,
)
from xiangyin.answers.services import codes, contacts
from xiangyin.kernel.models import Link, Record, Series, Unit
from xiangyin.kernel.rights import Role
from xiangyin.kernel.sealing import seal
from xiangyin.kernel.services import chain
from xiangyin.kernel.services.posts import appoint
from xiangyin.kernel.services.units import add_unit

from . import words

UNDER_WAY = ("waiting", "handled", "asked", "checking", "signing", "handled", "handled")
OVER = ("answered",) * 18 + ("referred", "withdrawn")
CODE = "0123456789"


def fill(office: Office) -> Question:
    """Fill the desk; return the answered question that has the most of everything."""
    departments(office)
    catalogue(office)
    questions(office)
    clocks(office)
    replies(office)
    spoken(office)
    promises(office)
    told = {"county": office.county, "name": "ASK", "year": office.today.year}
    Series.objects.update_or_create(**told, defaults={"last": office.rows})
    busy = a_busy_one(office)
    trail(office, busy)
    return busy


def departments(office: Office) -> None:
    """Thirty of them, and a clerk of one beside those of the county."""
    office.departments = []
    for at in range(30):
        county = Unit.objects.get(pk=office.county.pk)
        office.departments.append(
            add_unit(county, code=f"d{at}", name=f"第{at}局", kind="department")
        )
    office.county = Unit.objects.get(pk=office.county.pk)
    clerk = type(office.staff["clerk"]).objects.create(
        username="unit_clerk", name="一局办事员"
    )
    appoint(clerk, Role.CLERK, office.departments[0])
    office.staff["unit_clerk"] = clerk


def catalogue(office: Office) -> None:
    office.matters = [
        Matter.objects.create(
            county=office.county, name=f"事项{at}", position=at, ask_also="什么时候？"
        )
        for at in range(20)
    ]
    for at, matter in enumerate(office.matters):
        Responsibility.objects.create(
            matter=matter, unit=office.departments[at], since=office.day(0)
        )
        Template.objects.create(
            county=office.county, matter=matter, name=f"模板{at}", text="您好。"
        )


def state_of(office: Office, at: int) -> str:
    """One in a hundred is under way, and of a few questions ten all the same."""
    is_late = at >= min(office.rows * 96 // 100, office.rows - 40)
    if is_late and at % 4 == 1:
        return UNDER_WAY[at // 4 % len(UNDER_WAY)]
    return OVER[at % len(OVER)]


def unit_of(office: Office, at: int, state: str):
    """Departments for two of three; nobody's before it is assigned."""
    if state == "waiting":
        return office.county
    if at % 3:
        return office.departments[at // 3 % len(office.departments)]
    return office.units[at % len(office.units)]


def questions(office: Office) -> None:
    texts = words.stock(words.text, office.random)
    name, contact = seal("王秀英"), seal("13812345678")
    clerk = office.staff["unit_clerk"]
    made = []
    for at in range(office.rows):
        state, day, moment = state_of(office, at), office.day(at), office.moment(at)
        is_old = (office.today - day).days > 365
        made.append(
            Question(
                number=f"ASK-{day.year}-{at:06}",
                county=office.county,
                unit=unit_of(office, at, state),
                state=state,
                opened_on=day,
                due_on=None if state == "asked" else day + timedelta(days=14),
                owner=clerk if at % 30 == 0 and state != "waiting" else None,
                kind=Kind.values[at % 4],
                matter=office.matters[at % 20],
                title=words.title(office.random, at),
                text=texts[at % 500],
                more=[["什么时候？", "晚上"]],
                place=office.units[at % len(office.units)] if at % 2 else None,
                sealed_name="" if is_old else name,
                sealed_contact="" if is_old else contact,
                contact_key="" if is_old else contacts.key_of(f"138{at % 20_000:08}"),
                way="none" if is_old else "sms",
                asked_at=moment,
                confirmed_at=moment,
                answered_at=moment + timedelta(days=9) if state == "answered" else None,
                round=2 if at % 50 == 0 and state == "answered" else 1,
            )
        )
    keep(Question, made)
    office.questions = made


def clocks(office: Office) -> None:
    """Two marks a question, chasers of what is late, a few supports and extensions."""
    coordinator, county = office.staff["coordinator"], office.county

    def marks():
        for question in office.questions:
            told = {"question": question, "on": question.opened_on}
            told |= {"at": question.asked_at, "round": question.round}
            yield ClockMark(act="start", unit=county, workdays=10, **told)
            if question.state != "waiting":
                yield ClockMark(
                    act="hand_over", unit=question.unit, by=coordinator, **told
                )
            if question.state == "asked":
                yield ClockMark(act="stop", unit=question.unit, reason="请补充", **told)

    keep(ClockMark, marks())
    keep(
        Chaser,
        (
            Chaser(question=each, round=each.round, stage="late", on=each.due_on)
            for each in office.questions
            if each.is_open and each.due_on and each.due_on < office.today
        ),
    )
    some = [(at, each) for at, each in enumerate(office.questions) if at % 10 == 1]
    keep(
        Support,
        (
            Support(
                question=each,
                unit=office.departments[(at + 1) % 30],
                asked="请提供情况",
                since=each.asked_at,
                due_on=each.due_on,
                word="" if each.is_open else "情况属实。",
                given_at=None if each.is_open else each.asked_at,
                round=each.round,
            )
            for at, each in some
            if each.state != "waiting"
        ),
    )
    keep(
        Extension,
        (
            Extension(
                question=each,
                round=each.round,
                reason="等材料",
                workdays=5,
                asked_by=coordinator,
                asked_at=each.asked_at,
                approved=None if each.is_open else True,
            )
            for at, each in some
            if at % 20 == 1
        ),
    )


def replies(office: Office) -> None:
    """A reply with its two approvals where there is one, and most of them public."""
    said = words.stock(words.reply, office.random)
    staff = office.staff
    written = ("answered", "checking", "signing")
    made = []
    for at, question in enumerate(office.questions):
        if question.state in written:
            is_sent = question.state == "answered"
            days = 9 + 6 * (at % 7 == 0)
            moment = question.asked_at + timedelta(days=days)
            made += [
                Reply(
                    question=question,
                    round=number + 1,
                    text=said[at % 500],
                    by=staff["unit_clerk"],
                    at=question.asked_at,
                    sent_at=moment if is_sent else None,
                    sent_on=moment.date() if is_sent else None,
                    promised_on=question.due_on if is_sent else None,
                )
                for number in range(question.round)
            ]
    keep(Reply, made)
    keep(
        Approval,
        (
            Approval(
                reply=reply,
                stage=stage,
                accepted=True,
                by=staff[who],
                at=reply.sent_at,
                digest="0" * 64,
            )
            for reply in made
            if reply.sent_at
            for stage, who in (("check", "checker"), ("sign", "head"))
        ),
    )
    keep(
        Publication,
        (
            Publication(
                question=question,
                title=question.title,
                text=question.text,
                reply=said[at % 500],
                published_at=question.answered_at,
                county=office.county,
                published_by=staff["coordinator"],
                withdrawn_at=question.answered_at if at % 90 == 2 else None,
            )
            for at, question in enumerate(office.questions)
            if question.state == "answered" and at % 9
        ),
    )


def spoken(office: Office) -> None:
    """What askers added and rated, and what staff noted."""
    questions = office.questions
    keep(
        Addition,
        (
            Addition(question=each, text="补充：还在漏。", at=each.asked_at)
            for at, each in enumerate(questions)
            if at % 4 == 0
        ),
    )
    keep(
        Rating,
        (
            Rating(
                question=each,
                round=number + 1,
                solved=number + 1 == each.round and at % 9 != 4,
                satisfied=[None, True, True, False][at % 4],
                at=each.answered_at,
            )
            for at, each in enumerate(questions)
            if each.state == "answered" and at % 3
            for number in range(each.round)
        ),
    )
    keep(
        Note,
        (
            Note(
                question=each,
                text="已电话核实",
                by=office.staff["clerk"],
                at=each.asked_at,
            )
            for at, each in enumerate(questions)
            if at % 5 == 0
        ),
    )


def promises(office: Office) -> None:
    """One with every tenth answer; the old ones fulfilled, the others half done."""
    clerk = office.staff["unit_clerk"]
    answered = [each for each in office.questions if each.state == "answered"]
    made = [
        Undertaking(
            question=each,
            what="月底前全部换完",
            due_on=each.opened_on + timedelta(days=60),
            by=clerk,
            at=each.answered_at,
            done_on=each.opened_on + timedelta(days=50) if at % 20 else None,
        )
        for at, each in enumerate(answered[::10])
    ]
    keep(Undertaking, made)
    keep(
        UndertakingStep,
        (
            UndertakingStep(
                undertaking=each,
                on=each.due_on - timedelta(days=10),
                words="换了一半",
                is_last=bool(each.done_on),
                by=clerk,
                at=each.at,
            )
            for each in made
        ),
    )
    keep(
        UndertakingReminder,
        (
            UndertakingReminder(undertaking=each, stage="late", on=each.due_on)
            for each in made
            if not each.done_on and each.due_on < office.today
        ),
    )


def a_busy_one(office: Office) -> Question:
    """The newest that was answered; its query code is known here."""
    busy = next(each for each in reversed(office.questions) if each.state == "answered")
    busy.code_key = codes.key_of(busy.number, office.county.pk, CODE)
    busy.save(update_fields=["code_key"])
    return busy


def trail(office: Office, busy: Question) -> None:
    """Two lines a question, and of one a thousand."""
    coordinator = office.staff["coordinator"]

    def line(question, at, action):
        told = Record(
            at=question.asked_at,
            by=coordinator,
            county=office.county,
            subject=f"answers.question:{question.pk}",
            action=action,
            label="收到",
            note=f"第{at}次" if action == "note" else "",
            data={"to": "waiting"},
        )
        named = {name: getattr(told, name) for name in chain.FIELDS[3:]}
        told.digest = chain.digest_of(
            {
                "at": chain.told(told.at),
                "by": told.by_id,
                "county": told.county_id,
                **named,
            }
        )
        return told

    for action in ("open", "assign"):
        keep(Record, (line(each, 0, action) for each in office.questions))
    keep(Record, (line(busy, at, "note") for at in range(1_000)))
    if connection.vendor == "sqlite":
        from benchmarks.desk.ledger_rows import links

        keep(Link, links())
