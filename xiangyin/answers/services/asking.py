"""Questions come in: from a phone with a contact that is confirmed, or told to staff."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from xiangyin.kernel.errors import NotAllowed, WrongState
from xiangyin.kernel.models import Unit
from xiangyin.kernel.sealing import seal
from xiangyin.kernel.services.cases import move, open_case
from xiangyin.kernel.services.pictures import keep_photo

from ..models import (
    QUESTION_WORDS,
    Matter,
    Origin,
    Proof,
    Publicity,
    Question,
    QuestionPhoto,
    Way,
)
from ..models.question import MOST_PHOTOS
from ..rules import HOURS_TO_CONFIRM
from . import codes, contacts, proving
from .clock import Act, put_mark, term_of
from .notices import send_code
from .photos import forget_copy

LONGEST_NAME = 40


@transaction.atomic
def receive_question(
    *,
    county,
    kind: str,
    matter: Matter,
    title: str,
    text: str,
    contact: str,
    name: str = "",
    more=(),
    place=None,
    spot: str = "",
    publicity: str = "nameless",
    is_minor: bool = False,
    language: str = "zh-hans",
    photos=(),
    client_key=None,
    address: str,
    now: datetime,
    today: date,
) -> Question:
    """Keep what somebody sends, and send a code to their contact.

    It is nobody's work until the code comes back. ``client_key`` is made by the form:
    sent twice over a weak line it is one question. Raises ``ValidationError`` with a
    message per field, ``RuleBroken`` when there are too many at once.
    """
    known = _sent_before(client_key)
    if known:
        return known
    told, way = told_contact(contact)
    _not_too_many(told, address=address, now=now)
    question = _open(
        county=county,
        on=today,
        photos=photos,
        by=None,
        kind=kind,
        matter=matter,
        title=title,
        text=text,
        more=list(more),
        place=place,
        spot=spot,
        publicity=publicity,
        is_minor=is_minor,
        language=language,
        asked_at=now,
        client_key=client_key,
        way=way,
        **_sealed(name, told),
    )
    _new_proof(question, now=now)
    return question


@transaction.atomic
def take_down_question(
    *,
    by,
    county,
    origin: str,
    kind: str,
    matter: Matter,
    title: str,
    text: str,
    contact: str = "",
    name: str = "",
    more=(),
    place=None,
    spot: str = "",
    publicity: str = "nameless",
    is_minor: bool = False,
    photos=(),
    now: datetime,
    today: date,
) -> tuple[Question, str]:
    """Write down what a caller says or a letter asks; nothing is to be confirmed.

    Returns the question and its query code, which the caller is told once.
    """
    _require_taking_down(by, county)
    if origin not in (Origin.PHONE, Origin.LETTER):
        raise ValidationError({"origin": _("Say how it came in.")})
    told, way = told_contact(contact) if contact.strip() else ("", Way.NONE)
    question = _open(
        county=county,
        on=today,
        photos=photos,
        by=by,
        origin=origin,
        taken_by=by,
        kind=kind,
        matter=matter,
        title=title,
        text=text,
        more=list(more),
        place=place,
        spot=spot,
        publicity=publicity,
        is_minor=is_minor,
        asked_at=now,
        way=way,
        **_sealed(name, told),
    )
    return question, _come_in(question, now=now, today=today)


def _sent_before(client_key) -> Question | None:
    """The question that this form has sent already, be it a moment ago."""
    if not client_key:
        return None
    return Question.objects.filter(client_key=client_key).first()


def _require_taking_down(by, county) -> None:
    """Whoever may at one unit of the county may for the county: people ring anywhere."""
    units = Unit.objects.below(county).reached_by(by, "answers.take_down")
    if not units.exists():
        raise NotAllowed(_("Your post does not include this."))


def told_contact(words: str) -> tuple[str, str]:
    """A contact as it is kept, and its way. Raises ``ValidationError`` at its field."""
    try:
        return contacts.clean_contact(words)
    except ValidationError as refusal:
        raise ValidationError({"contact": refusal.messages}) from None


def _not_too_many(contact: str, *, address: str, now: datetime) -> None:
    """Slow down one contact, and one network unless the contact is known.

    A village behind one address asks on: who confirmed before is not counted, and who
    confirms gives the count back. It slows those who write to others' numbers.
    """
    key = contacts.key_of(contact)
    known = Question.objects.filter(contact_key=key, confirmed_at__isnull=False)
    proving.slow_down(
        key,
        address=address,
        now=now,
        is_known=known.exists(),
        refusal=_(
            "That was the sixth question of this contact today. Ask again tomorrow."
        ),
    )


def sealed_name(name: str) -> str:
    """A name as it is kept. Raises ``ValidationError`` at its field."""
    name = name.strip()
    if len(name) > LONGEST_NAME:
        raise ValidationError({"name": _("At most 40 characters, please.")})
    return seal(name)


def _sealed(name: str, contact: str) -> dict:
    return {
        "sealed_name": sealed_name(name),
        "sealed_contact": seal(contact),
        "contact_key": contacts.key_of(contact),
    }


def _open(*, county, on: date, photos, by, **told) -> Question:
    """Number the question and keep its photos. It belongs to the county till assigned."""
    matter = told["matter"]
    if matter.county_id != county.pk or not matter.is_open:
        raise ValidationError(
            {"matter": _("Choose one of the matters of this county.")}
        )
    if matter.route:
        raise ValidationError({"matter": matter.route_shown})
    if len(photos) > MOST_PHOTOS:
        raise ValidationError(
            {
                "photos": _("A question carries up to %(most)d photos.")
                % {"most": MOST_PHOTOS}
            }
        )
    if told["is_minor"] and told["publicity"] == Publicity.NAMED:
        told["publicity"] = Publicity.NAMELESS
    question = Question(unit=county, **told)
    try:
        open_case(question, by=by, on=on)
    except ValidationError:
        known = _sent_before(told.get("client_key"))
        if known:
            return known
        raise
    for position, photo in enumerate(photos):
        title = f"{question.number}-{position + 1}"
        picture = keep_photo(photo, unit=county, by=by, title=title)
        QuestionPhoto.objects.create(
            question=question, picture=picture, position=position
        )
    return question


def _new_proof(question: Question, *, now: datetime) -> None:
    """A code for it, once: the same form may have been sent twice over a weak line."""
    proof, made = Proof.objects.get_or_create(
        question=question, defaults=proving.a_code(now=now)
    )
    if made:
        send_code(proof)


@transaction.atomic
def send_code_again(question: Question, *, now: datetime) -> None:
    """Another code, for one that did not arrive. Raises ``RuleBroken`` after three."""
    proof = Proof.objects.select_for_update().filter(question=question).first()
    if question.state != "unproven" or proof is None:
        raise WrongState(_("This question is confirmed already."))
    proving.renew(proof, now=now)
    send_code(proof)


def confirm_question(
    question: Question,
    *,
    code: str,
    now: datetime,
    today: date,
    address: str = "",
    keep: Callable[[str], None] | None = None,
) -> str:
    """The contact is the asker's: the question comes in, and its clock starts.

    Returns the query code, which is told this once; ``keep`` is called with it in the
    same transaction, so that nobody has a question whose code was lost on the way.
    Raises ``RuleBroken`` for a wrong code; that it was tried stays counted.
    """
    if not _is_right(question, code, now=now):
        raise proving.wrong()
    with transaction.atomic():
        told = _come_in(question, now=now, today=today)
        if keep:
            keep(told)
    proving.came_back(address)
    return told


@transaction.atomic
def _is_right(question: Question, code: str, *, now: datetime) -> bool:
    proof = Proof.objects.select_for_update().filter(question=question).first()
    return proving.fits(proof, code, now=now)


@transaction.atomic
def _come_in(question: Question, *, now: datetime, today: date) -> str:
    """From now on it is the office's work; its day of receipt is today."""
    move(question, "confirm", by=None)
    code = codes.new_code()
    question.code_key = codes.key_of(question.number, question.county_id, code)
    question.confirmed_at = now
    question.save(update_fields=["code_key", "confirmed_at"])
    Proof.objects.filter(question=question).delete()
    term = term_of(question.county, question.kind, day=today)
    put_mark(question, Act.START, on=today, by=None, workdays=term)
    return code


def let_lapse(*, now: datetime) -> int:
    """Empty what was never confirmed within a day. Returns how many questions."""
    over = now - timedelta(hours=HOURS_TO_CONFIRM)
    old = Question.objects.filter(state="unproven", asked_at__lt=over)
    return sum(_lapse(question) for question in old)


def _lapse(question: Question) -> bool:
    """Whether it is over: whoever confirms at that moment comes in."""
    try:
        with transaction.atomic():
            move(question, "lapse", by=None)
            forget_words(question)
    except WrongState:
        return False
    return True


def forget_words(question: Question) -> None:
    """Delete what somebody sent and nobody is to read."""
    Proof.objects.filter(question=question).delete()
    forget_photos(question)
    Question.objects.filter(pk=question.pk).update(
        title="—",
        text="—",
        more=[],
        spot="",
        sealed_name="",
        sealed_contact="",
        contact_key="",
        way=Way.NONE,
        client_key=None,
    )
    QUESTION_WORDS.keep(Question.objects.filter(pk=question.pk))


def forget_photos(question: Question) -> None:
    """Delete the photos of a question, with their files."""
    for photo in question.photos.select_related("picture"):
        picture = photo.picture
        forget_copy(photo)
        photo.delete()
        picture.delete()
