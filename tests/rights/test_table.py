"""The table is complete: each address has a row, and each row an address."""

from .routes import every_route
from .table import DESKS, TABLE


def test_every_address_has_a_row():
    assert sorted(set(every_route()) - set(TABLE)) == []


def test_every_row_has_an_address():
    assert sorted(set(TABLE) - set(every_route())) == []


def test_no_address_stands_on_two_desks():
    assert len(TABLE) == sum(len(rows) for rows in DESKS.values())
