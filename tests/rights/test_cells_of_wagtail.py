"""Every address of Wagtail's screens answers as the table says."""

import pytest

from .comparing import deviations, rows_of
from .table import DESKS

pytestmark = pytest.mark.django_db
WAGTAILS = (
    *("pages", "choosers", "pictures", "frame"),
    *("workflows", "reports", "settings", "lists", "documents"),
)
ROWS = rows_of(*(DESKS[desk] for desk in WAGTAILS))


@pytest.mark.parametrize(("name", "row"), ROWS, ids=[name for name, _row in ROWS])
def test_an_address_answers_everybody_as_meant(street, name, row):
    assert deviations(street, name, row) == []
