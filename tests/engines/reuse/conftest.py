"""The kernels are compiled before the clock of any test runs."""

import numpy as np
import pytest
from numba import config

from xiangyin.engines.reuse.tracing import warm_up


@pytest.fixture(scope="session", autouse=True)
def warm():
    if config.DISABLE_JIT:
        # Hashes run over, as they do without a word when compiled.
        np.seterr(over="ignore")
    warm_up()
