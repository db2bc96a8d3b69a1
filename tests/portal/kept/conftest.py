import gc
from datetime import date

import pytest

from tests.portal.kept_house import Reader
from tests.portal.paper import a_picture, a_site, a_story
from xiangyin.newsroom.models import Theme


@pytest.fixture(autouse=True)
def _files_are_closed_before_the_next_test():
    yield
    gc.collect()


@pytest.fixture
def home(county):
    return a_site(county)


@pytest.fixture
def theme(county):
    return Theme.objects.create(unit=county, slug="harvest", name="田里的一年")


@pytest.fixture
def story(home, theme):
    return a_story(
        home,
        title="石桥修好了",
        theme=theme,
        cover=a_picture(),
        cover_alt="石桥",
        on=date(2026, 5, 3),
    )


@pytest.fixture
def reader(tmp_path, home):
    return Reader(tmp_path)
