"""A desk whose county is open to applications, and the key of one."""

import pytest
from django.utils import timezone

from tests.factories.answers import (
    open_desk,
)
from tests.factories.newsroom import open_newsroom
from xiangyin.answers.services.applications import make_application


@pytest.fixture
def desk(county):
    open_newsroom(county)
    desk = open_desk(county)
    desk.matter.ask_also = "哪个路口？\n从什么时候开始？"
    desk.matter.save()
    return desk


@pytest.fixture
def key(desk):
    _application, key = make_application(
        desk.county, by=desk.coordinator, name="随手拍", now=timezone.now()
    )
    return key


@pytest.fixture
def today():
    return timezone.localdate()
