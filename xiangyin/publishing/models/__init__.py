"""Where stories go, and what became of each on its way."""

from .channel import Channel
from .dispatch import Dispatch
from .item import Item

__all__ = ["Channel", "Dispatch", "Item"]
