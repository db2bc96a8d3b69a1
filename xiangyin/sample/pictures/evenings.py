"""Streets with the lamps on, and the opera stage."""

from itertools import pairwise

import numpy as np

from .land import lake, ranges, sky
from .palette import mix, thin
from .sheet import Sheet, arc, spline, tone
from .things import lantern, roof, string


def lanterns(s: Sheet) -> None:
    """An old street hung with lanterns."""
    p, rng = s.inks, s.rng
    vx, vy = s.w * rng.uniform(0.4, 0.6), rng.uniform(470, 510)
    sky(s, vy)
    ranges(s, vy, count=3, reach=230, nearest=0.6)
    stone = mix(mix(p.wall, p.roof, 0.55), p.dark, 0.2)
    s.fade(vy - 2, s.h, mix(stone, p.gold, 0.22), mix(stone, p.dark, 0.35))
    slabs(s, vx, vy)
    for side in (-1, 1):
        terrace(s, vx, vy, side)
    s.glow(vx, vy + 30, 260, p.gold, 0.45)
    for away in (6, 4.2, 3, 2.15, 1.55, 1.1):
        y = vy - 430 / away
        half = s.w * 0.52 / away
        sag = 120 / away * rng.uniform(0.7, 1.3)
        string(
            s,
            (vx - half, y),
            (vx + half, y + rng.uniform(-30, 30) / away),
            sag,
            6,
            34 / away,
        )


def slabs(s: Sheet, vx: float, vy: float) -> None:
    """Street stones catching the light."""
    for i in range(-14, 15):
        s.line([(vx + i * 5, vy), (vx + i * 110, s.h)], thin(s.inks.dark, 0.3), 1.3)
    for i in range(13):
        y = vy + 2 + i * i * 2.1
        s.line([(0, y), (s.w, y)], thin(s.inks.dark, 0.28), 1.3)
        half = 20 + i * 15
        s.box(vx - half, y + 2, vx + half, y + 3 + i * 0.7, thin(s.inks.gold, 0.16))


def terrace(s: Sheet, vx: float, vy: float, side: int) -> None:
    """One side of the street going back: shop fronts, lit windows, eaves."""
    p, rng = s.inks, s.rng

    def at(away: float, up: float) -> tuple[float, float]:
        return vx + side * s.w * 0.42 / away, vy + (290 - up) / away

    edges = [0.38, 0.55, 0.75, 1.0, 1.35, 1.85, 2.5, 3.4, 4.7, 6.5]
    for near, far in reversed(list(pairwise(edges))):
        tall = rng.uniform(560, 680)
        haze = min(0.5, 0.06 * far)
        wood = tone(mix(mix(p.soil, p.dark, 0.5), p.low, haze), rng, 7)
        s.poly([at(near, 0), at(near, tall), at(far, tall), at(far, 0)], wood)
        for lo, hi, n in ((60, 250, 3), (340, 480, 4)):
            openings(s, at, (near, far), (lo, hi, n))
        tile = mix(p.roof, p.low, haze * 0.6)
        for level, out in ((290, 46), (tall, 70)):
            a, b = at(near, level), at(far, level)
            c, d = at(far, level - 46), at(near, level - 46)
            s.poly(
                [
                    a,
                    b,
                    (c[0] - side * out / far, c[1]),
                    (d[0] - side * out / near, d[1]),
                ],
                tile,
            )


def openings(s: Sheet, at, edges, band) -> None:
    """Lit windows or shop doors across one house front."""
    (near, far), (lo, hi, n) = edges, band
    for i in range(n):
        a = 1 / (1 / near + (1 / far - 1 / near) * (i + 0.16) / n)
        b = 1 / (1 / near + (1 / far - 1 / near) * (i + 0.84) / n)
        lit = s.rng.random() < 0.78
        ink = (
            mix(s.inks.gold, s.inks.red, s.rng.uniform(0, 0.22)) if lit else s.inks.dark
        )
        s.poly([at(a, lo), at(a, hi), at(b, hi), at(b, lo)], ink)
        m = (a + b) / 2
        s.line([at(m, lo), at(m, hi)], thin(s.inks.dark, 0.6), max(0.8, 3 / near))
        for t in (0.35, 0.7):
            level = lo + (hi - lo) * t
            s.line(
                [at(a, level), at(b, level)], thin(s.inks.dark, 0.6), max(0.8, 3 / near)
            )


