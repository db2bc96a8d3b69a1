import pytest

from tests.factories.films import TEXT, a_film, film_block
from tests.factories.people import PersonFactory
from tests.portal.paper import a_site, a_story
from xiangyin.kernel.rights import Role


@pytest.fixture
def home(county):
    return a_site(county)


@pytest.fixture
def editor(county):
    return PersonFactory(posts=[(Role.EDITOR, county)])


@pytest.fixture
def shown(home, county):
    """A film in a public story, and the story."""
    film = a_film(county)
    return film, a_story(home, body=[TEXT, film_block(film)])
