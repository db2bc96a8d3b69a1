"""The dragon boats, lying ready."""

from .land import lake, ranges, sky
from .palette import Colour, mix, thin
from .sheet import Sheet, arc, shift, spline
from .things import hamlet
from .waters import shore


def boat(s: Sheet) -> None:
    """A dragon boat lying ready on the river, oars shipped."""
    p, rng = s.inks, s.rng
    line = rng.uniform(350, 420)
    sky(s, line)
    ranges(s, line, count=4, reach=rng.uniform(200, 280), nearest=0.7)
    s.mist(line - 10, 44, mix(p.low, p.paper, 0.4), 0.75)
    shore(s, line, mix(p.near, p.far, 0.3), 22)
    hamlet(s, s.w * 0.52, s.w * rng.uniform(0.75, 1), line - 4, 66, 0.2)
    lake(s, line, s.h)
    other = mix(p.leaf, p.near, 0.3)
    dragon(s, rng.uniform(0.45, 0.6) * s.w, line + rng.uniform(70, 100), 300, other)
    dragon(
        s,
        rng.uniform(0.08, 0.2) * s.w,
        rng.uniform(640, 680),
        rng.uniform(740, 820),
        p.red,
    )
    for i in range(5):
        x = s.w * (0.06 + 0.2 * i)
        pennant(s, x, line + 2, 64, p.red if i % 2 else p.gold)


def pennant(s: Sheet, x: float, y: float, h: float, ink: Colour) -> None:
    """A long flag on the bank."""
    s.line([(x, y), (x, y - h)], s.inks.dark, 1.8)
    s.poly([(x, y - h), (x + h * 0.36, y - h * 0.8), (x, y - h * 0.5)], ink)


def dragon(s: Sheet, x: float, y: float, length: float, ink: Colour) -> None:
    """One dragon boat: long hull of scales, head up, tail up, drum amidships."""
    p, u = s.inks, length / 100
    sheer = spline([(x - u, y - 7 * u), (x + 12 * u, y - 2.5 * u), (x + 50 * u, y - u),
                    (x + 86 * u, y - 2.5 * u), (x + 96 * u, y - 7.5 * u)])  # fmt: skip
    keel = spline(
        [
            (x + 94 * u, y),
            (x + 80 * u, y + 3.6 * u),
            (x + 50 * u, y + 4.6 * u),
            (x + 20 * u, y + 3.6 * u),
            (x + 3 * u, y - u),
        ]
    )
    for i in range(7):
        half, low = (46 - i * 3) * u, y + (4.4 + i * 1.5) * u
        glint = [
            (x + 49 * u - half, low),
            (x + 49 * u, low - u),
            (x + 49 * u + half, low),
            (x + 49 * u, low + u),
        ]
        s.poly(glint, thin(mix(ink, p.dark, 0.45), 0.42 - 0.05 * i))
    for i in range(11):
        ox = x + (20 + i * 5.6) * u
        s.line(
            [(ox, y - 2.4 * u), (ox + 5 * u, y + 6.5 * u)],
            mix(p.soil, p.gold, 0.35),
            0.5 * u,
        )
        s.oval(ox + 5.4 * u, y + 7.2 * u, 0.8 * u, 1.3 * u, mix(p.soil, p.gold, 0.35))
    s.cut([*sheer, *keel], ink)
    for i in range(30):
        at = x + (8 + 2.8 * i) * u
        s.line(
            arc(at, y + u, 1.3 * u, 1.6 * u, 20, 160, 8),
            mix(ink, p.gold, 0.55),
            0.32 * u,
        )
    s.line(sheer, p.gold, 0.8 * u)
    s.line(shift(sheer, 0, 1.4 * u), mix(ink, p.paper, 0.7), 0.35 * u)
    drum(s, x + 50 * u, y - 2 * u, 3.4 * u)
    tail(s, x + u, y - 5 * u, u, ink)
    head(s, x + 94 * u, y - 6 * u, u, ink)


def drum(s: Sheet, x: float, y: float, r: float) -> None:
    """The drum on its stand."""
    s.box(x - r * 0.9, y - r * 1.9, x + r * 0.9, y, s.inks.red)
    s.oval(x, y - r * 1.9, r * 0.9, r * 0.3, mix(s.inks.paper, s.inks.gold, 0.25))
    s.box(x - r * 0.9, y - r * 1.6, x + r * 0.9, y - r * 1.42, s.inks.gold)


def tail(s: Sheet, x: float, y: float, u: float, ink: Colour) -> None:
    """The tail curling up at the stern."""
    for bend, thick in ((0, 1.8), (-2.2, 1.2), (2.2, 1.2)):
        curl = [(x + u, y), (x - 3 * u, y - 4 * u), (x - 4 * u + bend * u, y - 9 * u),
                (x - 7 * u + bend * u, y - 12 * u)]  # fmt: skip
        s.line(spline(curl), ink if bend == 0 else s.inks.gold, thick * u * 0.7)


def head(s: Sheet, x: float, y: float, u: float, ink: Colour) -> None:
    """The dragon's head: neck, jaws, eye, horns, mane and beard."""
    p = s.inks

    def at(points):
        return spline(
            [(x + px * u, y + py * u) for px, py in points], closed=True, steps=6
        )

    for i in range(6):
        mane = [
            (-3 + i * 0.5, -1 - i * 1.9),
            (-7 + i * 0.4, -4 - i * 1.9),
            (-2 + i * 0.6, -4 - i * 1.9),
        ]
        s.poly(
            [(x + px * u, y + py * u) for px, py in mane],
            p.gold if i % 2 else mix(p.leaf, p.paper, 0.15),
        )
    s.poly(at([(-5, 2), (-2, -6), (0, -11), (4, -13), (6, -10), (4, -4), (1, 3)]), ink)
    s.poly(
        at(
            [
                (0, -12),
                (3, -15.5),
                (7, -15),
                (13, -13.4),
                (13.4, -11.6),
                (8, -10.6),
                (3, -9),
            ]
        ),
        ink,
    )
    s.poly(
        at([(3, -9.4), (8, -9.4), (11.4, -8.4), (11, -6.8), (7, -6.6), (3, -6.4)]),
        mix(ink, p.gold, 0.3),
    )
    s.poly(
        [
            (x + 5 * u, y - 10 * u),
            (x + 12 * u, y - 11.4 * u),
            (x + 10.6 * u, y - 8.6 * u),
        ],
        p.dark,
    )
    for i in range(4):
        tx = x + (7 + i * 1.5) * u
        s.poly(
            [
                (tx, y - 10.9 * u),
                (tx + 0.9 * u, y - 11 * u),
                (tx + 0.4 * u, y - 9.7 * u),
            ],
            p.paper,
        )
    s.dot(x + 5.6 * u, y - 13.1 * u, 1.0 * u, p.paper)
    s.dot(x + 5.9 * u, y - 13.1 * u, 0.55 * u, p.dark)
    for dx in (0, 1.6):
        horn = [(2.2 + dx, -15), (0.4 + dx, -18), (-1.6 + dx, -20.4)]
        s.line(spline([(x + px * u, y + py * u) for px, py in horn]), p.gold, 0.8 * u)
    beard = [(6, -6.6), (5, -3.6), (7.2, -1.4)]
    s.line(spline([(x + px * u, y + py * u) for px, py in beard]), p.paper, 0.7 * u)
    whisker = [(12.6, -13), (15.4, -14.4), (17, -12.4)]
    s.line(spline([(x + px * u, y + py * u) for px, py in whisker]), p.gold, 0.45 * u)
