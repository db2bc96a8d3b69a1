"""Roads over the hills and the bus on them."""

import numpy as np

from .land import across, drift, ranges, sky, tuft, under
from .palette import Colour, mix, thin
from .sheet import Sheet, arc, spline, tone
from .things import bus as coach
from .things import hamlet
from .trees import poplar, small_tree, tree
from .villages import meadow


def road(s: Sheet) -> None:
    """A new road going over one hill after another."""
    p, rng, xs = s.inks, s.rng, across(s)
    horizon = rng.uniform(250, 310)
    sky(s, horizon)
    ranges(s, horizon + 30, count=4, reach=rng.uniform(210, 280), nearest=0.6)
    levels = (horizon + 14, horizon + 90, horizon + 186, horizon + 306)
    x, side = s.w * rng.uniform(0.4, 0.6), rng.choice((-1, 1))
    for i, y in enumerate(levels):
        ys = y + (10 + 18 * i) * drift(rng, xs, 420)
        haze = 0.5 - 0.15 * i
        base = rng.choice(
            (
                mix(p.leaf, p.grass, 0.5),
                mix(p.grass, p.gold, 0.2),
                mix(p.leaf, p.near, 0.15),
            )
        )
        ink = mix(tone(base, rng, 6), p.low, haze)
        s.shade(
            under(xs, ys, s.h + 10),
            mix(ink, p.paper, 0.1),
            mix(ink, p.near, 0.35),
            span=(y - 30, y + 190),
        )
        s.line(np.column_stack([xs, ys - 1]), thin(p.paper, 0.35), 1.5)
        contours(s, xs, ys, i, mix(ink, p.near, 0.3))
        foot = levels[i + 1] + 60 if i < 3 else s.h + 40
        wide = (4.5, 9.5, 21, 44)[i], (12, 26, 56, 150)[i]
        top = float(np.interp(x, xs, ys))
        below = x + side * (50 + 60 * i)
        ribbon(s, (x, top), (below, foot), wide, side)
        x, side = below - side * (20 + 16 * i), -side
        clumps(s, xs, ys, i, mix(mix(p.leaf, p.near, 0.2), p.low, haze), below)


def contours(s: Sheet, xs, ys, level: int, ink: Colour) -> None:
    """Crop rows following the lie of a hill."""
    if s.rng.random() < 0.35:
        return
    for j in range(1, 9):
        line = ys + j * (7 + 5 * level) * (1 + 0.08 * j)
        s.line(np.column_stack([xs, line]), thin(ink, 0.42), 1.2 + level)


def clumps(s: Sheet, xs, ys, level: int, ink: Colour, clear: float) -> None:
    """Trees along a crest and on a slope, never on the road."""
    size = (26, 44, 80, 140)[level]
    for _ in range(5 - level):
        cx = s.rng.uniform(0, s.w)
        for _ in range(s.rng.randint(2, 5)):
            x = cx + s.rng.uniform(-1.2, 1.2) * size
            if abs(x - clear) > 120 + 60 * level:
                y = float(np.interp(x, xs, ys)) + s.rng.uniform(2, 26 + 8 * level)
                if level < 2:
                    small_tree(s, x, y, size * 0.3, ink)
                else:
                    tree(s, x, y, size * s.rng.uniform(0.8, 1.2), ink)


