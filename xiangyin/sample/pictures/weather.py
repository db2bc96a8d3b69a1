"""Hills and weather: cloud sea, snow on the pass, rain over roofs, high water."""

import math

import numpy as np

from .land import (
    across,
    birds,
    drift,
    kind_of_hills,
    ranges,
    ridge,
    sky,
    tuft,
    under,
    woods,
)
from .palette import mix, thin
from .sheet import Sheet, arc, spline, tone
from .things import hamlet, house, pole, smoke
from .trees import branch, pine, small_tree, tree
from .waters import shore


def hills(s: Sheet) -> None:
    """Range behind range above a sea of cloud."""
    p, rng, xs = s.inks, s.rng, across(s)
    sky(s, 460)
    kind, count = kind_of_hills(s), rng.randint(5, 7)
    pale = mix(p.low, p.paper, 0.35)
    for i in range(count):
        t = i / (count - 1)
        base = 330 + 400 * t**1.2
        ys = ridge(rng, xs, base, 230 - 60 * t, kind if i < count - 2 else "rolling")
        ink = mix(mix(p.far, p.low, 0.2), p.near, t**1.15)
        foot = mix(ink, pale, 0.72 - 0.4 * t)
        s.shade(under(xs, ys, s.h + 2), ink, foot, span=(ys.min(), base + 70))
        s.line(np.column_stack([xs, ys - 1]), thin(p.paper, 0.3), 1.4)
        if i < count - 1:
            s.mist(base + rng.uniform(0, 40), rng.uniform(30, 60), pale, 0.75)
    woods(s, 790, 110, mix(p.near, p.dark, 0.35), s.h + 10)
    side = rng.choice((0.08, 0.74))
    for _ in range(7):
        pine(
            s,
            s.w * (side + rng.uniform(0, 0.2)),
            rng.uniform(770, 815),
            rng.uniform(120, 240),
            mix(p.dark, p.near, 0.3),
        )
    birds(
        s,
        rng.uniform(0.25, 0.75) * s.w,
        rng.uniform(150, 260),
        mix(p.near, p.dark, 0.3),
    )


def snow(s: Sheet) -> None:
    """The pass under snow, the road still to be seen."""
    p, rng, xs = s.inks, s.rng, across(s)
    sky(s, 420)
    white = mix(p.paper, p.sky, 0.06)
    for i in range(3):
        for _ in range(5 - i):
            x, tall = (
                rng.uniform(-0.05, 1.05) * s.w,
                rng.uniform(0.7, 1) * (300 - 70 * i),
            )
            alp(s, x, 470 + 46 * i, tall, 0.42 - 0.16 * i)
        s.mist(470 + 40 * i, 56, mix(p.low, p.paper, 0.5), 0.8)
    s.shade(
        under(xs, 520 + 26 * drift(rng, xs, 400), s.h), white, mix(white, p.sky, 0.55)
    )
    bend = rng.choice((-1, 1))
    lane(s, bend)
    for y in sorted(rng.uniform(500, 760) for _ in range(22)):
        x = s.w / 2 + rng.choice((-1, 1)) * rng.uniform(200, s.w * 0.62)
        pine(s, x, y, 50 + (y - 480) * 0.62, mix(p.near, p.leaf, 0.4), snow=True)
    if rng.random() < 0.7:
        house(s, s.w * (0.5 - bend * 0.24), 590, 120)
        smoke(s, s.w * (0.5 - bend * 0.24) + 90, 545, 120)
    for _ in range(240):
        x, y = rng.uniform(0, s.w), rng.uniform(0, s.h)
        s.dot(x, y, rng.uniform(1, 3.6), thin(p.paper, 0.85))


def alp(s: Sheet, x: float, base: float, tall: float, haze: float) -> None:
    """One snow peak: a lit face, a shaded face, rock where the snow does not lie."""
    p, rng = s.inks, s.rng
    wide, top = tall * rng.uniform(1.1, 1.5), base - tall
    lit = mix(mix(p.paper, p.sky, 0.08), p.low, haze)
    dim = mix(mix(p.sky, p.near, 0.22), p.low, haze)

    def slope(side: int) -> list[tuple[float, float]]:
        steps = (0.14, 0.3, 0.46, 0.64, 0.82, 1.0)
        return [
            (x + side * wide * (t + rng.uniform(-0.03, 0.03)), top + tall * t)
            for t in steps
        ]

    left, right = slope(-1), slope(1)
    s.shade([*left[::-1], (x, top), *right], lit, mix(lit, p.low, 0.5))
    edge, at = [(x, top)], x
    for i in range(1, 8):
        at += wide * (rng.uniform(0.05, 0.15) if i % 2 else rng.uniform(-0.14, 0.02))
        edge.append((at, top + tall * i / 7))
    s.shade([*edge[::-1], *right], dim, mix(dim, p.low, 0.75))
    rock = thin(mix(p.near, p.low, haze), 0.5)
    for _ in range(9):
        t, side = rng.uniform(0.12, 0.62), rng.choice((-1, -1, 1))
        rx, ry = x + side * wide * t * rng.uniform(0.2, 0.8), top + tall * t
        long = tall * rng.uniform(0.05, 0.16)
        s.poly(
            [
                (rx, ry),
                (rx + side * long * 0.9, ry + long),
                (rx + side * long * 0.2, ry + long * 0.7),
            ],
            rock,
        )


