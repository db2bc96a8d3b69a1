"""The inks: a few colours for each light of the day and season.

A printmaker mixes a dozen inks and lives with them; a picture here does the same, so
that a page with ten of them looks like one hand made them.
"""

from dataclasses import dataclass

Colour = tuple[int, ...]


@dataclass(frozen=True)
class Inks:
    """One set of inks. ``far`` to ``near`` is the walk of the hills out of the haze."""

    name: str
    sky: Colour
    low: Colour
    sun: Colour
    far: Colour
    near: Colour
    dark: Colour
    grass: Colour
    leaf: Colour
    soil: Colour
    water: Colour
    paper: Colour
    red: Colour
    gold: Colour
    wall: Colour
    roof: Colour

    @property
    def lit(self) -> bool:
        """Tell whether lamps are on."""
        return self.name in {"night", "dusk"}


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Return ``one`` with ``share`` (0 to 1) of ``other`` stirred in.

    >>> mix((0, 0, 0), (200, 100, 50), 0.5)
    (100, 50, 25)
    """
    (a, b, c), (x, y, z) = one[:3], other[:3]
    return (
        round(a + (x - a) * share),
        round(b + (y - b) * share),
        round(c + (z - c) * share),
    )


def thin(colour: Colour, cover: float) -> Colour:
    """Return the ink thinned so that it covers what lies below by ``cover``."""
    return (*colour[:3], round(255 * cover))


def _inks(name: str, colours: str) -> Inks:
    return Inks(name, *(tuple(bytes.fromhex(colour)) for colour in colours.split()))


#        sky    low    sun    far    near   dark   grass  leaf
#        soil   water  paper  red    gold   wall   roof
_MIXED = {
    "dawn": "8db4c6 fddcb4 f07f56 cbbbb6 3c6266 20373c b3b774 5a8358 "
    "b78f6b b5cacb fbf1de c9523a e5b256 f5ead6 55646a",
    "morning": "b3d0d0 f7efda f4c66a b4cbbe 2f6a55 1d3d36 a4bf74 4f8a55 "
    "c29a6c b3d2cf fcf5e4 cf553c ecc04e f8f0df 4f5f63",
    "spring": "a2d0df fff0d6 f79a70 b9d2c4 42805f 24473c b3c96f 6aa05a "
    "c9a47a bcdcdc fff6e6 d8644c f3cb45 fbf2e2 5d6c70",
    "summer": "7fb4c6 f0f1dc fbe6a8 a3c8c6 1f6352 12352f 8fb65c 3b8150 "
    "b98b5c 93c3ca fcf6e3 cc4f38 eebd48 f7f0de 46575c",
    "autumn": "afc6c6 fce3b4 e2682c bdb8a2 70603c 38301f d3b35c c56d2c "
    "b07d52 c2c8b6 fbf0da b8432c e0a63c f4e8d2 5b5450",
    "dusk": "566a94 fbbb84 ec5434 b98d9c 3d3d5c 1f2138 8f8c6c 4f6559 "
    "8b6a62 cf9f90 fbe4c8 c8452f f0b45c ecd3bd 3f4257",
    "haze": "bfd5c6 f8eed2 ee9a68 bfd0c0 4a7362 213e38 b6c47f 639059 "
    "bf9a6e c2d6cc fbf4e1 c9503a e8b955 f6eddb 56656a",
    "rain": "788c96 d0d6cf d9cfb8 a7b6b5 36524f 1c2f32 93a67f 517563 "
    "92816d aabab9 eef0e8 b9523f d2ad5c e4e4da 43525a",
    "flood": "76858b d9cfba d8c7a0 a9afa7 46574f 26332f 98a078 5a745a "
    "a5825c b99f78 f1e9d8 b94e37 d6a950 e6dcc8 4c5356",
    "winter": "a9bbc9 f3ede2 ea8866 bac7d1 4c6275 28384a dfe4e4 5b7480 "
    "a89c90 c3d1d9 faf8f2 c64f3d dfb765 efe8dc 56626e",
    "night": "14213d 4b6680 f7ebc8 375470 14243c 0b1526 2f4f4d 25484a "
    "3b4152 2c4a66 f9e9c2 d9523a f7c564 64758a 17253c",
}

PALETTES: dict[str, Inks] = {name: _inks(name, c) for name, c in _MIXED.items()}

CITRUS: Colour = (70, 124, 74)
"""The leaves of orange trees and greens, which do not turn in autumn."""
