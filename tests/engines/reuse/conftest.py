"""The kernels are compiled before the clock of any test runs."""

import pytest

from xiangyin.engines.reuse.tracing import warm_up


@pytest.fixture(scope="session", autouse=True)
def warm():
    warm_up()
