"""Pictures by the water: river, reservoir, bridge, fish ponds."""

import math

import numpy as np

from .land import across, bank, birds, drift, lake, ranges, sky, tuft, under
from .palette import Colour, mix, thin
from .sheet import Sheet, arc, shift, spline, tone
from .things import hamlet, house, skiff
from .trees import branch, small_tree, tree, willow


def shore(s: Sheet, y: float, ink: Colour, height: float = 22) -> None:
    """A low far bank with trees on it."""
    xs = across(s)
    crest = y - height * (0.5 + 0.4 * drift(s.rng, xs, 160))
    s.poly(under(xs, crest, y + 1), ink)
    for _ in range(46):
        i = s.rng.randrange(len(xs))
        r = s.rng.uniform(6, 15)
        s.oval(xs[i], crest[i], r * 1.2, r, tone(ink, s.rng, 8))


def sandbar(s: Sheet, x: float, y: float, half: float, ink: Colour) -> None:
    """A spit of land lying in the water."""
    tops = [
        (x - half, y),
        (x - half * 0.4, y - half * 0.06),
        (x + half * 0.3, y - half * 0.09),
        (x + half, y),
        (x + half * 0.2, y + half * 0.05),
    ]
    s.poly(spline(tops, closed=True), ink)
    for _ in range(16):
        tx = x + s.rng.uniform(-0.7, 0.7) * half
        tuft(
            s,
            tx,
            y - half * 0.03,
            half * s.rng.uniform(0.06, 0.14),
            mix(ink, s.inks.dark, 0.35),
        )


def river(s: Sheet) -> None:
    """A wide river under the hills, moored skiffs, reeds."""
    p, rng = s.inks, s.rng
    line = rng.uniform(360, 470)
    sky(s, line)
    ranges(s, line, count=rng.randint(3, 5), reach=rng.uniform(210, 300), nearest=0.75)
    s.mist(line - 8, 40, mix(p.low, p.paper, 0.4), 0.7)
    shore(s, line, mix(p.near, p.far, 0.25), rng.uniform(10, 30))
    if rng.random() < 0.6:
        hamlet(
            s,
            s.w * rng.uniform(0.1, 0.5),
            s.w * rng.uniform(0.55, 0.75),
            line - 4,
            62,
            0.2,
        )
    lake(s, line, s.h)
    for _ in range(rng.randint(1, 2)):
        land = mix(mix(p.soil, p.paper, 0.2), p.grass, 0.5)
        sandbar(
            s,
            rng.uniform(0, s.w),
            rng.uniform(line + 40, line + 110),
            rng.uniform(130, 260),
            land,
        )
    for i in range(rng.randint(1, 3)):
        y = line + 70 + 75 * i + rng.uniform(0, 30)
        skiff(
            s,
            (rng.uniform(0.1, 0.3) + 0.27 * ((i * 2) % 3)) * s.w,
            y,
            50 + (y - line) * 0.5,
        )
    birds(s, rng.uniform(0.2, 0.8) * s.w, line * 0.45, mix(p.near, p.dark, 0.3))
    bank(s, rng.uniform(660, 720), mix(p.dark, p.leaf, 0.25), left=rng.random() < 0.5)


def reservoir(s: Sheet) -> None:
    """The reservoir among wooded hills, from its dam or from its shore."""
    p, rng = s.inks, s.rng
    line = rng.uniform(320, 400)
    sky(s, line)
    ranges(s, line, count=4, reach=rng.uniform(200, 290), nearest=0.7)
    for _ in range(rng.randint(1, 3)):
        island(s, rng.uniform(0.1, 0.9) * s.w, line + 2, rng.uniform(90, 190))
    near_dam = rng.random() < 0.55
    if not near_dam:
        far_dam(s, s.w * rng.uniform(0.5, 0.75), line)
    s.mist(line - 4, 30, mix(p.low, p.paper, 0.4), 0.6)
    lake(s, line, 640 if near_dam else s.h)
    if near_dam:
        dam(s, rng.uniform(0.3, 0.7) * s.w)
        woods_corner(s, left=rng.random() < 0.5)
        return
    island(s, rng.uniform(0.1, 0.5) * s.w, line + 76, rng.uniform(120, 200))
    skiff(s, rng.uniform(0.3, 0.7) * s.w, rng.uniform(590, 660), 170, awning=False)
    woods_corner(s, left=True)
    branch(s, left=False, ink=p.leaf)


