"""Answers that many need: owned by somebody, good for a time, corrected for everybody."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from xiangyin.gateways.messages import MAIL, the_messenger, ways
from xiangyin.kernel.errors import NotAllowed, RuleBroken, WrongState
from xiangyin.kernel.models import Letter
from xiangyin.kernel.rights import may, require
from xiangyin.kernel.services.audit import record
from xiangyin.kernel.services.outbox import delivers, post

from ..lifecycles import QuestionState
from ..models import Entry, EntryChange, EntryReminder, EntryUse, Question
from .following import tell_followers
from .notices import tell_asker
from .redacting import refuse_findings

KEEP = "answers.keep_knowledge"
LONGEST_GOOD = timedelta(days=366)
DAYS_BEFORE = timedelta(days=14)
REMINDER = "answers.entry_reminder"
Act, Stage = EntryChange.Act, EntryReminder.Stage


@transaction.atomic
def make_entry(
    question: Question,
    *,
    by,
    title: str,
    text: str,
    owner,
    good_until: date,
    today: date,
) -> Entry:
    """Let an answer stand for everybody who asks the same.

    Raises ``RuleBroken`` where it says who somebody is, where the date is too far off,
    and where the owner does not belong to the unit that answered.
    """
    require(by, KEEP, question)
    if question.state != QuestionState.ANSWERED:
        raise WrongState(_("It has no reply yet."))
    refuse_findings(question, {"title": title, "text": text})
    _require_date(good_until, today=today)
    if not may(owner, "answers.see", question):
        raise RuleBroken(_("The owner is somebody of the unit that answered."))
    entry = Entry(
        county=question.county,
        unit=question.unit,
        matter=question.matter,
        question=question,
        title=title,
        text=text,
        owner=owner,
        good_until=good_until,
        made_by=by,
        made_at=timezone.now(),
        confirmed_on=today,
    )
    entry.full_clean(exclude=["question"])
    entry.save(force_insert=True)
    record(question, "make_entry", by=by, label=_("Kept as knowledge"), note=title)
    return entry


@transaction.atomic
def confirm_entry(entry: Entry, *, by, good_until: date, today: date) -> None:
    """Its owner says that it is still so, until another day."""
    _lock(entry)
    require_standing(entry, by)
    _require_date(good_until, today=today)
    entry.good_until, entry.confirmed_on = good_until, today
    entry.save(update_fields=["good_until", "confirmed_on"])
    _note(entry, Act.CONFIRMED, by=by, good_until=good_until)


@transaction.atomic
def correct_entry(entry: Entry, *, by, title: str, text: str, reason: str) -> int:
    """Change what it says. Everybody who got the old answer is told, once each.

    Returns how many are told.
    """
    _lock(entry)
    require_standing(entry, by)
    if (title, text) == (entry.title, entry.text):
        raise RuleBroken(_("It says this already."))
    _require_reason(reason)
    refuse_findings(entry.question, {"title": title, "text": text})
    change = _note(entry, Act.CORRECTED, by=by, reason=reason)
    entry.title, entry.text, entry.corrected_at = title, text, change.at
    entry.full_clean(exclude=["question"])
    entry.save(update_fields=["title", "text", "corrected_at"])
    return _tell_everybody(entry, change)


@transaction.atomic
def withdraw_entry(entry: Entry, *, by, reason: str) -> int:
    """It holds no more. Everybody who got it is told, once each."""
    _lock(entry)
    require_standing(entry, by)
    _require_reason(reason)
    change = _note(entry, Act.WITHDRAWN, by=by, reason=reason)
    entry.withdrawn_at = change.at
    entry.save(update_fields=["withdrawn_at"])
    return _tell_everybody(entry, change)


def note_use(entry: Entry, question: Question) -> None:
    """Keep that a reply was begun with it, for the day on which it is corrected."""
    EntryUse.objects.get_or_create(entry=entry, question=question)


def stands_for(entry: Entry, person) -> bool:
    """Whether ``person`` may confirm, correct and withdraw it: the owner, or whoever
    coordinates anywhere in the county, whose entries they are."""
    is_owner = entry.owner_id == person.pk and may(person, "answers.see", entry)
    kept = Entry.objects.visible_to(person, KEEP).filter(pk=entry.pk)
    return is_owner or kept.exists()


def require_standing(entry: Entry, by) -> None:
    """Raise ``NotAllowed`` for everybody but the owner and the coordinator."""
    if not stands_for(entry, by):
        raise NotAllowed(_("Your post does not include this."))


def _lock(entry: Entry) -> None:
    if Entry.objects.select_for_update(of=["self"]).get(pk=entry.pk).withdrawn_at:
        raise WrongState(_("This entry was withdrawn."))


def _require_date(day: date, *, today: date) -> None:
    if not today < day <= today + LONGEST_GOOD:
        raise RuleBroken(_("Choose a day from tomorrow on, within a year."))


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken(_("Write a reason: it is kept."))


def _note(entry: Entry, act: str, *, by, **more) -> EntryChange:
    change = EntryChange(
        entry=entry,
        act=act,
        by=by,
        at=timezone.now(),
        before="" if act == Act.CONFIRMED else f"{entry.title}\n\n{entry.text}",
        **more,
    )
    change.full_clean(exclude=["entry"])
    change.save(force_insert=True)
    return change


def got_it(entry: Entry) -> list[Question]:
    """Questions that got this answer: where it came from, where it was used, and all
    that were merged into one of these."""
    got = Q(pk=entry.question_id) | Q(entry_uses__entry=entry)
    roots = Question.objects.filter(got, replies__sent_at__isnull=False)
    pks = set(roots.values_list("pk", flat=True))
    everybody = Question.objects.filter(Q(pk__in=pks) | Q(merged_into__in=pks))
    return list(everybody.order_by("pk"))


def told_it(entry: Entry) -> list[Question]:
    """Questions whose askers are told of a correction: one of each contact."""
    one_each = {question.contact_key: question for question in got_it(entry)}
    one_each.pop("", None)
    return list(one_each.values())


def _tell_everybody(entry: Entry, change: EntryChange) -> int:
    """Tell askers, and who follows. Only askers are counted: nobody learns who follows."""
    askers, occasion = told_it(entry), f"{entry.pk}:{change.pk}"
    for question in askers:
        tell_asker(question, "corrected", occasion=occasion)
    tell_followers(got_it(entry), "corrected", occasion=occasion)
    return len(askers)


def ask_owners(*, today: date) -> int:
    """Ask who stands for an entry to confirm it: when its day is near, and when over.

    Once for each date and stage. Returns how many were asked.
    """
    near = Entry.objects.public().filter(good_until__lte=today + DAYS_BEFORE)
    done = 0
    for entry in near.select_related("owner", "county"):
        done += _ask(entry, Stage.OVER if entry.is_over(today) else Stage.NEAR, today)
    return done


@transaction.atomic
def _ask(entry: Entry, stage: str, today: date) -> bool:
    reminder, is_new = EntryReminder.objects.get_or_create(
        entry=entry,
        good_until=entry.good_until,
        stage=stage,
        defaults={"to": entry.owner, "on": today},
    )
    if is_new and entry.owner.email and MAIL in ways():
        post(
            REMINDER,
            key=f"{REMINDER}:{reminder.pk}",
            payload={"reminder": reminder.pk},
            county=entry.county,
        )
    return is_new


def _write(letter: Letter) -> str:
    reminder = EntryReminder.objects.select_related("entry", "to").get(
        pk=letter.payload["reminder"]
    )
    to = reminder.to
    if not to.is_active or not to.email:  # left the office meanwhile
        return "nobody"
    words = {"title": reminder.entry.title, "day": reminder.good_until}
    text = _("“%(title)s” is good until %(day)s: confirm or correct it.") % words
    return the_messenger()(MAIL, to.email, text, key=letter.key)


@delivers(REMINDER, carried_by=_write)
def owner_was_written_to(letter: Letter, *, receipt: str) -> None:
    """Nothing more is written: the reminder has its row."""
