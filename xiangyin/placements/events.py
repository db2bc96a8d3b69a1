"""What the ledger announces."""

from dataclasses import dataclass

from xiangyin.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class WorkRegistered(Event):
    """A work was registered, or its text corrected: look for who carried it."""

    work_id: int


@dataclass(frozen=True, kw_only=True)
class ArticlesKept(Event):
    """New articles of a county were kept: look for what they carry."""

    county_id: int


@dataclass(frozen=True, kw_only=True)
class PlacementConfirmed(Event):
    """An editor confirmed that an outlet carried a work."""

    placement_id: int
