"""One world for all tests of this folder: it is put back after each request."""

import pytest
from django.db import transaction
from django.test import override_settings

from tests.gateways.fakes import FakeFetch

from .knocking import Street
from .world import two_counties

NOBODY_ANSWERS = FakeFetch()


@pytest.fixture(scope="package")
def street(django_db_setup, django_db_blocker):
    # Who logged in stays fresh: no answer depends on how long the tests have run.
    # And nobody out there answers.
    fresh = override_settings(
        ACCOUNT_REAUTHENTICATION_TIMEOUT=86_400,
        XIANGYIN_FETCH="tests.rights.conftest.NOBODY_ANSWERS",
    )
    with django_db_blocker.unblock(), transaction.atomic(), fresh:
        yield Street(two_counties())
        transaction.set_rollback(True)


@pytest.fixture
def _django_db_helper(street):
    """In place of a transaction for each test, which would close the world's own."""
