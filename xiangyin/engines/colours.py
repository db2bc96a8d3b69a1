"""Which colours can be read on which: the contrast of WCAG 2.2, and the nearest that has it."""

import colorsys
import re

AA = 4.5
HEX = re.compile(r"#[0-9a-f]{6}")
STEPS = 256


def luminance(colour: str) -> float:
    """How bright ``#rrggbb`` is, from 0 to 1.

    >>> luminance("#000000"), luminance("#ffffff")
    (0.0, 1.0)
    """
    parts = (value / 255 for value in bytes.fromhex(colour[1:]))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21.

    >>> round(contrast("#ffffff", "#000000"), 1), round(contrast("#777777", "#ffffff"), 2)
    (21.0, 4.48)
    """
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def is_readable(colour: str, *, on: tuple[str, ...]) -> bool:
    """Whether letters of ``colour`` can be read on each of ``on`` (level AA)."""
    return all(contrast(colour, ground) >= AA for ground in on)


def nearest_readable(colour: str, *, on: tuple[str, ...]) -> str:
    """The colour of the same hue, as near in lightness as can be, that is readable.

    It is made darker on light grounds and lighter on dark ones. Where nothing can be
    read on all of them, it is white.

    >>> nearest_readable("#a3301c", on=("#ffffff",))
    '#a3301c'
    >>> is_readable(nearest_readable("#ffd000", on=("#ffffff",)), on=("#ffffff",))
    True
    >>> nearest_readable("#777777", on=("#ffffff", "#000000"))
    '#ffffff'
    >>> is_readable(nearest_readable("#1a2a6b", on=("#171512",)), on=("#171512",))
    True
    """
    if is_readable(colour, on=on):
        return colour
    hue, start, fullness = colorsys.rgb_to_hls(
        *(value / 255 for value in bytes.fromhex(colour[1:]))
    )
    end = 0.0 if all(luminance(ground) > 0.18 for ground in on) else 1.0
    for step in range(1, STEPS):
        light = start + (end - start) * step / STEPS
        tried = _hex(colorsys.hls_to_rgb(hue, light, fullness))
        if is_readable(tried, on=on):
            return tried
    return "#ffffff"


def _hex(parts) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
