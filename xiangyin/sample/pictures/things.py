"""Built things that many pictures share: houses, lanterns, bus, boat, posts, smoke."""

import math

import numpy as np

from .palette import Colour, mix, thin
from .sheet import Sheet, arc, shift, spline


def roof(s: Sheet, x0: float, x1: float, y: float, h: float, ink: Colour) -> None:
    """A tiled roof seen from the front, its eaves turned up a little."""
    over, mid, wide = h * 0.35, (x0 + x1) / 2, x1 - x0
    eave = spline([(x0 - over, y - h * 0.12), (x0 + wide * 0.1, y), (mid, y + 1),
                   (x1 - wide * 0.1, y), (x1 + over, y - h * 0.12)])  # fmt: skip
    top = [(x1 - over * 0.6, y - h), (x0 + over * 0.6, y - h)]
    s.cut([*eave, *top], ink)
    tile = thin(s.inks.dark, 0.3)
    count = max(3, int(wide / max(5, h * 0.2)))
    for i in range(1, count):
        t = i / count
        low, high = (
            x0 - over * 0.5 + (wide + over) * t,
            x0 + over + (wide - 2 * over) * t,
        )
        s.line([(high, y - h + 2), (low, y - 1)], tile, max(0.8, h * 0.03))
    ridge = mix(ink, s.inks.dark, 0.5)
    ends = [(x0 + over * 0.3, y - h * 1.1), (x0 + over * 0.8, y - h), (mid, y - h),
            (x1 - over * 0.8, y - h), (x1 - over * 0.3, y - h * 1.1)]  # fmt: skip
    s.line(spline(ends), ridge, max(1.5, h * 0.09))


def pane(s: Sheet, x: float, y: float, w: float, h: float, *, lit: bool | None) -> None:
    """A window; at dusk and by night some are lit."""
    if lit is None:
        lit = s.inks.lit and s.rng.random() < 0.7
    if lit:
        s.glow(x + w / 2, y + h / 2, max(w, h) * 1.6, s.inks.gold, 0.4)
    colour = s.inks.gold if lit else mix(s.inks.dark, s.inks.wall, 0.18)
    s.box(x, y, x + w, y + h, colour)
    bar = mix(s.inks.dark, s.inks.soil, 0.3) if lit else mix(colour, s.inks.wall, 0.4)
    s.line([(x + w / 2, y), (x + w / 2, y + h)], bar, max(0.8, w * 0.07))
    s.line([(x, y + h * 0.45), (x + w, y + h * 0.45)], bar, max(0.8, w * 0.05))


def house(
    s: Sheet, x: float, y: float, w: float, *, haze: float = 0.0, floors: int = 1
) -> None:
    """A country house, white wall and grey roof; ``haze`` sets it back."""
    p = s.inks
    wall, ink = mix(p.wall, p.low, haze), mix(p.roof, p.far, haze)
    high = w * (0.3 + 0.27 * (floors - 1))
    s.shade([(x, y - high), (x + w, y - high), (x + w, y), (x, y)],
            mix(wall, p.dark, 0.12), wall)  # fmt: skip
    s.box(x, y - high, x + w, y - high * 0.86, thin(p.dark, 0.16))
    s.box(x, y - high * 0.08, x + w, y, thin(p.dark, 0.2))
    step = w / 4
    for floor in range(floors):
        sill = y - high + w * (0.1 + 0.27 * floor)
        for i in range(4):
            if floor == floors - 1 and i == 1:
                continue
            pane(s, x + step * (i + 0.28), sill, step * 0.44, w * 0.1, lit=None)
    door = mix(p.soil, p.dark, 0.45)
    s.box(x + step * 1.2, y - w * 0.2, x + step * 1.8, y, door)
    if s.rng.random() < 0.6:
        for at in (1.1, 1.83):
            s.box(
                x + step * at, y - w * 0.19, x + step * (at + 0.08), y - w * 0.03, p.red
            )
    roof(s, x, x + w, y - high, w * 0.17, ink)


