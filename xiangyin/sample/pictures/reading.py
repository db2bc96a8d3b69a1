"""Books: shelves close to, and the reading room."""

import math

from .land import ranges, sky
from .palette import Colour, mix, thin
from .sheet import Sheet, arc, spline, tone
from .trees import leaf


def cover(s: Sheet) -> Colour:
    """Choose a book's cloth."""
    p = s.inks
    cloth = (
        p.red,
        p.gold,
        p.leaf,
        p.near,
        p.soil,
        p.sky,
        mix(p.wall, p.soil, 0.25),
        p.roof,
    )
    return tone(mix(s.rng.choice(cloth), p.wall, s.rng.uniform(0, 0.22)), s.rng, 12)


def books(s: Sheet, x0: float, x1: float, y: float, h: float) -> None:
    """Fill a shelf board from left to right; now and then one leans, or a pile lies."""
    rng, x = s.rng, x0 + 2
    while x < x1 - h * 0.14:
        w, tall = h * rng.uniform(0.07, 0.2), h * rng.uniform(0.66, 0.93)
        w = min(w, x1 - x)
        draw = rng.random()
        if draw < 0.05 and x + h * 0.7 < x1:
            pile(s, x, y, h)
            x += h * 0.7
        elif draw < 0.1 and x + tall * 0.4 < x1:
            book(s, x, y, w, tall, 0.26)
            x += w + tall * 0.27
        else:
            book(s, x, y, w, tall, 0)
            x += w + 0.8


def book(s: Sheet, x: float, y: float, w: float, h: float, lean: float) -> None:
    """One spine with its label."""
    ink, shift = cover(s), h * lean

    def at(px: float, py: float) -> tuple[float, float]:
        return x + px * w + shift * py, y - h * py

    s.poly([at(0, 0), at(0, 1), at(1, 1), at(1, 0)], ink)
    s.poly([at(0.74, 0), at(0.74, 1), at(1, 1), at(1, 0)], thin(s.inks.dark, 0.2))
    s.poly([at(0, 0), at(0, 1), at(0.14, 1), at(0.14, 0)], thin(s.inks.paper, 0.25))
    kind = s.rng.random()
    light = mix(ink, s.inks.paper, 0.72)
    if kind < 0.4:
        s.poly([at(0.16, 0.56), at(0.16, 0.86), at(0.8, 0.86), at(0.8, 0.56)], light)
        s.line(
            [at(0.46, 0.6), at(0.46, 0.82)], mix(ink, s.inks.dark, 0.4), max(1, w * 0.1)
        )
    elif kind < 0.8:
        for level in (0.14, 0.2, 0.82):
            s.line([at(0.06, level), at(0.94, level)], light, max(1, h * 0.014))


def pile(s: Sheet, x: float, y: float, h: float) -> None:
    """A few books lying flat."""
    for i in range(s.rng.randint(3, 5)):
        w, thick = h * s.rng.uniform(0.5, 0.64), h * 0.11
        ink, top = cover(s), y - i * thick
        s.box(x, top - thick + 1, x + w, top, ink)
        s.box(x + w * 0.88, top - thick + 2.4, x + w, top - 1.4, s.inks.paper)


def vase(s: Sheet, x: float, y: float, h: float) -> None:
    """A pot with a spray of leaves."""
    p = s.inks
    for i in range(8):
        turn = -math.pi / 2 + (i - 3.5) * 0.25
        tip = (x + math.cos(turn) * h * 0.55, y - h * 0.4 + math.sin(turn) * h * 0.55)
        s.line([(x, y - h * 0.34), tip], mix(p.leaf, p.dark, 0.4), 1.6)
        for t in (0.55, 0.75, 1):
            lx, ly = x + (tip[0] - x) * t, y - h * 0.34 + (tip[1] - y + h * 0.34) * t
            leaf(
                s,
                lx,
                ly,
                h * 0.17,
                turn + s.rng.uniform(-0.9, 0.9),
                tone(p.leaf, s.rng),
            )
    pot = [
        (x - h * 0.1, y),
        (x - h * 0.17, y - h * 0.18),
        (x - h * 0.08, y - h * 0.36),
        (x + h * 0.08, y - h * 0.36),
        (x + h * 0.17, y - h * 0.18),
        (x + h * 0.1, y),
    ]
    s.poly(spline(pot, closed=True), mix(p.sky, p.near, 0.35))
    s.line(arc(x, y - h * 0.19, h * 0.15, h * 0.03, 0, 180, 12), p.paper, 2)


