"""No one gets round the three readings, by any of Wagtail's side doors."""

import pytest
from django.db import transaction

from . import attacks
from .doors import (
    a_draft,
    a_live_story,
    a_newsroom,
    everything_public,
    knock,
    with_unread_edit,
)

ATTACKERS = ("superuser", "all_three", "administrator")


def name_of(attack) -> str:
    return attack.__name__


@pytest.fixture
def newsroom(county):
    return a_newsroom(county)


def one_after_the_other(newsroom):
    """Let every attacker try on the same newsroom, as if the others had not."""
    for attacker in ATTACKERS:
        newsroom.people["attacker"] = newsroom.people[attacker]
        with transaction.atomic():
            yield attacker, knock(newsroom.attacker)
            transaction.set_rollback(True)


@pytest.mark.parametrize("attack", attacks.PUBLISH, ids=name_of)
def test_no_door_publishes_a_draft(newsroom, attack):
    draft = a_draft(newsroom)

    for attacker, client in one_after_the_other(newsroom):
        response = attack(client, newsroom, draft)

        assert everything_public() == {}, attacker
        assert response.status_code < 500


@pytest.mark.parametrize("attack", [*attacks.PUBLISH, *attacks.DELETE], ids=name_of)
def test_no_door_changes_a_public_text(newsroom, attack):
    story = with_unread_edit(newsroom, a_live_story(newsroom))
    before = everything_public()

    for attacker, client in one_after_the_other(newsroom):
        response = attack(client, newsroom, story)

        assert everything_public() == before, attacker
        assert response.status_code < 500
