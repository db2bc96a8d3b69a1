import gc

import pytest

from tests.factories.people import a_county
from tests.portal.paper import a_site


@pytest.fixture(autouse=True)
def _files_are_closed_before_the_next_test():
    yield
    gc.collect()


@pytest.fixture
def home(county):
    return a_site(county)


@pytest.fixture
def other(county):
    """A second county with a site of its own."""
    far = a_county("yunhe", "云河县")
    return a_site(far, hostname="yunhe.example", name="云河融媒", is_default=False)