def case(s: Sheet, x0: float, y0: float, x1: float, y1: float, rows: int) -> None:
    """A bookcase full of books."""
    p = s.inks
    wood, dark = mix(p.soil, p.dark, 0.22), mix(p.soil, p.dark, 0.68)
    s.box(x0, y0, x1, y1, dark)
    each = (y1 - y0) / rows
    for i in range(rows):
        low = y0 + each * (i + 1)
        s.box(x0, low - each, x1, low - each * 0.8, thin(p.dark, 0.4))
        books(s, x0 + 8, x1 - 8, low - each * 0.08, each * 0.86)
        s.box(x0, low - each * 0.08, x1, low, wood)
        s.box(x0, low - each * 0.08, x1, low - each * 0.055, mix(wood, p.paper, 0.3))
    for x in (x0, x1 - 8):
        s.box(x, y0, x + 8, y1, wood)
    s.box(x0 - 6, y0 - 10, x1 + 6, y0 + 4, mix(wood, p.paper, 0.14))


def bookshelf(s: Sheet) -> None:
    """Shelves close to: spines, a lamp, a plant."""
    p, rng = s.inks, s.rng
    rows = rng.choice((3, 3, 4))
    wood, dark = mix(p.soil, p.dark, 0.2), mix(p.soil, p.dark, 0.66)
    s.fade(0, s.h, mix(dark, p.dark, 0.3), dark)
    each = s.h / rows
    bays = sorted(s.w * (i + rng.uniform(0.3, 0.7)) / 3 for i in range(3))
    for i in range(rows):
        low = each * (i + 1) - each * 0.06
        s.fade(low - each, low - each * 0.55, mix(p.dark, dark, 0.3), dark)
        gap = bays[i % 3]
        wide = each * 0.62
        books(s, 0, gap - wide / 2, low, each * 0.86)
        books(s, gap + wide / 2, s.w, low, each * 0.86)
        ornament(s, gap, low, each, i)
        s.box(0, low, s.w, low + each * 0.09, wood)
        s.box(0, low, s.w, low + each * 0.018, mix(wood, p.paper, 0.35))
        s.box(0, low + each * 0.09, s.w, low + each * 0.14, thin(p.dark, 0.4))
    for x in (s.w * rng.uniform(0.25, 0.4), s.w * rng.uniform(0.65, 0.8)):
        s.box(x, 0, x + 16, s.h, wood)
        s.box(x, 0, x + 4, s.h, mix(wood, p.paper, 0.3))
    s.glow(s.w * rng.uniform(0.2, 0.8), -60, 620, p.gold, 0.24)


def ornament(s: Sheet, x: float, y: float, h: float, turn: int) -> None:
    """What stands between the books: a plant, a framed hill, a pile with a tea cup."""
    p = s.inks
    if turn % 3 == 0:
        vase(s, x, y, h * 0.82)
    elif turn % 3 == 1:
        r = h * 0.26
        s.box(x - r, y - r * 2.5, x + r, y, mix(p.gold, p.soil, 0.4))
        s.shade(
            [
                (x - r * 0.84, y - r * 2.3),
                (x + r * 0.84, y - r * 2.3),
                (x + r * 0.84, y - r * 0.2),
                (x - r * 0.84, y - r * 0.2),
            ],
            p.sky,
            p.low,
        )
        s.dot(x + r * 0.3, y - r * 1.8, r * 0.2, p.sun)
        s.poly(
            [
                (x - r * 0.84, y - r * 0.9),
                (x - r * 0.3, y - r * 1.5),
                (x + r * 0.2, y - r),
                (x + r * 0.84, y - r * 1.3),
                (x + r * 0.84, y - r * 0.2),
                (x - r * 0.84, y - r * 0.2),
            ],
            mix(p.near, p.far, 0.4),
        )
    else:
        pile(s, x - h * 0.26, y, h)
        s.poly(
            spline(
                [
                    (x - h * 0.1, y - h * 0.72),
                    (x - h * 0.06, y - h * 0.56),
                    (x + h * 0.06, y - h * 0.56),
                    (x + h * 0.1, y - h * 0.72),
                ]
            ),
            p.wall,
        )