def far_dam(s: Sheet, x: float, line: float) -> None:
    """The dam across the water: a pale wall between two shoulders of hill."""
    stone, half = mix(s.inks.wall, s.inks.roof, 0.2), 190
    s.shade(
        [
            (x - half, line - 56),
            (x + half, line - 56),
            (x + half * 0.9, line + 2),
            (x - half * 0.9, line + 2),
        ],
        mix(stone, s.inks.paper, 0.3),
        stone,
    )
    for i in range(9):
        s.box(
            x + (i - 4.4) * 38,
            line - 48,
            x + (i - 4.4) * 38 + 5,
            line,
            mix(stone, s.inks.near, 0.3),
        )
    s.box(x - half, line - 62, x + half, line - 54, mix(stone, s.inks.dark, 0.3))
    for i in (-1, 0, 1):
        s.box(x + i * 60 - 12, line - 84, x + i * 60 + 12, line - 60, s.inks.wall)
        s.poly(
            [
                (x + i * 60 - 18, line - 83),
                (x + i * 60, line - 96),
                (x + i * 60 + 18, line - 83),
            ],
            s.inks.roof,
        )
    for side in (-1, 1):
        island(s, x + side * (half + 60), line + 2, 150)


def island(s: Sheet, x: float, y: float, half: float) -> None:
    """A wooded island."""
    ink = mix(s.inks.near, s.inks.far, 0.2)
    s.poly(
        spline(
            [
                (x - half, y),
                (x - half * 0.4, y - half * 0.24),
                (x + half * 0.2, y - half * 0.32),
                (x + half, y),
            ]
        ),
        ink,
    )
    for _ in range(24):
        dx = s.rng.uniform(-0.8, 0.8)
        top = y - half * 0.3 * (1 - dx * dx)
        s.dot(
            x + dx * half, top + 4, half * s.rng.uniform(0.05, 0.1), tone(ink, s.rng, 8)
        )


def dam(s: Sheet, tower: float) -> None:
    """A concrete dam seen from the crest road: parapet, gates, intake tower."""
    p = s.inks
    stone = mix(p.wall, p.roof, 0.22)
    crest = spline([(-40, 560), (s.w * 0.3, 604), (s.w * 0.7, 604), (s.w + 40, 560)])
    s.shade([*crest, (s.w + 40, s.h), (-40, s.h)], stone, mix(stone, p.dark, 0.45))
    s.poly([*crest, *(shift(crest[::-1], 0, 26))], mix(stone, p.paper, 0.45))
    s.poly([*shift(crest, 0, 26), *shift(crest[::-1], 0, 33)], thin(p.dark, 0.35))
    for i in range(1, 22):
        x = s.w * i / 22
        y = float(np.interp(x, crest[:, 0], crest[:, 1]))
        s.box(x - 1.5, y - 20, x + 1.5, y, mix(stone, p.dark, 0.4))
    s.line(shift(crest, 0, -19), mix(stone, p.dark, 0.4), 2)
    for i in range(6):
        x = s.w * 0.5 + (i - 2.6) * 86
        s.box(x, 650, x + 54, s.h, mix(p.dark, p.roof, 0.4))
        s.shade([(x + 4, 690), (x + 50, 690), (x + 56, s.h), (x - 2, s.h)],
                mix(p.water, p.paper, 0.4), p.paper)  # fmt: skip
        s.box(x - 10, 634, x, s.h, mix(stone, p.paper, 0.2))
    s.cut(
        [(tower - 26, 600), (tower - 26, 470), (tower + 26, 470), (tower + 26, 600)],
        mix(stone, p.paper, 0.3),
    )
    s.box(tower + 8, 470, tower + 26, 600, thin(p.dark, 0.18))
    s.box(tower - 10, 495, tower + 4, 520, mix(p.dark, p.roof, 0.4))
    s.poly([(tower - 42, 472), (tower, 436), (tower + 42, 472)], p.roof)


