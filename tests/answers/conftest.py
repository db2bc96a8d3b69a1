import pytest

from tests.factories.answers import open_desk
from tests.factories.newsroom import open_newsroom


@pytest.fixture
def desk(county):
    """A county's desk of questions, beside its newsroom."""
    open_newsroom(county)
    return open_desk(county)
