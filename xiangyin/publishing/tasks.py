"""Work done later: letters that carry items to channels."""

from xiangyin.kernel.services.outbox import delivers

from .services.delivery import carry, note_arrival
from .services.items import SENT

delivers(SENT, carried_by=carry)(note_arrival)