def woods_corner(s: Sheet, *, left: bool) -> None:
    """Trees of the near shore in a lower corner."""
    for i in range(8):
        x = (-10 + i * 34) if left else (s.w + 10 - i * 34)
        tree(
            s,
            x,
            720 + i * 14 + s.rng.uniform(-8, 8),
            190 - i * 12,
            mix(s.inks.leaf, s.inks.near, 0.5),
        )


def bridge(s: Sheet) -> None:
    """A stone arch bridge and its other half in the water."""
    p, rng = s.inks, s.rng
    line = rng.uniform(490, 545)
    sky(s, line)
    ranges(s, line, count=4, reach=rng.uniform(230, 300), nearest=0.55)
    s.mist(line - 50, 70, mix(p.low, p.paper, 0.4), 0.75)
    shore(s, line, mix(p.leaf, p.far, 0.35), 40)
    x, arches = s.w * rng.uniform(0.42, 0.58), rng.choice((1, 3, 3))
    hamlet(s, x + 250, s.w, line - 16, 110, 0.08)
    house(s, x - 520, line - 10, 130, haze=0.05)
    span(s, x, line, rng.uniform(250, 300), arches)
    willow(
        s,
        x - rng.uniform(380, 440),
        line,
        rng.uniform(220, 270),
        mix(p.leaf, p.grass, 0.3),
    )
    lake(s, line, s.h, ripple=4)
    skiff(s, rng.uniform(0.2, 0.6) * s.w, rng.uniform(640, 720), rng.uniform(150, 190))
    if rng.random() < 0.5:
        branch(s, left=rng.random() < 0.5, ink=p.leaf)


def span(s: Sheet, x: float, line: float, half: float, arches: int) -> None:
    """The bridge itself: a humped deck, courses of stone, round openings."""
    p = s.inks
    stone = mix(p.wall, p.roof, 0.36)
    rise = half * (0.62 if arches == 1 else 0.5)
    deck = spline([(x - half * 1.55, line - 14), (x - half * 0.7, line - rise * 0.62),
                   (x, line - rise), (x + half * 0.7, line - rise * 0.62),
                   (x + half * 1.55, line - 14)], steps=12)  # fmt: skip
    low = [(x + half * 1.55, line + 2), (x - half * 1.55, line + 2)]
    s.cut([*deck, *low], stone)
    courses(s, deck, line, stone)
    s.line(shift(deck, 0, -9), mix(stone, p.paper, 0.5), 12)
    s.line(deck, mix(stone, p.dark, 0.4), 2.5)
    for i in range(0, len(deck), 4):
        dx, dy = deck[i]
        s.box(dx - 3.5, dy - 30, dx + 3.5, dy - 4, mix(stone, p.paper, 0.35))
    s.line(shift(deck, 0, -24), mix(stone, p.paper, 0.35), 3)
    wide = {1: [(0, 0.46)], 3: [(-0.78, 0.24), (0, 0.36), (0.78, 0.24)]}[arches]
    for at, r in wide:
        opening(s, x + at * half, line, r * half, stone)


def courses(s: Sheet, deck: np.ndarray, line: float, stone: Colour) -> None:
    """Scatter the joints of the masonry."""
    for _ in range(150):
        x = s.rng.uniform(deck[0, 0], deck[-1, 0] - 24)
        top = float(np.interp(x, deck[:, 0], deck[:, 1])) + 6
        y = line - round((line - s.rng.uniform(min(top, line - 1), line)) / 11) * 11
        if y > top:
            ink = thin(s.inks.dark if s.rng.random() < 0.5 else s.inks.paper, 0.13)
            s.box(x, y - 10, x + s.rng.uniform(12, 26), y - 1, ink)


