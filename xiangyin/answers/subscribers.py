"""When this happens, the answers desk does that."""

from .services import (  # noqa: F401 -- register what they do
    asker,
    correcting,
    erasing,
    following,
    knowledge,
    notices,
)