def gable(s: Sheet, x: float, y: float, w: float, *, haze: float = 0.0) -> None:
    """A house end-on, its white wall stepped like a horse's head."""
    p = s.inks
    wall, ink = mix(p.wall, p.low, haze), mix(p.roof, p.far, haze)
    h, steps = w * 0.72, []
    for at, rise in (
        (0, 0.62),
        (0.2, 0.8),
        (0.38, 1.0),
        (0.62, 1.0),
        (0.8, 0.8),
        (1, 0.62),
    ):
        steps.append((x + w * at, y - h * rise))
    line = [(x, y), steps[0], (steps[1][0], steps[0][1]), steps[1],
            (steps[2][0], steps[1][1]), steps[2], steps[3], (steps[3][0], steps[4][1]),
            steps[4], (steps[4][0], steps[5][1]), steps[5], (x + w, y)]  # fmt: skip
    s.cut(line, wall)
    s.box(x, y - h * 0.12, x + w, y, thin(p.dark, 0.14))
    for a, b, up in ((0, 0.2, 0.62), (0.2, 0.38, 0.8), (0.38, 0.62, 1.0),
                     (0.62, 0.8, 0.8), (0.8, 1, 0.62)):  # fmt: skip
        top, lip = y - h * up, w * 0.03
        s.poly([(x + w * a - lip, top - lip * 1.4), (x + w * a, top + lip * 0.7),
                (x + w * b, top + lip * 0.7), (x + w * b + lip, top - lip * 1.4),
                (x + w * (a + b) / 2, top - lip)], ink)  # fmt: skip
    pane(s, x + w * 0.42, y - h * 0.62, w * 0.16, w * 0.12, lit=None)


def hamlet(s: Sheet, x0: float, x1: float, y: float, size: float, haze=0.0) -> None:
    """A cluster of houses standing on one line, overlapping."""
    x = x0
    while x < x1:
        w = size * s.rng.uniform(0.75, 1.2)
        foot = y + s.rng.uniform(-0.08, 0.08) * size
        if s.rng.random() < 0.35:
            gable(s, x, foot, w * 0.7, haze=haze)
        else:
            house(s, x, foot, w, haze=haze, floors=s.rng.choice((1, 1, 2)))
        x += w * s.rng.uniform(0.75, 1.25)


def smoke(s: Sheet, x: float, y: float, h: float) -> None:
    """Kitchen smoke, widening as it climbs."""
    light = mix(s.inks.paper, s.inks.low, 0.4)
    bend = s.rng.uniform(-0.5, 0.5) * h
    for i in range(26):
        t = i / 25
        sway = math.sin(t * 5 + bend) * h * 0.05 * t
        s.dot(x + bend * t * t + sway, y - h * t, 2.5 + h * 0.055 * t,
              thin(light, 0.3 * (1 - t) + 0.03))  # fmt: skip


def lantern(s: Sheet, x: float, y: float, r: float) -> None:
    """A red paper lantern with its glow, ribs and tassel."""
    p = s.inks
    if p.lit:
        s.glow(x, y, r * 3.6, p.gold, 0.5)
    s.line([(x, y + r), (x, y + r * 1.9)], p.gold, max(1, r * 0.14))
    s.oval(x, y, r * 1.15, r * 0.92, p.red)
    s.oval(x, y, r * 0.72, r * 0.9, mix(p.red, p.gold, 0.32))
    s.oval(x, y, r * 0.3, r * 0.86, mix(p.red, p.gold, 0.62))
    for cap in (-1, 1):
        at = y + cap * r * 0.9
        s.box(x - r * 0.42, at - r * 0.11, x + r * 0.42, at + r * 0.11, p.gold)


def string(
    s: Sheet, start: tuple[float, float], end: tuple[float, float], sag: float,
    count: int, r: float,
) -> None:  # fmt: skip
    """A string of lanterns hanging between two points."""
    t = np.linspace(0, 1, 25)
    xs = start[0] + (end[0] - start[0]) * t
    ys = start[1] + (end[1] - start[1]) * t + sag * 4 * t * (1 - t)
    s.line(list(zip(xs, ys, strict=True)), mix(s.inks.dark, s.inks.soil, 0.2), 1.4)
    for i in range(count):
        at = (i + 0.5) / count
        x, y = np.interp(at, t, xs), np.interp(at, t, ys)
        lantern(s, float(x), float(y) + r * 1.2, r)


def bus(s: Sheet, x: float, y: float, length: float, ink: Colour) -> None:
    """A country bus from the side, its wheels on ``y``."""
    p, h, u = s.inks, length * 0.34, length / 100
    s.oval(x + length / 2, y + u, length * 0.54, u * 2.6, thin(p.dark, 0.4))
    body = [(x, y - 4 * u), (x, y - h + 6 * u), (x + 5 * u, y - h),
            (x + length - 4 * u, y - h), (x + length, y - h + 10 * u),
            (x + length + u, y - 6 * u), (x + length - u, y - 3 * u)]  # fmt: skip
    s.cut(body, ink)
    s.box(x, y - 13 * u, x + length + u * 0.6, y - 9.5 * u, mix(ink, p.paper, 0.75))
    s.box(x + 3 * u, y - h, x + length - 4 * u, y - h + 2.4 * u, mix(ink, p.paper, 0.6))
    glass = p.gold if p.lit else mix(p.sky, p.dark, 0.35)
    for i in range(6):
        at = x + (4 + 13 * i) * u
        s.box(at, y - h + 6 * u, at + 11 * u, y - h + 16 * u, glass)
        s.poly([(at + 6 * u, y - h + 6 * u), (at + 9 * u, y - h + 6 * u),
                (at + 4 * u, y - h + 16 * u), (at + u, y - h + 16 * u)],
               thin(p.paper, 0.3))  # fmt: skip
    s.box(x + 84 * u, y - h + 6 * u, x + 94 * u, y - 4 * u, mix(glass, ink, 0.25))
    s.box(x + 88.6 * u, y - h + 6 * u, x + 89.4 * u, y - 4 * u, ink)
    s.box(x + 95.5 * u, y - h + 6 * u, x + 99.6 * u, y - h + 17 * u, glass)
    s.dot(x + 98.5 * u, y - 8 * u, 1.6 * u, p.gold)
    for at in (22, 76):
        s.dot(x + at * u, y - 4 * u, 6.6 * u, mix(ink, p.dark, 0.6))
        s.dot(x + at * u, y - 4 * u, 5.4 * u, p.dark)
        s.dot(x + at * u, y - 4 * u, 2.4 * u, mix(p.wall, p.roof, 0.3))