def opening(s: Sheet, x: float, line: float, r: float, stone: Colour) -> None:
    """An arch one can see through to the far bank."""
    p = s.inks
    ring = arc(x, line, r * 1.14, r * 1.14, 180, 360, 30)
    s.poly(ring, mix(stone, p.paper, 0.35))
    for turn in range(186, 360, 14):
        a = math.radians(turn)
        inner, outer = (x + math.cos(a) * r, line + math.sin(a) * r), (
            x + math.cos(a) * r * 1.14, line + math.sin(a) * r * 1.14)  # fmt: skip
        s.line([inner, outer], mix(stone, p.dark, 0.35), 1.4)
    s.shade(
        arc(x, line + 1, r, r, 180, 360, 30),
        mix(p.far, p.near, 0.4),
        mix(p.low, p.far, 0.3),
    )
    s.poly(
        [
            *arc(x, line + 1, r, r, 180, 290, 24),
            *arc(x + r * 0.16, line + 1, r, r, 290, 180, 24),
        ],
        mix(stone, p.dark, 0.5),
    )


def fish(s: Sheet) -> None:
    """Fish ponds in a grid of dykes, with nets hung to dry and a float shed."""
    p, rng = s.inks, s.rng
    line = rng.uniform(300, 350)
    sky(s, line)
    ranges(s, line, count=4, reach=200, nearest=0.7)
    shore(s, line + 2, mix(p.near, p.far, 0.3), 20)
    lake(s, line, s.h, ripple=3)
    dyke = mix(mix(p.grass, p.soil, 0.35), p.dark, 0.08)
    vx = s.w * rng.uniform(0.3, 0.7)
    for i in range(-7, 8):
        near, far, half = vx + i * 460, vx + i * 92, 22
        s.poly(
            [
                (far - 4, line + 26),
                (far + 4, line + 26),
                (near + half * 1.5, s.h + 60),
                (near - half * 1.5, s.h + 60),
            ],
            dyke,
        )
    for i, y in enumerate((line + 26, line + 62, line + 122, line + 222, line + 372)):
        deep = 4 + i * 4
        s.box(0, y, s.w, y + deep, mix(dyke, p.low, 0.3 - 0.07 * i))
        s.box(0, y + deep, s.w, y + deep * 1.5, thin(p.dark, 0.25))
    house(s, vx + rng.uniform(80, 200), line + 66, 90, haze=0.1)
    for _ in range(7):
        small_tree(
            s,
            rng.uniform(0, s.w),
            line + 64,
            rng.uniform(12, 20),
            mix(p.leaf, p.low, 0.15),
        )
    x = s.w * rng.uniform(0.05, 0.3)
    nets(s, x, line + 246, rng.uniform(420, 560))
    skiff(s, rng.uniform(0.5, 0.8) * s.w, line + 340, 190, awning=False)
    birds(s, rng.uniform(0.3, 0.8) * s.w, line * 0.5, mix(p.near, p.dark, 0.2))


def nets(s: Sheet, x: float, y: float, wide: float) -> None:
    """Nets hung between poles along a dyke."""
    p, n, h = s.inks, 5, 130
    wood, twine = mix(p.dark, p.soil, 0.35), thin(mix(p.dark, p.near, 0.4), 0.5)
    for i in range(n):
        x0, x1 = x + wide * i / n, x + wide * (i + 1) / n
        sag = [(x0, y - h), ((x0 + x1) / 2, y - h * 0.66), (x1, y - h)]
        top = spline(sag, steps=6)
        drop = top.copy()
        drop[:, 1] = y - h * 0.16 - (top[:, 1] - (y - h)) * 0.35
        s.poly([*top, *drop[::-1]], thin(mix(p.gold, p.soil, 0.5), 0.22))
        for a, b in zip(top[:-1], drop[1:], strict=True):
            s.line([a, b], twine, 1)
        for a, b in zip(top[1:], drop[:-1], strict=True):
            s.line([a, b], twine, 1)
        for t in (0.33, 0.66):
            s.line(top + (drop - top) * t, twine, 1)
        s.line(top, wood, 2)
    for i in range(n + 1):
        at = x + wide * i / n
        s.line([(at, y + 8), (at + 2, y - h - 16)], wood, 4.5)
