"""The sheet of paper: flat shapes, graded inks, mist, reflections, and the print.

Painters measure in points of a sheet that is 800 high (1200 wide at 3:2), whatever the
size in pixels. Everything is drawn twice as large and averaged down, which is what
gives flat shapes a clean edge at little cost.
"""

import io
import random
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .palette import Colour, Inks, mix, thin

HEIGHT = 800.0
SUPER = 2
QUALITIES = (82, 74)
PIXELS_A_BYTE = 6
"""A picture of 1200 by 800 should stay below 160 kB; the rare one that would not is
saved a little coarser."""
Points = Iterable[tuple[float, float]]


class Sheet:
    """A picture being made, with its inks and its own dice."""

    def __init__(self, size: tuple[int, int], inks: Inks, rng: random.Random):
        self.size, self.inks, self.rng = size, inks, rng
        self.k = SUPER * size[1] / HEIGHT
        self.w, self.h = HEIGHT * size[0] / size[1], HEIGHT
        full = (size[0] * SUPER, size[1] * SUPER)
        self.image = Image.new("RGB", full, inks.paper)
        self._opaque = ImageDraw.Draw(self.image)
        self._thinned = ImageDraw.Draw(self.image, "RGBA")

    # Flat shapes. A colour of four numbers is thinned ink: it lets through.

    def _pen(self, colour: Colour) -> ImageDraw.ImageDraw:
        return self._opaque if len(colour) == 3 else self._thinned

    def _flat(self, points: Points) -> list[float]:
        if isinstance(points, np.ndarray):
            return (points * self.k).ravel().tolist()
        k = self.k
        return [part * k for point in points for part in point]

    def poly(self, points: Points, colour: Colour) -> None:
        """Fill a shape."""
        self._pen(colour).polygon(self._flat(points), fill=colour)

    def cut(self, points: Points, colour: Colour) -> None:
        """Fill a shape whose block was laid a hair out of register: paper shows."""
        edge = shift(points, -1.6, -1.3)
        self.poly(edge, thin(self.inks.paper, 0.4))
        self.poly(points, colour)

    def box(self, x0: float, y0: float, x1: float, y1: float, colour: Colour) -> None:
        """Fill an upright rectangle."""
        self.poly([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], colour)

    def line(self, points: Points, colour: Colour, width: float = 2) -> None:
        """Draw a stroke through the points."""
        wide = max(1, round(width * self.k))
        joint = "curve" if wide > 5 else None
        self._pen(colour).line(self._flat(points), colour, wide, joint)

    def dot(self, x: float, y: float, r: float, colour: Colour) -> None:
        """Fill a circle."""
        self.oval(x, y, r, r, colour)

    def oval(self, x: float, y: float, rx: float, ry: float, colour: Colour) -> None:
        """Fill an ellipse."""
        k = self.k
        bounds = ((x - rx) * k, (y - ry) * k, (x + rx) * k, (y + ry) * k)
        self._pen(colour).ellipse(bounds, fill=colour)

    # Graded inks.

    def shade(
        self,
        points: Points,
        top: Colour,
        foot: Colour,
        *,
        span: tuple[float, float] | None = None,
    ) -> None:
        """Fill a shape with ink wiped from ``top`` to ``foot``: a *bokashi* block.

        ``span`` gives the heights between which it changes; the shape's own otherwise.
        """
        spots = np.asarray(points, dtype=float) * self.k
        (x0, y0), (x1, y1) = spots.min(axis=0), spots.max(axis=0)
        x0, y0 = max(0, int(x0)), max(0, int(y0))
        x1 = min(self.image.width, int(x1) + 1)
        y1 = min(self.image.height, int(y1) + 1)
        if x1 <= x0 or y1 <= y0:
            return
        start, end = (y * self.k for y in span) if span else (y0, y1)
        share = np.clip((np.arange(y0, y1) - start) / max(1, end - start), 0, 1)
        strip = _graded(share, top, foot)
        mask = Image.new("1", (x1 - x0, y1 - y0))
        ImageDraw.Draw(mask).polygon((spots - (x0, y0)).ravel().tolist(), fill=1)
        self.image.paste(strip.resize(mask.size, Image.NEAREST), (x0, y0), mask)

    def fade(self, y0: float, y1: float, top: Colour, foot: Colour) -> None:
        """Grade the whole width between two heights."""
        start, end = round(y0 * self.k), min(self.image.height, round(y1 * self.k))
        if end > start:
            strip = _graded(np.linspace(0, 1, end - start), top, foot)
            wide = strip.resize((self.image.width, end - start), Image.NEAREST)
            self.image.paste(wide, (0, start))

    def glow(
        self, x: float, y: float, r: float, colour: Colour, strength: float = 0.5
    ) -> None:
        """Let a light spread softly round a point."""
        side = max(4, round(r * self.k / 4) * 8)
        mask = _halo(side, round(strength, 2))
        corner = (round(x * self.k) - side // 2, round(y * self.k) - side // 2)
        self.image.paste(colour[:3], corner, mask)

    def mist(self, y: float, depth: float, colour: Colour, cover: float = 0.7) -> None:
        """Lay a bank of mist across the sheet, thick at ``y``, ragged at its edge."""
        across = np.array([self.rng.uniform(0.45, 1) for _ in range(7)])
        lift = np.array([self.rng.uniform(-0.25, 0.25) for _ in range(7)])
        at = np.linspace(0, 6, 48)
        across, lift = (np.interp(at, range(7), row) for row in (across, lift))
        down = np.linspace(-1, 1, 24)[:, None]
        bank = np.clip(1 - (down - lift) ** 2 * 1.6, 0, 1) ** 1.5 * across
        bank *= np.clip((1 - np.abs(down)) * 6, 0, 1)
        mask = Image.fromarray((bank * 255 * cover).astype(np.uint8))
        box = (self.image.width, max(2, round(2 * depth * self.k)))
        mask = mask.resize(box, Image.BILINEAR)
        self.image.paste(colour[:3], (0, round((y - depth) * self.k)), mask)

    def mirror(
        self,
        y0: float,
        y1: float,
        tint: Colour,
        *,
        cover: tuple[float, float] = (0.3, 0.75),
        ripple: float = 5,
    ) -> None:
        """Turn the strip from ``y0`` to ``y1`` into water that holds what is above."""
        top, foot = (round(y * self.k / SUPER) * SUPER for y in (y0, y1))
        wide, deep = self.image.width, min(foot, self.image.height) - top
        above = self.image.reduce(SUPER, box=(0, max(0, top - deep), wide, top))
        rows = np.arange(deep // SUPER)
        far = rows / max(1, len(rows))
        wave = np.sin(rows * 1.9 / (1 + 2.5 * far)) + np.sin(rows * 0.63 + 1)
        push = (wave * ripple * (0.25 + far)).astype(int)
        source = np.asarray(above)[::-1]
        still = np.empty((len(rows), *source.shape[1:]), np.uint8)
        for row, (at, by) in enumerate(zip(rows, push, strict=True)):
            still[row] = np.roll(source[min(at, len(source) - 1)], by, axis=0)
        share = (cover[0] + (cover[1] - cover[0]) * far) * 255
        mask = Image.fromarray(share.astype(np.uint8)[:, None])
        water = Image.fromarray(still)
        water.paste(tint[:3], (0, 0), mask.resize(water.size))
        self.image.paste(
            water.resize((wide, len(rows) * SUPER), Image.NEAREST), (0, top)
        )

    # The print.

    def turn_over(self) -> None:
        """Mirror the whole picture: the last thing done before it is printed."""
        self.image = self.image.transpose(Image.FLIP_LEFT_RIGHT)

    def printed(self) -> bytes:
        """Pull the print: average down, press it into the paper, return the JPEG."""
        flat = self.image.reduce(SUPER)
        if flat.size != self.size:
            flat = flat.resize(self.size)
        grain = ImageChops.offset(
            _paper(self.size),
            self.rng.randrange(self.size[0]),
            self.rng.randrange(self.size[1]),
        )
        warm, rest, cool = ImageChops.soft_light(flat, grain).split()
        slip = self.rng.choice((-1, 1))
        warm = ImageChops.offset(warm, slip, 0)
        warm.paste(warm.crop((2, 0, 3, self.size[1])), (0, 0))
        warm.paste(
            warm.crop((self.size[0] - 3, 0, self.size[0] - 2, self.size[1])),
            (self.size[0] - 1, 0),
        )
        sheet = Image.merge("RGB", (warm, rest, cool))
        for quality in QUALITIES:
            out = io.BytesIO()
            sheet.save(out, "JPEG", quality=quality, progressive=True)
            if out.tell() * PIXELS_A_BYTE < self.size[0] * self.size[1]:
                break
        return out.getvalue()


def _graded(share: np.ndarray, top: Colour, foot: Colour) -> Image.Image:
    """Return a strip one pixel wide, stirred from one ink to the other."""
    start, end = np.array(top[:3], float), np.array(foot[:3], float)
    rows = start + np.outer(share, end - start)
    return Image.fromarray(rows.round().astype(np.uint8)[:, None, :])


@lru_cache(maxsize=32)
def _halo(side: int, strength: float) -> Image.Image:
    """Return a round light that falls off softly, as a mask."""
    across = np.linspace(-1, 1, 96)
    fall = np.clip(1 - np.hypot(across[:, None], across), 0, 1) ** 1.8
    small = Image.fromarray((fall * 255 * strength).astype(np.uint8))
    return small.resize((side, side), Image.BILINEAR)


@lru_cache(maxsize=4)
def _paper(size: tuple[int, int]) -> Image.Image:
    """Return the paper's texture as greys round the middle: fibre, wood grain, mottle.

    Made once for a size and without a seam; each picture shifts it, so that no two
    show the same spot.
    """
    dice = np.random.default_rng(7)

    def noise(step_x: int, step_y: int) -> np.ndarray:
        wide, high = max(1, size[0] // step_x), max(1, size[1] // step_y)
        field = dice.standard_normal((high, wide), dtype=np.float32)
        field = Image.fromarray(np.pad(field, 3, mode="wrap"))
        inner = (3, 3, wide + 3, high + 3)
        return np.asarray(field.resize(size, Image.BICUBIC, box=inner))

    grain = noise(1, 1) * 3.5 + noise(2, 2) * 6 + noise(90, 3) * 4 + noise(60, 60) * 4
    grain += (noise(2, 2) > 3.1) * 45
    grey = Image.fromarray(np.clip(128 + grain, 0, 255).astype(np.uint8))
    return grey.filter(ImageFilter.GaussianBlur(0.5)).convert("RGB")


def shift(points: Points, x: float, y: float) -> np.ndarray:
    """Return the points moved."""
    return np.asarray(points, dtype=float) + np.array([x, y])


def arc(
    x: float, y: float, rx: float, ry: float, start: float, end: float, steps: int = 24
) -> list[tuple[float, float]]:
    """Return points along an ellipse, in degrees, clockwise from the right."""
    turn = np.radians(np.linspace(start, end, steps))
    return list(zip(x + rx * np.cos(turn), y + ry * np.sin(turn), strict=True))


def spline(points: Points, *, closed: bool = False, steps: int = 8) -> np.ndarray:
    """Return a smooth (Catmull-Rom) curve through the points."""
    p = np.asarray(points, dtype=float)
    p = np.vstack([p[-1], p, p[0], p[1]] if closed else [p[0], p, p[-1]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    parts = []
    for a, b, c, d in zip(p[:-3], p[1:-2], p[2:-1], p[3:], strict=True):
        bend = (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
        parts.append((2 * b + (c - a) * t + bend) / 2)
    return np.vstack(parts if closed else [*parts, p[-1:]])


def tone(colour: Colour, rng: random.Random, spread: int = 10) -> Colour:
    """Return the colour a little lighter or darker, as a second pull would come out."""
    by = rng.randint(-spread, spread)
    a, b, c = colour[:3]
    return (
        min(255, max(0, a + by)),
        min(255, max(0, b + by)),
        min(255, max(0, c + by)),
    )


__all__ = ["Sheet", "arc", "mix", "shift", "spline", "thin", "tone"]