def lane(s: Sheet, bend: int) -> None:
    """A road that climbs through the snow to the pass."""
    p, m = s.inks, s.w / 2
    way = spline(
        [
            (m - bend * 260, s.h + 30),
            (m + bend * 60, 700),
            (m + bend * 150, 622),
            (m - bend * 10, 566),
            (m - bend * 40, 536),
            (m + bend * 20, 512),
        ]
    )
    wide = np.interp(way[:, 1], [505, 560, 700, 830], [3, 13, 56, 130])[:, None] * (
        1,
        0,
    )
    s.poly([*(way - wide), *(way + wide)[::-1]], mix(p.soil, p.sky, 0.45))
    for side in (-0.3, 0.3):
        s.line(way + wide * side, thin(p.paper, 0.7), 3)
    for i in range(4, len(way) - 4, 5):
        x, y = way[i] + wide[i] * 1.15
        h = wide[i][0] * 0.6
        s.box(x - h * 0.07, y - h, x + h * 0.07, y, p.red)


def rain(s: Sheet) -> None:
    """Rain on roofs; the hills come and go."""
    p, rng = s.inks, s.rng
    sky(s, 420, sun=False)
    overcast(s, 400)
    ranges(s, 440, count=4, reach=rng.uniform(230, 300), nearest=0.65)
    s.mist(400, 80, mix(p.low, p.paper, 0.3), 0.85)
    s.fade(436, s.h, mix(p.grass, p.far, 0.45), mix(p.leaf, p.near, 0.4))
    for depth, (y, size, haze) in enumerate(((486, 90, 0.4), (566, 150, 0.18))):
        start = rng.uniform(-0.05, 0.3) * s.w
        hamlet(s, start, start + s.w * rng.uniform(0.35, 0.6), y, size, haze)
        for _ in range(5):
            tree(
                s,
                rng.uniform(0, s.w),
                y + 10,
                size * 0.9,
                mix(p.leaf, p.far, 0.35 - 0.2 * depth),
            )
    puddles(s)
    if rng.random() < 0.5:
        branch(s, left=rng.random() < 0.5, ink=mix(p.leaf, p.dark, 0.3))
    pole(s, s.w * rng.uniform(0.1, 0.9), 680, 330)
    slant(s, 260)


def puddles(s: Sheet) -> None:
    """A wet lane with rings where the drops fall."""
    p, rng = s.inks, s.rng
    edge = spline([(-40, 650), (s.w * 0.4, 612), (s.w + 40, 660)])
    wet = mix(p.soil, p.sky, 0.55)
    s.shade(
        [*edge, (s.w + 40, s.h), (-40, s.h)],
        mix(wet, p.low, 0.35),
        mix(wet, p.dark, 0.15),
    )
    for _ in range(9):
        x, y, r = rng.uniform(0, s.w), rng.uniform(665, 795), rng.uniform(60, 190)
        rim = [
            (x + r * (rng.uniform(0.7, 1.1)) * math.cos(a), y + r * 0.13 * math.sin(a))
            for a in np.linspace(0, math.tau, 9, endpoint=False)
        ]
        pool = spline(rim, closed=True)
        s.poly(pool, mix(p.sky, p.low, 0.5))
        s.poly(pool * (0.9, 1) + (x * 0.1, 3), mix(p.sky, p.low, 0.75))
        for _ in range(3):
            cx, ring = x + rng.uniform(-0.5, 0.5) * r, rng.uniform(7, 22)
            for wide in (1, 0.5):
                s.line(
                    arc(cx, y, ring * wide, ring * 0.3 * wide, 0, 360, 18),
                    thin(p.near, 0.5),
                    1.2,
                )
    for _ in range(70):
        x = rng.uniform(0, s.w)
        tuft(
            s,
            x,
            float(np.interp(x, edge[:, 0], edge[:, 1])) + 6,
            rng.uniform(8, 24),
            mix(p.leaf, p.dark, 0.3),
        )


