"""A letter leaves once; what fails is tried again, later each time, and given up."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.people import PersonFactory
from xiangyin.kernel.models import Letter
from xiangyin.kernel.reports import failed_letters
from xiangyin.kernel.services import outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def handler(monkeypatch):
    """Deliver letters of kind ``test`` by a list that fails while told to."""

    class Handler:
        fails_with = None
        delivered = []

        def __call__(self, letter):
            if self.fails_with:
                raise self.fails_with
            self.delivered = [*self.delivered, letter.key]

    handler = Handler()
    monkeypatch.setitem(outbox._handlers, "test", handler)
    return handler


def come_due(letter) -> None:
    Letter.objects.filter(pk=letter.pk).update(next_try_at=timezone.now())


def test_a_letter_is_delivered_once(handler):
    outbox.post("test", key="a", payload={})
    outbox.post("test", key="a", payload={})

    rounds = [outbox.deliver_due(), outbox.deliver_due()]

    assert rounds == [1, 0]
    assert handler.delivered == ["a"]
    assert Letter.objects.get().state == Letter.State.DELIVERED


def test_a_letter_waits_for_its_time(handler):
    later = timezone.now() + timedelta(hours=1)
    outbox.post("test", key="a", payload={}, at=later)

    assert outbox.deliver_due() == 0
    assert handler.delivered == []


def test_a_failed_letter_is_tried_later_each_time(handler):
    handler.fails_with = OSError("no line")
    letter = outbox.post("test", key="a", payload={})

    waits = []
    for _try in range(3):
        come_due(letter)
        before = timezone.now()
        outbox.deliver_due()
        letter.refresh_from_db()
        waits.append(round((letter.next_try_at - before).total_seconds() / 60))

    assert waits == [1, 2, 4]
    assert letter.state == Letter.State.WAITING
    assert letter.last_error == "OSError: no line"


def test_after_eight_tries_a_letter_is_given_up(handler):
    handler.fails_with = OSError("no line")
    letter = outbox.post("test", key="a", payload={})

    for _try in range(9):
        come_due(letter)
        outbox.deliver_due()

    letter.refresh_from_db()
    assert (letter.attempts, letter.state) == (8, Letter.State.GIVEN_UP)


def test_the_operator_lets_a_letter_be_tried_again(handler):
    handler.fails_with = OSError("no line")
    letter = outbox.post("test", key="a", payload={})
    Letter.objects.filter(pk=letter.pk).update(attempts=7)
    outbox.deliver_due()
    handler.fails_with = None
    letter.refresh_from_db()

    outbox.try_again(letter)

    assert outbox.deliver_due() == 1
    assert handler.delivered == ["a"]


def test_no_answer_is_told_apart_from_a_refusal(handler):
    handler.fails_with = outbox.NotYetKnown("the line broke after sending")
    letter = outbox.post("test", key="a", payload={})

    outbox.deliver_due()

    letter.refresh_from_db()
    assert letter.state == Letter.State.UNKNOWN


def test_of_two_workers_one_gets_the_letter(handler):
    letter = outbox.post("test", key="a", payload={})
    now = timezone.now()

    taken = [outbox.lease(letter.pk, now=now), outbox.lease(letter.pk, now=now)]

    assert taken == [True, False]


def test_a_lease_that_ran_out_is_taken_over(handler):
    letter = outbox.post("test", key="a", payload={})
    outbox.lease(letter.pk, now=timezone.now())
    Letter.objects.update(leased_until=timezone.now() - timedelta(seconds=1))

    assert outbox.deliver_due() == 1


@pytest.fixture
def partner(monkeypatch):
    """A receiver that knows no keys: whatever comes is done, also a second time."""

    class Partner:
        done = 0
        answers = True

        def carry(self, letter):
            self.done += 1
            if not self.answers:
                raise outbox.NotYetKnown("the line broke after sending")
            return "taken"

        def has(self, letter):
            return "had it" if self.done else None

    partner = Partner()
    monkeypatch.setitem(outbox._handlers, "call", lambda letter, *, receipt: None)
    monkeypatch.setitem(outbox._carriers, "call", partner.carry)
    monkeypatch.setitem(outbox._askers, "call", partner.has)
    return partner


def test_a_letter_whose_worker_died_is_unknown_and_its_try_counted(partner):
    letter = outbox.post("call", key="a", payload={})

    outbox.lease(letter.pk, now=timezone.now())

    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == (Letter.State.UNKNOWN, 1)


def test_a_letter_that_only_writes_stays_waiting_when_its_worker_dies(handler):
    letter = outbox.post("test", key="a", payload={})

    outbox.lease(letter.pk, now=timezone.now())

    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == (Letter.State.WAITING, 1)


def lose_the_answer(partner, letter) -> None:
    partner.answers = False
    outbox.deliver_due()
    partner.answers = True
    come_due(letter)


def test_who_knows_no_keys_is_asked_before_a_second_try(partner):
    letter = outbox.post("call", key="a", payload={})
    lose_the_answer(partner, letter)

    outbox.deliver_due()

    letter.refresh_from_db()
    assert (letter.state, partner.done) == (Letter.State.DELIVERED, 1)


def test_without_asking_it_is_done_twice(partner, monkeypatch):
    monkeypatch.delitem(outbox._askers, "call")
    letter = outbox.post("call", key="a", payload={})
    lose_the_answer(partner, letter)

    outbox.deliver_due()

    assert partner.done == 2


def test_who_has_nothing_when_asked_is_called(partner):
    letter = outbox.post("call", key="a", payload={})
    outbox.lease(letter.pk, now=timezone.now())
    Letter.objects.update(leased_until=timezone.now() - timedelta(seconds=1))

    assert (outbox.deliver_due(), partner.done) == (1, 1)


def test_the_operators_try_asks_too(partner):
    letter = outbox.post("call", key="a", payload={})
    lose_the_answer(partner, letter)
    letter.refresh_from_db()

    outbox.try_again(letter)
    between = letter.state
    outbox.deliver_due()

    assert (between, partner.done) == (Letter.State.UNKNOWN, 1)


def test_a_worker_that_woke_up_late_changes_nothing(handler):
    letter = outbox.post("test", key="a", payload={})
    outbox.lease(letter.pk, now=timezone.now())
    Letter.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    late = Letter.objects.get()
    outbox.deliver_due()

    handled = outbox.deliver(late)
    outbox.put_back(late, OSError("too late"))

    letter.refresh_from_db()
    assert (handled, handler.delivered) == (False, ["a"])
    assert letter.state == Letter.State.DELIVERED


def test_a_letter_that_kills_its_worker_each_time_is_given_up(handler):
    letter = outbox.post("test", key="a", payload={})
    for _death in range(8):
        outbox.lease(letter.pk, now=timezone.now())
        Letter.objects.update(leased_until=timezone.now() - timedelta(seconds=1))

    outbox.deliver_due()

    letter.refresh_from_db()
    assert (letter.state, handler.delivered) == (Letter.State.GIVEN_UP, [])
    assert letter.last_error.startswith("WorkerDied")


def test_what_a_worker_is_at_is_no_failure_yet_and_is_one_when_it_died(partner, county):
    operator = PersonFactory(is_superuser=True)
    letter = outbox.post("call", key="a", payload={}, county=county)
    outbox.lease(letter.pk, now=timezone.now())
    during = list(failed_letters(operator))

    Letter.objects.update(leased_until=timezone.now() - timedelta(seconds=1))

    assert (during, list(failed_letters(operator))) == ([], [letter])