def library(s: Sheet) -> None:
    """A reading room: shelves, a window on the hills, a table with a lamp."""
    p, rng = s.inks, s.rng
    x = s.w * rng.uniform(0.3, 0.5)
    sky(s, 400)
    ranges(s, 430, count=4, reach=260, nearest=0.6)
    s.fade(430, 520, p.grass, p.leaf)
    wall = mix(p.wall, p.soil, 0.14)
    window(s, x, 120, 330, 330, wall)
    s.fade(560, s.h, mix(p.soil, p.wall, 0.25), mix(p.soil, p.dark, 0.25))
    s.box(0, 552, s.w, 566, mix(p.soil, p.dark, 0.4))
    s.poly(
        [(x + 10, 566), (x + 330, 566), (x + 560, s.h), (x + 100, s.h)],
        thin(p.paper, 0.28),
    )
    rows = rng.choice((4, 5))
    case(s, -20, 70, x - 46, 560, rows)
    case(s, x + 376, 70, s.w + 20, 560, rows)
    desk(s, s.w * rng.uniform(0.16, 0.24), 690)


def window(s: Sheet, x: float, y: float, w: float, h: float, wall: Colour) -> None:
    """Build the wall round a view."""
    p = s.inks
    s.box(0, 0, s.w, y, wall)
    s.box(0, y + h, s.w, 562, wall)
    s.box(0, y, x, y + h, wall)
    s.box(x + w, y, s.w, y + h, wall)
    wood = mix(p.soil, p.dark, 0.35)
    for i in range(4):
        at = x + w * i / 3
        s.box(at - 6, y - 6, at + 6, y + h + 6, wood)
    for at in (y, y + h * 0.3, y + h):
        s.box(x - 6, at - 5, x + w + 6, at + 5, wood)
    s.box(x - 20, y + h + 4, x + w + 20, y + h + 18, mix(wood, p.paper, 0.2))


def desk(s: Sheet, x: float, y: float) -> None:
    """A long table, open books on it, a lamp, a pile, and chairs behind."""
    p, w = s.inks, s.w * 0.62
    wood, dark = mix(p.soil, p.gold, 0.2), mix(p.soil, p.dark, 0.5)
    for at in (0.12, 0.4, 0.68):
        chair(s, x + w * at, y - 8, 110)
    s.poly([(x + 50, y - 22), (x + w - 50, y - 22), (x + w, y + 34), (x, y + 34)], wood)
    s.poly(
        [
            (x + 50, y - 22),
            (x + w - 50, y - 22),
            (x + w - 44, y - 16),
            (x + 44, y - 16),
        ],
        mix(wood, p.paper, 0.35),
    )
    s.box(x, y + 34, x + w, y + 52, dark)
    for at in (20, w - 46):
        s.box(x + at, y + 52, x + at + 26, s.h, dark)
    for at in (0.3, 0.58):
        spread(s, x + w * at, y + 6)
    lamp_x = x + w * 0.83
    s.glow(lamp_x, y - 110, 230, p.gold, 0.5)
    s.line([(lamp_x, y), (lamp_x, y - 110)], p.gold, 6)
    s.oval(lamp_x, y + 2, 34, 9, mix(p.gold, p.dark, 0.3))
    s.poly(
        [
            (lamp_x - 62, y - 104),
            (lamp_x - 36, y - 156),
            (lamp_x + 36, y - 156),
            (lamp_x + 62, y - 104),
        ],
        mix(p.leaf, p.near, 0.4),
    )
    pile(s, x + w * 0.08, y + 8, 150)


def chair(s: Sheet, x: float, y: float, w: float) -> None:
    """The back of a chair pushed under a table."""
    wood = mix(s.inks.soil, s.inks.dark, 0.38)
    s.box(x, y - w * 1.05, x + w, y - w * 0.86, wood)
    for i in range(6):
        s.box(x + i * w * 0.19, y - w * 0.9, x + i * w * 0.19 + w * 0.05, y, wood)


def spread(s: Sheet, x: float, y: float) -> None:
    """A book lying open."""
    p = s.inks
    for side in (-1, 1):
        page = spline(
            [(x, y - 6), (x + side * 40, y - 20), (x + side * 88, y - 10)], steps=5
        )
        low = spline(
            [(x + side * 100, y + 8), (x + side * 46, y), (x, y + 14)], steps=5
        )
        s.poly([*page, *low], mix(p.paper, p.dark, 0.04 + 0.08 * (side > 0)))
        for i in range(3):
            s.line(
                [(x + side * 18, y - 6 + i * 5), (x + side * 76, y - 9 + i * 5)],
                thin(p.dark, 0.25),
                1.2,
            )
