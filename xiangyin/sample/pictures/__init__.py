"""Pictures of the sample county: prints made from a seed, no photographs, no people.

The sample must look like a place without showing a real one. Every picture is drawn by
rule from its motif and its seed, so the same story always carries the same picture and
nothing has to be downloaded, licensed or stored.
"""

import random
from collections.abc import Callable
from typing import NamedTuple

from . import (
    boats,
    civic,
    evenings,
    fields,
    groves,
    market,
    reading,
    roads,
    rooms,
    villages,
    waters,
    weather,
    works,
)
from .palette import PALETTES
from .sheet import Sheet

DAY = ("dawn", "morning", "spring", "summer", "haze")
EVENING = ("dusk", "night")


class Motif(NamedTuple):
    """How a motif is painted, and in which lights it may be seen."""

    paint: Callable[[Sheet], None]
    lights: tuple[str, ...]


TABLE = {
    "tea": Motif(fields.tea, DAY),
    "rice": Motif(fields.rice, (*DAY, "autumn", "dusk")),
    "rape": Motif(fields.rape, ("morning", "spring", "dawn")),
    "orange": Motif(groves.oranges, ("autumn", "morning", "dawn", "haze")),
    "bamboo": Motif(groves.bamboo, ("morning", "spring", "haze", "summer")),
    "river": Motif(waters.river, (*DAY, "autumn", "dusk")),
    "reservoir": Motif(waters.reservoir, (*DAY, "autumn")),
    "bridge": Motif(waters.bridge, (*DAY, "autumn", "dusk")),
    "road": Motif(roads.road, (*DAY, "autumn")),
    "bus": Motif(roads.bus, (*DAY, "autumn")),
    "school": Motif(civic.school, (*DAY, "autumn")),
    "clinic": Motif(civic.clinic, DAY),
    "library": Motif(reading.library, ("morning", "spring", "autumn", "dawn")),
    "market": Motif(market.market, ("dawn", "morning", "spring", "haze")),
    "workshop": Motif(rooms.workshop, ("dusk", "autumn", "haze", "winter")),
    "factory": Motif(works.factory, ("dawn", "morning", "haze", "dusk", "autumn")),
    "boat": Motif(boats.boat, ("dawn", "morning", "summer", "spring")),
    "lantern": Motif(evenings.lanterns, EVENING),
    "opera": Motif(evenings.opera, EVENING),
    "snow": Motif(weather.snow, ("winter",)),
    "rain": Motif(weather.rain, ("rain",)),
    "flood": Motif(weather.flood, ("flood", "rain")),
    "hills": Motif(weather.hills, (*DAY, "autumn", "dusk")),
    "village": Motif(villages.village, (*DAY, "autumn", "dusk")),
    "greenhouse": Motif(works.greenhouse, ("dawn", "morning", "spring", "haze")),
    "fish": Motif(waters.fish, (*DAY, "autumn")),
    "herbs": Motif(works.herbs, ("autumn", "morning", "dawn", "summer")),
    "bench": Motif(villages.bench, (*DAY, "autumn", "dusk")),
    "night": Motif(evenings.night, ("night",)),
    "noodles": Motif(rooms.noodles, ("dawn", "morning", "autumn", "haze")),
    "field": Motif(fields.field, (*DAY, "autumn")),
    "machine": Motif(groves.machine, ("summer", "autumn", "dusk", "morning")),
    "bookshelf": Motif(reading.bookshelf, ("dawn", "morning", "autumn", "dusk")),
    "square": Motif(villages.square, (*DAY, "autumn", "dusk")),
}
MOTIFS = tuple(TABLE)


def draw(motif: str, *, seed: str, size: tuple[int, int] = (1200, 800)) -> bytes:
    """Return a picture of ``motif`` as a JPEG of ``size`` pixels.

    The same motif, seed and size give the same bytes. Raises ``KeyError`` for a motif
    that is not in ``MOTIFS``.
    """
    paint, lights = TABLE[motif]
    rng = random.Random(f"{motif}/{seed}")  # noqa: S311 - a picture, not a secret
    sheet = Sheet(size, PALETTES[rng.choice(lights)], rng)
    paint(sheet)
    if rng.random() < 0.5:
        sheet.turn_over()
    return sheet.printed()