def skiff(s: Sheet, x: float, y: float, length: float, *, awning: bool = True) -> None:
    """An empty river boat, moored."""
    p, u = s.inks, length / 100
    hull = [
        (x, y - 9 * u),
        (x + 18 * u, y - 2 * u),
        (x + 80 * u, y - 2 * u),
        (x + 100 * u, y - 11 * u),
        (x + 84 * u, y + 4 * u),
        (x + 16 * u, y + 4 * u),
    ]
    s.poly(spline(hull, closed=True, steps=4), mix(p.dark, p.soil, 0.3))
    s.line(spline([hull[0], hull[1], hull[2], hull[3]]), p.soil, 2.4 * u)
    if awning:
        cover = arc(x + 48 * u, y - 3 * u, 20 * u, 14 * u, 180, 360, 14)
        s.poly(cover, mix(p.soil, p.dark, 0.35))
        for at in (34, 41, 48, 55, 62):
            top = y - 3 * u - 14 * u * math.sqrt(1 - ((at - 48) / 20) ** 2)
            s.line([(x + at * u, y - 2 * u), (x + at * u, top)], thin(p.gold, 0.35), u)


def pole(s: Sheet, x: float, y: float, h: float) -> None:
    """A power pole."""
    ink = mix(s.inks.dark, s.inks.far, 0.25)
    s.line([(x, y), (x, y - h)], ink, max(1.5, h * 0.022))
    s.line([(x - h * 0.1, y - h * 0.93), (x + h * 0.1, y - h * 0.93)], ink, h * 0.016)


def flag(s: Sheet, x: float, y: float, h: float) -> None:
    """A flag pole with a red flag in a light wind."""
    s.box(
        x - h * 0.07, y - h * 0.03, x + h * 0.07, y, mix(s.inks.wall, s.inks.roof, 0.3)
    )
    s.line([(x, y), (x, y - h)], mix(s.inks.paper, s.inks.roof, 0.25), h * 0.014)
    s.dot(x, y - h, h * 0.014, s.inks.gold)
    w, top = h * 0.24, y - h * 0.98
    up = spline(
        [
            (x, top),
            (x + w * 0.35, top - w * 0.06),
            (x + w * 0.7, top + w * 0.08),
            (x + w, top),
        ]
    )
    s.poly([*up, *(shift(up[::-1], 0, w * 0.64))], s.inks.red)
    fold = [(x + w * 0.4, top), (x + w * 0.62, top + w * 0.06),
            (x + w * 0.62, top + w * 0.7), (x + w * 0.4, top + w * 0.6)]  # fmt: skip
    s.poly(fold, thin(s.inks.dark, 0.14))


def bench(s: Sheet, x: float, y: float, w: float) -> None:
    """A wooden bench."""
    wood, dark = mix(s.inks.soil, s.inks.gold, 0.2), mix(s.inks.soil, s.inks.dark, 0.55)
    h = w * 0.2
    s.oval(x + w * 0.52, y + 1, w * 0.56, h * 0.2, thin(s.inks.dark, 0.3))
    for at in (0.1, 0.9):
        s.line([(x + w * at, y), (x + w * at, y - h * 2.1)], dark, w * 0.035)
        s.line([(x + w * at + w * 0.05, y + h * 0.25), (x + w * at + w * 0.05, y - h)],
               dark, w * 0.035)  # fmt: skip
    for up in (1.5, 1.95):
        s.box(x, y - h * up - h * 0.3, x + w, y - h * up, wood)
    s.poly([(x, y - h * 1.12), (x + w, y - h * 1.12), (x + w * 1.06, y - h * 0.85),
            (x - w * 0.0, y - h * 0.85)], mix(wood, s.inks.paper, 0.25))  # fmt: skip
    s.box(x, y - h * 0.85, x + w * 1.06, y - h * 0.7, dark)
