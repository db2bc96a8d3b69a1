"""Oranges and bamboo, and the machine in the ripe rice."""

import math

import numpy as np

from .land import depths, ground, ranges, sky, treeline, tuft, woods
from .palette import CITRUS, Colour, mix, thin
from .sheet import Sheet, arc, spline, tone
from .things import pole
from .trees import blobs, branch, leaf, orange, stem


def oranges(s: Sheet) -> None:
    """An orchard on red earth, heavy with fruit."""
    p, rng = s.inks, s.rng
    horizon = rng.uniform(270, 350)
    sky(s, horizon)
    ranges(s, horizon, count=3, nearest=0.65)
    woods(s, horizon + 12, 40, mix(p.near, p.far, 0.4), horizon + 90)
    s.fade(horizon + 40, s.h, mix(p.soil, p.low, 0.3), mix(p.soil, p.red, 0.22))
    fruit = (236, 138, 38) if not p.lit else (222, 120, 48)
    at = ground(s.w * rng.uniform(0.3, 0.7), horizon - 30, s.h)
    for away in (5.2, 3.9, 2.9, 2.1, 1.5, 1.04):
        for i in range(-8, 9):
            x, y = at(i * 400, away)
            if -120 < x < s.w + 120:
                orchard_tree(s, x + rng.uniform(-8, 8), y, 250 / away, fruit, away)
    if rng.random() < 0.6:
        branch(s, left=rng.random() < 0.5, ink=mix(CITRUS, p.leaf, 0.2), fruit=fruit)


def orchard_tree(
    s: Sheet, x: float, y: float, h: float, fruit: Colour, away: float
) -> None:
    """A low round tree with its fruit."""
    ink = mix(mix(CITRUS, s.inks.leaf, 0.25), s.inks.low, min(0.4, away * 0.07))
    s.oval(x + h * 0.08, y, h * 0.46, h * 0.07, thin(s.inks.dark, 0.3))
    s.line([(x, y), (x, y - h * 0.3)], mix(s.inks.dark, s.inks.soil, 0.3), h * 0.05)
    blobs(s, x, y - h * 0.36, h * 0.42, h * 0.27, ink, h * 0.12)
    for _ in range(18):
        turn, far = s.rng.uniform(0, math.tau), math.sqrt(s.rng.random())
        fx, fy = (
            x + math.cos(turn) * far * h * 0.44,
            y - h * 0.36 + math.sin(turn) * far * h * 0.3,
        )
        orange(
            s,
            fx,
            fy,
            max(1.6, h * 0.034),
            mix(fruit, s.inks.low, min(0.3, away * 0.04)),
        )


def bamboo(s: Sheet) -> None:
    """Inside a bamboo grove: stems going back into light."""
    p, rng = s.inks, s.rng
    s.fade(0, s.h, mix(p.low, p.grass, 0.2), mix(p.grass, p.leaf, 0.3))
    s.glow(s.w * rng.uniform(0.25, 0.75), rng.uniform(200, 380), 520, p.paper, 0.85)
    for depth in range(4):
        t = depth / 3
        ink = mix(mix(p.grass, p.low, 0.5), mix(p.leaf, p.near, 0.45), t)
        for _ in range((20, 15, 10, 5)[depth]):
            shade = tone(mix(ink, p.gold, 0.2 * rng.random()), rng, 8)
            stem(
                s,
                rng.uniform(-30, s.w + 30),
                7 + 26 * t**1.5,
                shade,
                rng.uniform(-0.05, 0.05),
            )
        foliage(s, 60 + 35 * depth, 20 + 28 * t, mix(ink, p.dark, 0.2 * t))
        if depth in (0, 2):
            s.mist(650, 170, mix(p.low, p.grass, 0.2), 0.5)
    path(s, rng.uniform(0.3, 0.7) * s.w)