def ribbon(s: Sheet, top, foot, wide, side: int) -> None:
    """One stretch of road from a crest down out of sight, with line and posts."""
    p = s.inks
    (x0, y0), (x1, y1) = top, foot
    deep = y1 - y0
    way = spline(
        [
            (x0, y0),
            (x0 + side * wide[0] * 3, y0 + deep * 0.22),
            ((x0 + x1) / 2 + side * wide[1] * 1.1, y0 + deep * 0.55),
            (x1, y1),
        ],
        steps=16,
    )
    half = np.interp(way[:, 1], [y0, y1], wide)[:, None] * (1, 0)
    s.poly(
        [*(way - half * 1.14), *(way + half * 1.14)[::-1]], mix(p.soil, p.paper, 0.5)
    )
    s.poly([*(way - half), *(way + half)[::-1]], mix(p.roof, p.low, 0.38))
    for i in range(1, len(way) - 2, 3):
        dash = half[i] * 0.05
        s.poly(
            [way[i] - dash, way[i] + dash, way[i + 1] + dash, way[i + 1] - dash],
            p.paper,
        )
    for i in range(4, len(way), 7):
        for edge in (-1.25, 1.25):
            x, y = way[i] + half[i] * edge
            h = half[i][0] * 0.5
            s.box(x - h * 0.1, y - h, x + h * 0.1, y, p.paper)
            s.box(x - h * 0.1, y - h * 0.85, x + h * 0.1, y - h * 0.6, p.red)


def bus(s: Sheet) -> None:
    """The country bus on its road, a stop sign beside it."""
    p, rng = s.inks, s.rng
    horizon = rng.uniform(380, 440)
    sky(s, horizon)
    ranges(s, horizon, count=4, reach=rng.uniform(210, 290), nearest=0.62, fog=0.9)
    s.mist(horizon, 44, mix(p.low, p.paper, 0.4), 0.7)
    meadow(s, horizon + 20)
    hamlet(
        s,
        s.w * rng.uniform(0.05, 0.4),
        s.w * rng.uniform(0.5, 0.7),
        horizon + 62,
        86,
        0.2,
    )
    for i in range(9):
        poplar(
            s,
            s.w * (i + rng.uniform(0.1, 0.6)) / 9,
            600,
            rng.uniform(150, 215),
            mix(p.leaf, p.low, 0.12),
        )
    y = 640
    s.box(0, y - 34, s.w, y - 24, mix(p.soil, p.paper, 0.4))
    s.shade(
        [(0, y - 26), (s.w, y - 26), (s.w, y + 84), (0, y + 84)],
        mix(p.roof, p.low, 0.4),
        mix(p.roof, p.low, 0.15),
    )
    for i in range(12):
        s.box(i * s.w / 11, y + 40, i * s.w / 11 + 52, y + 46, thin(p.paper, 0.8))
    s.shade(
        [(0, y + 84), (s.w, y + 84), (s.w, s.h), (0, s.h)],
        mix(p.grass, p.soil, 0.2),
        p.leaf,
    )
    ink = tone(
        rng.choice(
            (
                p.red,
                p.red,
                mix(p.leaf, p.near, 0.3),
                mix(p.gold, p.red, 0.2),
                mix(p.near, p.sky, 0.4),
            )
        ),
        rng,
    )
    coach(s, s.w * rng.uniform(0.22, 0.5), y + 20, rng.uniform(400, 480), ink)
    stop(s, s.w * rng.uniform(0.08, 0.16), y + 100)
    for _ in range(110):
        tuft(
            s,
            rng.uniform(0, s.w),
            rng.uniform(y + 100, s.h + 10),
            rng.uniform(14, 30),
            mix(p.leaf, p.dark, 0.3),
        )


def stop(s: Sheet, x: float, y: float) -> None:
    """A bus stop sign."""
    p = s.inks
    s.line([(x, y), (x, y - 230)], mix(p.roof, p.dark, 0.2), 6)
    s.cut(arc(x, y - 236, 32, 32, 0, 360, 40), mix(p.leaf, p.near, 0.4))
    s.box(x - 17, y - 250, x + 17, y - 228, p.paper)
    s.box(x - 14, y - 246, x + 14, y - 238, mix(p.leaf, p.near, 0.4))
    for side in (-10, 10):
        s.dot(x + side, y - 226, 4.4, p.paper)
    s.cut(
        [(x - 24, y - 190), (x + 24, y - 190), (x + 24, y - 128), (x - 24, y - 128)],
        p.paper,
    )
    for i in range(5):
        s.box(x - 18, y - 182 + i * 10, x + 18, y - 179 + i * 10, thin(p.dark, 0.45))