def night(s: Sheet) -> None:
    """The town across the river by night, its windows in the water."""
    p, rng = s.inks, s.rng
    line = rng.uniform(500, 560)
    sky(s, line)
    ranges(s, line, count=4, reach=rng.uniform(280, 340), nearest=0.8)
    x = -30.0
    while x < s.w:
        w = rng.uniform(90, 150)
        town(s, x, line - 34, w, rng.randint(2, 4), 0.3)
        x += w * rng.uniform(0.9, 1.2)
    s.box(0, line - 40, s.w, line, mix(p.dark, p.near, 0.5))
    x = rng.uniform(-60, 0)
    while x < s.w:
        w = rng.uniform(130, 210)
        town(s, x, line - 12, w, rng.randint(1, 2), 0.0)
        x += w * rng.uniform(1.0, 1.5)
    s.box(0, line - 14, s.w, line, mix(p.roof, p.dark, 0.4))
    for i in range(9):
        lamp(s, s.w * (i + 0.5) / 9, line - 2)
    lake(s, line, s.h, ripple=8)


def town(s: Sheet, x: float, y: float, w: float, floors: int, haze: float) -> None:
    """A town house with rows of windows, most of them lit."""
    p = s.inks
    h = floors * w * 0.36
    wall = tone(mix(mix(p.wall, p.dark, 0.45), p.far, haze), s.rng, 6)
    s.box(x, y - h, x + w, y, wall)
    for floor in range(floors):
        for i in range(4):
            lit = s.rng.random() < 0.62
            px, py = x + w * (0.1 + 0.22 * i), y - h + w * (0.09 + 0.36 * floor)
            if lit:
                s.glow(px + w * 0.07, py + w * 0.09, w * 0.24, p.gold, 0.35)
            ink = (
                mix(p.gold, p.red, s.rng.uniform(0, 0.25))
                if lit
                else mix(wall, p.dark, 0.5)
            )
            s.box(px, py, px + w * 0.13, py + w * 0.18, ink)
            s.box(px + w * 0.058, py, px + w * 0.072, py + w * 0.18, wall)
    roof(s, x, x + w, y - h, w * 0.17, mix(p.roof, p.far, haze))


def lamp(s: Sheet, x: float, y: float) -> None:
    """A street lamp and its light."""
    s.glow(x, y - 62, 70, s.inks.gold, 0.6)
    s.line([(x, y), (x, y - 58)], s.inks.dark, 3)
    s.dot(x, y - 62, 5.5, mix(s.inks.gold, s.inks.paper, 0.6))


def opera(s: Sheet) -> None:
    """The village stage, lit and empty, before the play."""
    p, rng = s.inks, s.rng
    sky(s, 520)
    ranges(s, 540, count=3, reach=260, nearest=0.6)
    stone = mix(mix(p.wall, p.roof, 0.5), p.dark, 0.25)
    s.fade(536, s.h, stone, mix(stone, p.dark, 0.4))
    x, w = s.w * rng.uniform(0.46, 0.54), rng.uniform(560, 660)
    s.glow(x, 440, 600, p.gold, 0.4)
    stage(s, x, w)
    curtain(s, x, w)
    eaves(s, x, w)
    for side in (-1, 1):
        string(
            s,
            (x + side * w * 0.56, 300),
            (s.w / 2 + side * s.w * 0.56, rng.uniform(200, 300)),
            50,
            4,
            22,
        )
    for i in range(3):
        y = 690 + i * 44
        for j in range(7):
            bx = s.w / 2 + (j - 3.5) * (170 + i * 26) + (30 if i % 2 else 0)
            stool(s, bx, y, 104 + i * 22)


def stage(s: Sheet, x: float, w: float) -> None:
    """Platform and back wall."""
    p, half = s.inks, w / 2
    s.shade([(x - half, 300), (x + half, 300), (x + half, 580), (x - half, 580)],
            mix(p.red, p.dark, 0.55), mix(p.gold, p.red, 0.45))  # fmt: skip
    s.poly(
        [
            (x - half, 580),
            (x + half, 580),
            (x + half * 1.12, 612),
            (x - half * 1.12, 612),
        ],
        mix(p.soil, p.gold, 0.4),
    )
    base = mix(p.wall, p.roof, 0.4)
    s.shade(
        [
            (x - half * 1.12, 612),
            (x + half * 1.12, 612),
            (x + half * 1.12, 672),
            (x - half * 1.12, 672),
        ],
        base,
        mix(base, p.dark, 0.4),
    )
    for i in range(9):
        bx = x - half * 1.08 + i * w * 0.122
        s.box(bx, 622, bx + w * 0.1, 662, thin(p.dark, 0.16))