def foliage(s: Sheet, count: int, length: float, ink: Colour) -> None:
    """Leaves in sprays, hanging thickest at the top of the sheet."""
    rng = s.rng
    for _ in range(count // 4):
        x, y = rng.uniform(0, s.w), rng.random() ** 1.8 * s.h * 0.62
        way = rng.choice((-1, 1))
        twig = spline([(x, y), (x + way * length * 1.6, y + length * 0.1),
                       (x + way * length * 2.8, y + length)], steps=3)  # fmt: skip
        s.line(twig, mix(ink, s.inks.dark, 0.2), 1.6)
        shade = tone(ink, rng)
        for px, py in twig[1:]:
            for _ in range(2):
                turn = 1.57 - way * rng.uniform(-0.25, 1.15)
                leaf(
                    s,
                    px,
                    py,
                    length * rng.uniform(0.8, 1.3),
                    turn,
                    shade,
                    thin_by=0.11,
                )


def path(s: Sheet, x: float) -> None:
    """A stone path leading in."""
    p, rng = s.inks, s.rng
    s.shade([(0, 700), *spline([(0, 716), (x, 690), (s.w, 712)]), (s.w, s.h), (0, s.h)],
            mix(p.leaf, p.near, 0.4), mix(p.near, p.dark, 0.4))  # fmt: skip
    bend = rng.choice((-1, 1))
    way = spline(
        [
            (x - bend * 150, s.h + 40),
            (x + bend * 60, 748),
            (x - bend * 10, 716),
            (x, 693),
        ]
    )
    wide = np.interp(way[:, 1], [693, 840], [9, 170])[:, None] * (1, 0)
    s.poly([*(way - wide), *(way + wide)[::-1]], mix(p.soil, p.paper, 0.3))
    for i in range(len(way) - 1):
        s.line([way[i] - wide[i], way[i] + wide[i]], thin(p.dark, 0.22), 1.4)
    for _ in range(70):
        at = rng.uniform(0, s.w)
        tuft(
            s,
            at,
            rng.uniform(712, 812),
            rng.uniform(10, 26),
            mix(p.leaf, p.near, 0.3 + 0.3 * rng.random()),
        )


def machine(s: Sheet) -> None:
    """A harvester working its way through ripe rice."""
    p, rng = s.inks, s.rng
    horizon = rng.uniform(300, 370)
    sky(s, horizon)
    ranges(s, horizon, count=3, reach=160, nearest=0.55)
    ripe = mix(p.gold, p.soil, 0.12)
    s.fade(horizon, s.h, mix(ripe, p.low, 0.4), mix(ripe, p.soil, 0.3))
    treeline(s, horizon + 4)
    at = ground(s.w * rng.uniform(0.35, 0.65), horizon, s.h)
    s.poly(
        [at(-500, 20), at(-640, 0.8), at(760, 0.8), at(520, 20)],
        mix(mix(p.gold, p.soil, 0.35), p.paper, 0.35),
    )
    for i in range(-6, 8):
        s.poly(
            [
                at(i * 100, 20),
                at(i * 100, 0.8),
                at(i * 100 + 30, 0.8),
                at(i * 100 + 30, 20),
            ],
            thin(p.soil, 0.3),
        )
    x, y = s.w * rng.uniform(0.24, 0.5), rng.uniform(560, 650)
    stubble(s, at)
    harvester(s, x, y, (y - horizon) * rng.uniform(0.0088, 0.0102))
    if rng.random() < 0.5:
        pole(s, s.w * 0.9, horizon + 90, 190)


def stubble(s: Sheet, at) -> None:
    """Cut rows in the middle, standing rice to both sides."""
    p, rng = s.inks, s.rng
    for away in depths(0.98, 9, 34):
        for _ in range(46):
            side = rng.uniform(-s.w, s.w) * away
            x, y = at(side, away)
            cut = -560 < side < 640
            r = (9 if cut else 52) / away
            ink = mix(p.soil if cut else p.gold, p.paper if cut else p.grass, 0.3)
            tuft(s, x, y, r, tone(mix(ink, p.low, min(0.45, 0.06 * away)), rng, 12))


def harvester(s: Sheet, x: float, y: float, u: float) -> None:
    """A combine from the side: reel, cab, tank, pipe, tracks. ``u`` is its scale."""
    p = s.inks
    body = mix(p.red, p.gold, 0.12)

    def at(points):
        return [(x + px * u, y + py * u) for px, py in points]

    s.oval(x + 52 * u, y + 2 * u, 78 * u, 5 * u, thin(p.dark, 0.35))
    s.cut(
        at([(18, -22), (20, -58), (92, -58), (102, -46), (104, -18), (30, -14)]), body
    )
    s.poly(at([(18, -34), (103, -34), (103, -29), (18, -29)]), mix(body, p.paper, 0.7))
    s.poly(at([(54, -72), (92, -72), (96, -58), (50, -58)]), mix(body, p.dark, 0.22))
    s.cut(
        at([(20, -56), (24, -82), (48, -82), (48, -40), (20, -40)]),
        mix(body, p.dark, 0.1),
    )
    s.poly(
        at([(23, -56), (26, -78), (45, -78), (45, -50), (23, -50)]),
        mix(p.sky, p.paper, 0.35),
    )
    s.poly(at([(20, -82), (22, -87), (52, -87), (52, -82)]), mix(body, p.dark, 0.35))
    s.line(at([(88, -60), (98, -92), (128, -98)]), mix(p.gold, p.paper, 0.2), 5 * u)
    s.line(at([(82, -72), (82, -88)]), p.dark, 2.4 * u)
    s.poly(at([(22, -30), (-22, -10), (-22, -4), (26, -16)]), mix(body, p.dark, 0.3))
    reel(s, x - 24 * u, y - 14 * u, 16 * u)
    track = [(14, -1), (8, -8), (16, -17), (92, -17), (100, -8), (94, -1)]
    s.poly(spline(at(track), closed=True, steps=5), p.dark)
    for i in range(5):
        s.dot(x + (22 + 16 * i) * u, y - 8.5 * u, 5.6 * u, mix(p.dark, p.far, 0.4))
        s.dot(x + (22 + 16 * i) * u, y - 8.5 * u, 2 * u, p.dark)


def reel(s: Sheet, x: float, y: float, r: float) -> None:
    """The turning reel that draws the stalks in, and the dust round it."""
    p = s.inks
    s.glow(x - r, y + r * 0.4, r * 3.2, mix(p.gold, p.paper, 0.5), 0.5)
    for i in range(6):
        turn = math.tau * i / 6 + s.rng.random()
        ex, ey = x + math.cos(turn) * r, y + math.sin(turn) * r
        s.line([(x, y), (ex, ey)], mix(p.gold, p.dark, 0.3), r * 0.1)
        s.line(
            [(ex - r * 0.2, ey + r * 0.16), (ex + r * 0.2, ey - r * 0.16)],
            p.gold,
            r * 0.14,
        )
    s.line(
        [*arc(x, y, r * 0.92, r * 0.92, 0, 360, 26)], mix(p.gold, p.dark, 0.2), r * 0.09
    )
