"""What the ledger announces."""

from dataclasses import dataclass

from xiangyin.kernel.events import Event

# Facts that are surely heard of, told by letter (decisions 0003 and 0033): a work was
# registered or its text corrected; articles of a county were kept.
REGISTERED = "placements.work_registered"
KEPT = "placements.articles_kept"


@dataclass(frozen=True, kw_only=True)
class PlacementConfirmed(Event):
    """An editor confirmed that an outlet carried a work."""

    placement_id: int