def flood(s: Sheet) -> None:
    """Brown water high on the gauge post, trees standing in it."""
    p, rng, xs = s.inks, s.rng, across(s)
    line = rng.uniform(320, 380)
    sky(s, line, sun=False)
    overcast(s, line)
    ranges(s, line, count=3, reach=170, nearest=0.7)
    hamlet(s, s.w * 0.08, s.w * rng.uniform(0.35, 0.6), line + 12, 84, 0.15)
    shore(s, line + 6, mix(p.near, p.far, 0.3), 14)
    for _ in range(9):
        small_tree(
            s,
            rng.uniform(0, s.w),
            line + rng.uniform(6, 16),
            rng.uniform(16, 26),
            mix(p.leaf, p.far, 0.2),
        )
    s.mirror(line + 12, s.h, mix(p.water, p.soil, 0.45), cover=(0.45, 0.92), ripple=9)
    for i in range(16):
        y = line + 50 + i * i * 1.7
        swell = y + drift(rng, xs, 120) * (3 + i * 0.7)
        s.line(
            np.column_stack([xs, swell]),
            thin(p.paper if i % 2 else p.dark, 0.2),
            1 + i * 0.14,
        )
    for _ in range(8):
        y = rng.uniform(line + 60, 600)
        s.line(
            [(x := rng.uniform(0, s.w), y), (x + rng.uniform(20, 60), y - 5)],
            mix(p.dark, p.soil, 0.3),
            3,
        )
    gauge(s, s.w * rng.uniform(0.58, 0.78), 730, rng.uniform(330, 390))
    bags(s)
    if rng.random() < 0.6:
        slant(s, 110)


def overcast(s: Sheet, horizon: float) -> None:
    """Heavy cloud in ragged banks."""
    for i in range(4):
        y = horizon * (0.02 + 0.14 * i)
        ink = mix(
            s.inks.sky,
            s.inks.dark if i % 2 == 0 else s.inks.paper,
            s.rng.uniform(0.15, 0.4),
        )
        s.mist(y, s.rng.uniform(34, 80), ink, 0.6)


def gauge(s: Sheet, x: float, y: float, h: float) -> None:
    """A staff gauge: white board, the marks shaped like E in red and blue-black."""
    p, w = s.inks, 56
    s.cut([(x, y), (x, y - h), (x + w, y - h), (x + w, y)], p.paper)
    s.box(x + w, y - h + 6, x + w + 8, y, thin(p.dark, 0.4))
    count, step = 9, h / 9
    for i in range(count):
        top, ink = y - h + i * step, p.red if i < 4 else mix(p.dark, p.near, 0.3)
        side = x + 6 if i % 2 == 0 else x + w - 30
        for j in range(3):
            s.box(
                side,
                top + j * step * 0.4,
                side + 24,
                top + j * step * 0.4 + step * 0.18,
                ink,
            )
        stem = side if i % 2 == 0 else side + 18
        s.box(stem, top, stem + 6, top + step * 0.98, ink)
    sea = mix(p.water, p.soil, 0.4)
    s.oval(x + w / 2, y - 6, w * 1.5, 12, sea)
    s.line(arc(x + w / 2, y - 8, w * 1.2, 9, 0, 360), thin(p.paper, 0.6), 2)
    s.line(arc(x + w / 2, y - 6, w * 1.8, 15, 20, 160), thin(p.paper, 0.4), 2)
    s.box(x - 20, y - 10, x + w + 30, y + 16, thin(sea, 0.5))


def bags(s: Sheet) -> None:
    """A wall of sandbags in the near corner."""
    p = s.inks
    for layer in range(4):
        for i in range(8 - layer):
            x, y = 30 + i * 84 + layer * 42 - 60, 812 - layer * 34
            ink = tone(mix(p.soil, p.paper, 0.42), s.rng, 10)
            s.oval(x, y + 5, 47, 21, mix(ink, p.dark, 0.5))
            s.oval(x, y, 46, 20, ink)
            s.line([(x - 30, y - 5), (x + 24, y - 9)], thin(p.dark, 0.2), 2)


def slant(s: Sheet, count: int) -> None:
    """Strokes of rain."""
    for _ in range(count):
        x, y = s.rng.uniform(-40, s.w), s.rng.uniform(-60, s.h)
        long = s.rng.uniform(36, 100)
        s.line(
            [(x, y), (x - long * 0.16, y + long)],
            thin(s.inks.paper, s.rng.uniform(0.2, 0.5)),
            1.3,
        )
