import pytest

from . import news as paper


@pytest.fixture(scope="module")
def expected():
    """The rows as one machine tells them."""
    return paper.on_one_machine()


@pytest.fixture
def printed(tmp_path):
    """A folder with the paper's stories and articles."""
    paper.write(tmp_path)
    return tmp_path
