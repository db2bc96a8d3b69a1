"""An office in a database of its own, that was backed up."""

from types import SimpleNamespace

import pytest

from tests.elsewhere import a_copy, moved_to
from tests.factories.newsroom import a_photo, a_tip, open_newsroom
from tests.factories.people import a_county
from xiangyin.kernel.backup import make_backup


@pytest.fixture
def _django_db_helper(django_db_setup, django_db_blocker):
    """No transaction around these tests: they commit, to a database of their own."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def office(tmp_path, settings, db):
    """Written for good to a database of its own; what is used stays in it."""
    folder = tmp_path / "office"
    with a_copy(folder) as name, moved_to(name, folder, settings):
        room = open_newsroom(a_county())
        tip = a_tip(room, contact="某人 138", photos=[a_photo()])
        yield SimpleNamespace(room=room, tip=tip, folder=folder, name=name)


@pytest.fixture
def backup(office, tmp_path):
    path = tmp_path / "office.tar"
    make_backup(path)
    return path
