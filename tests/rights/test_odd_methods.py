"""Methods that no screen sends are refused everywhere, and change nothing."""

import pytest
from django.test import override_settings

from .knocking import address_of
from .meant import Who
from .table import TABLE

pytestmark = pytest.mark.django_db
ADMINISTRATOR = Who("administrator county here", "administrator", "county", "here")
EDITOR = Who("editor county here", "editor", "county", "here")
GUARD = "xiangyin.portal.middleware.known_methods"
PATCHED = "wagtailadmin_dismissibles"


def answers(street, method, who=ADMINISTRATOR) -> dict:
    """What each address of the table answers to a method, and what it wrote."""
    things = street.world.here.things
    found = {}
    for name, row in TABLE.items():
        answer = street.ask(who, address_of(name, row, things), method)
        found[name] = (answer.status, bool(answer.wrote))
    return found


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_no_address_takes_a_method_that_no_screen_sends(street, method):
    found = answers(street, method)

    if method == "patch":
        del found[PATCHED]
    assert set(found.values()) == {(405, False)}


def test_asking_what_is_allowed_changes_nothing_and_breaks_nothing(street):
    found = answers(street, "options")

    assert {name for name, (status, wrote) in found.items() if wrote} == set()
    assert {name for name, (status, _wrote) in found.items() if status >= 500} == set()


def test_without_the_guard_put_would_be_a_second_way_to_delete(street, settings):
    without = [name for name in settings.MIDDLEWARE if name != GUARD]
    street.browsers.clear()

    with override_settings(MIDDLEWARE=without):
        url = address_of(
            "themes:delete", TABLE["themes:delete"], street.world.here.things
        )
        answer = street.ask(EDITOR, url, "put")

    street.browsers.clear()
    assert answer.wrote
