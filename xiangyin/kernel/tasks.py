"""What the kernel does by itself, at night."""

from .schedule import every
from .services.client_keys import sweep

every(hours=24)(sweep)
