"""Every address of the desks, the office and the public site answers as the table says."""

import pytest

from .comparing import deviations, rows_of
from .table import DESKS

pytestmark = pytest.mark.django_db
OURS = (
    *("newsroom", "publishing", "placements", "answers"),
    *("workbench", "office", "site"),
)
OF_THE_SITE = ("pages beside", "kept site")
ROWS = rows_of(*(DESKS[desk] for desk in (*OURS, *OF_THE_SITE, "accounts")))


@pytest.mark.parametrize(("name", "row"), ROWS, ids=[name for name, _row in ROWS])
def test_an_address_answers_everybody_as_meant(street, name, row):
    assert deviations(street, name, row) == []
