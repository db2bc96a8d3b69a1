import pytest


@pytest.fixture
def two_steps(settings):
    """What production asks for."""
    settings.XIANGYIN_SECOND_FACTOR = True
