"""When this happens, the answers desk does that."""

from .services import asker, erasing, notices  # noqa: F401 -- register what they do