def curtain(s: Sheet, x: float, w: float) -> None:
    """A painted backdrop, side curtains, table and two chairs."""
    p, half = s.inks, w / 2
    s.shade(
        [
            (x - half * 0.62, 330),
            (x + half * 0.62, 330),
            (x + half * 0.62, 574),
            (x - half * 0.62, 574),
        ],
        mix(p.sky, p.paper, 0.55),
        mix(p.low, p.paper, 0.5),
    )
    s.dot(x + half * 0.26, 400, 34, p.red)
    for i in range(3):
        hx = x - half * 0.62
        crest = spline(
            [
                (hx + half * 1.24 * k / 5, 500 + i * 26 - s.rng.uniform(0, 60 - i * 12))
                for k in range(6)
            ]
        )
        s.poly(
            [*crest, (x + half * 0.62, 574), (hx, 574)],
            mix(p.far, p.near, 0.25 + 0.3 * i),
        )
    for side in (-1, 1):
        for i in range(5):
            top = x + side * half * (0.96 - i * 0.085)
            fold = [
                (top, 320),
                (top - side * half * 0.1, 320),
                (top - side * half * (0.1 - 0.02 * i), 470),
                (x + side * half * (0.96 - i * 0.03), 576),
                (x + side * half * 0.99, 576),
            ]
            s.poly(fold, mix(p.red, p.dark, 0.16 * (i % 2) + 0.08))
        s.line(
            [(x + side * half * 0.97, 500), (x + side * half * 0.66, 478)], p.gold, 7
        )
    wood = mix(p.red, p.dark, 0.5)
    s.box(x - 62, 528, x + 62, 590, p.red)
    s.box(x - 66, 520, x + 66, 531, p.gold)
    s.dot(x, 560, 15, p.gold)
    for side in (-1, 1):
        s.box(x + side * 112 - 22, 556, x + side * 112 + 22, 564, p.gold)
        s.box(x + side * 112 - 22, 564, x + side * 112 + 22, 596, p.red)
        s.box(x + side * 128 - 5, 496, x + side * 128 + 5, 560, wood)


def eaves(s: Sheet, x: float, w: float) -> None:
    """Columns, valance and the great roof with its corners flying up."""
    p, half = s.inks, w / 2
    for at in (-1, -0.66, 0.66, 1):
        s.box(
            x + at * half - 11, 300, x + at * half + 11, 598, mix(p.red, p.dark, 0.22)
        )
        s.box(x + at * half - 11, 300, x + at * half - 5, 598, thin(p.gold, 0.4))
        s.box(
            x + at * half - 17, 590, x + at * half + 17, 604, mix(p.wall, p.roof, 0.3)
        )
    s.box(x - half * 1.03, 286, x + half * 1.03, 322, mix(p.gold, p.red, 0.4))
    n = 16
    for i in range(n):
        vx = x - half + w * (i + 0.5) / n
        s.poly(arc(vx, 320, w / n * 0.5, 26, 0, 180, 12), p.gold if i % 2 else p.red)
        s.dot(vx, 304, 7, p.gold if i % 2 else p.paper)
    low = spline(
        [
            (x - half * 1.36, 196),
            (x - half * 1.16, 264),
            (x - half * 0.8, 288),
            (x, 292),
            (x + half * 0.8, 288),
            (x + half * 1.16, 264),
            (x + half * 1.36, 196),
        ]
    )
    top = spline(
        [
            (x + half * 0.86, 146),
            (x + half * 0.5, 152),
            (x - half * 0.5, 152),
            (x - half * 0.86, 146),
        ]
    )
    s.cut([*low, *top], p.roof)
    for t in np.linspace(0.06, 0.94, 34):
        a, b = low[round(t * (len(low) - 1))], (x - half * 0.78 + half * 1.56 * t, 154)
        s.line([a, b], thin(p.dark, 0.4), 2)
    s.line(low, mix(p.gold, p.red, 0.3), 4)
    s.line(
        spline(
            [
                (x - half * 0.95, 118),
                (x - half * 0.84, 146),
                (x, 150),
                (x + half * 0.84, 146),
                (x + half * 0.95, 118),
            ]
        ),
        mix(p.roof, p.dark, 0.4),
        13,
    )
    s.dot(x, 130, 17, p.gold)
    for at in (-1.2, -0.83, 0.83, 1.2):
        lantern(s, x + at * half, 330, 24)


def stool(s: Sheet, x: float, y: float, w: float) -> None:
    """A long bench for the audience."""
    wood = mix(s.inks.soil, s.inks.dark, 0.4)
    s.box(x, y, x + w, y + 8, mix(wood, s.inks.gold, 0.35))
    for at in (0.12, 0.82):
        s.box(x + w * at, y + 8, x + w * (at + 0.05), y + 34, wood)
