"""Trees: each a few tones of one ink, dark first, light last, as gouache is laid."""

import math

from .palette import Colour, mix, thin
from .sheet import Sheet, spline, tone


def blobs(
    s: Sheet, x: float, y: float, rx: float, ry: float, ink: Colour, r: float
) -> None:
    """Fill a crown: three tones of round dabs, the light ones small and up."""
    tones = (
        (mix(ink, s.inks.dark, 0.4), 22, 0.0, 1.0),
        (mix(ink, s.inks.dark, 0.12), 20, 0.1, 0.68),
        (ink, 26, 0.24, 0.42),
        (mix(ink, s.inks.gold, 0.2), 26, 0.4, 0.2),
    )
    for colour, count, lift, size in tones:
        for _ in range(count):
            turn, far = s.rng.uniform(0, math.tau), math.sqrt(s.rng.random())
            dx = rx * far * math.cos(turn) * 0.85 - lift * rx * 0.4
            dy = ry * far * math.sin(turn) * (0.85 - lift * 0.5) - lift * ry
            s.dot(x + dx, y + dy, r * size * s.rng.uniform(0.7, 1.15), colour)


def shadow(s: Sheet, x: float, y: float, half: float) -> None:
    """The shade a thing throws on the ground."""
    s.oval(x + half * 0.25, y, half, half * 0.16, thin(s.inks.dark, 0.26))


def tree(
    s: Sheet, x: float, y: float, h: float, ink: Colour | None = None, *, wide=0.42
) -> None:
    """A broad-leaved tree standing at ``(x, y)``, one of a few habits."""
    ink = tone(ink or s.inks.leaf, s.rng, 9)
    bark = mix(s.inks.dark, s.inks.soil, 0.25)
    shadow(s, x, y, h * wide)
    foot, top = h * 0.04, h * 0.018
    s.poly([(x - foot, y), (x - top, y - h * 0.6), (x + top, y - h * 0.6),
            (x + foot, y)], bark)  # fmt: skip
    for side in (-1, 1):
        s.line(
            [(x, y - h * 0.26), (x + side * h * 0.17, y - h * 0.46)], bark, h * 0.024
        )
    lean = s.rng.uniform(-0.08, 0.08) * h
    blobs(s, x + lean, y - h * 0.5, h * wide, h * 0.24, ink, h * 0.1)
    blobs(s, x - lean * 1.4, y - h * 0.72, h * wide * 0.68, h * 0.24, ink, h * 0.1)


def small_tree(s: Sheet, x: float, y: float, r: float, ink: Colour) -> None:
    """A tree far enough away to be two dabs."""
    s.line([(x, y), (x, y - r * 1.3)], mix(ink, s.inks.dark, 0.5), max(1, r * 0.16))
    s.oval(x, y - r * 1.5, r * 0.9, r, mix(ink, s.inks.dark, 0.3))
    s.oval(x - r * 0.18, y - r * 1.7, r * 0.66, r * 0.7, ink)


def poplar(s: Sheet, x: float, y: float, h: float, ink: Colour) -> None:
    """A slim upright tree, good in rows."""
    half = h * 0.11
    side = [(x, y - h), (x + half, y - h * 0.55), (x + half * 0.8, y - h * 0.15)]
    other = [(x - half * 0.8, y - h * 0.15), (x - half, y - h * 0.55)]
    s.line([(x, y), (x, y - h * 0.3)], mix(ink, s.inks.dark, 0.6), h * 0.025)
    s.poly(spline([*side, *other], closed=True), mix(ink, s.inks.dark, 0.35))
    lit = [
        (x, y - h * 0.97),
        (x + half * 0.3, y - h * 0.5),
        (x - half * 0.5, y - h * 0.2),
    ]
    s.poly(spline([*lit, (x - half * 0.8, y - h * 0.55)], closed=True), ink)


def pine(s: Sheet, x: float, y: float, h: float, ink: Colour, *, snow=False) -> None:
    """A conifer of stacked skirts; with ``snow`` each skirt carries some."""
    s.line([(x, y), (x, y - h * 0.3)], mix(s.inks.dark, s.inks.soil, 0.2), h * 0.05)
    for i in range(4):
        foot, half = y - h * (0.12 + 0.2 * i), h * (0.25 - 0.045 * i)
        top = foot - h * 0.32
        s.poly(
            [
                (x - half, foot),
                (x - half * 0.4, foot - h * 0.05),
                (x, top),
                (x + half * 0.4, foot - h * 0.05),
                (x + half, foot),
                (x, foot + h * 0.025),
            ],
            mix(ink, s.inks.dark, 0.12 * (3 - i)),
        )
        if snow:
            s.poly([(x - half * 0.9, foot - 2), (x - half * 0.35, foot - h * 0.08),
                    (x, top), (x + half * 0.2, foot - h * 0.2),
                    (x - half * 0.1, foot - h * 0.09)], s.inks.paper)  # fmt: skip


def old_tree(s: Sheet, x: float, y: float, h: float, ink: Colour) -> None:
    """The great tree of a village: a forked trunk and a crown like a cloud."""
    bark, lit = mix(s.inks.dark, s.inks.soil, 0.22), mix(s.inks.dark, s.inks.soil, 0.55)
    shadow(s, x, y, h * 0.62)
    for lean in (-0.3, 0.02, 0.3):
        limb = [(x, y - h * 0.22), (x + lean * h * 0.5, y - h * 0.45)]
        s.line(spline([(x, y - h * 0.1), *limb, (x + lean * h, y - h * 0.66)]), bark,
               h * 0.05)  # fmt: skip
    s.poly(
        spline(
            [
                (x - h * 0.13, y + 4),
                (x - h * 0.06, y - h * 0.1),
                (x - h * 0.055, y - h * 0.36),
                (x + h * 0.055, y - h * 0.36),
                (x + h * 0.06, y - h * 0.1),
                (x + h * 0.14, y + 4),
            ]
        ),
        bark,
    )
    for i in range(5):
        at = x - h * 0.035 + i * h * 0.018
        s.line(spline([(at - h * 0.03, y - 4), (at, y - h * 0.14),
                       (at - 2, y - h * 0.32)]), thin(lit, 0.6), 1.6)  # fmt: skip
    clouds = [(-0.4, -0.6, 0.24), (0.38, -0.6, 0.25), (-0.16, -0.78, 0.28),
              (0.2, -0.8, 0.26), (0, -0.62, 0.24)]  # fmt: skip
    for dx, dy, r in clouds:
        r *= s.rng.uniform(0.9, 1.15)
        for _ in range(2):
            blobs(s, x + dx * h, y + dy * h, r * h, r * h * 0.62, ink, h * 0.062)


def willow(s: Sheet, x: float, y: float, h: float, ink: Colour) -> None:
    """A willow leaning over water, its twigs hanging."""
    s.line(spline([(x, y), (x + h * 0.03, y - h * 0.4), (x - h * 0.03, y - h * 0.72)]),
           mix(s.inks.dark, s.inks.soil, 0.25), h * 0.05)  # fmt: skip
    for i in range(64):
        lean = s.rng.uniform(-0.46, 0.46) * h
        top = y - h * s.rng.uniform(0.72, 1.0) + abs(lean) * 0.25
        drop = h * s.rng.uniform(0.2, 0.55)
        colour = mix(ink, s.inks.gold if i % 3 else s.inks.dark, 0.25)
        twig = [(x, y - h * 0.74), (x + lean * 0.6, top), (x + lean, top + drop * 0.4)]
        s.line(spline([*twig, (x + lean * 1.04, top + drop)]), thin(colour, 0.85), 2.2)


def branch(s: Sheet, *, left: bool, ink: Colour, fruit: Colour | None = None) -> None:
    """A near branch hanging into the picture from an upper corner."""
    rng, side = s.rng, -1 if left else 1
    x0 = -20 if left else s.w + 20
    stem = spline([(x0, rng.uniform(30, 120)), (x0 - side * 150, rng.uniform(60, 130)),
                   (x0 - side * 300, rng.uniform(90, 170))])  # fmt: skip
    s.line(stem, mix(s.inks.dark, s.inks.soil, 0.3), 7)
    for i in range(34):
        x, y = stem[rng.randrange(len(stem))]
        x, y = x + rng.uniform(-46, 46), y + rng.uniform(-40, 56)
        leaf(s, x, y, rng.uniform(24, 42), rng.uniform(0.2, 2.9),
             mix(ink, s.inks.dark, 0.1 + 0.5 * (i < 18)))  # fmt: skip
    if fruit:
        for _ in range(7):
            x, y = stem[rng.randrange(4, len(stem))]
            orange(s, x + rng.uniform(-36, 36), y + rng.uniform(18, 78), 20, fruit)


def orange(s: Sheet, x: float, y: float, r: float, ink: Colour) -> None:
    """One fruit with its shade and its light."""
    s.dot(x, y, r, mix(ink, s.inks.red, 0.45))
    s.dot(x - r * 0.12, y - r * 0.12, r * 0.84, ink)
    s.dot(x - r * 0.32, y - r * 0.34, r * 0.24, mix(ink, s.inks.paper, 0.6))


def leaf(
    s: Sheet,
    x: float,
    y: float,
    length: float,
    turn: float,
    ink: Colour,
    *,
    thin_by: float = 0.2,
) -> None:
    """One pointed leaf, hanging at an angle in radians."""
    dx, dy = math.cos(turn) * length, math.sin(turn) * length
    mx, my = x + dx * 0.45, y + dy * 0.45
    ax, ay = -dy * thin_by, dx * thin_by
    s.poly([(x, y), (mx + ax, my + ay), (x + dx, y + dy), (mx - ax, my - ay)], ink)


def stem(s: Sheet, x: float, wide: float, ink: Colour, lean: float) -> None:
    """One bamboo stem from below the sheet to above it, with its nodes."""
    step = wide * s.rng.uniform(6, 8)
    y, node = s.h + s.rng.uniform(0, step), mix(ink, s.inks.paper, 0.45)
    while y > -step:
        at = x + lean * (s.h - y)
        top = x + lean * (s.h - y + step)
        s.poly(
            [
                (at - wide / 2, y),
                (top - wide / 2, y - step + wide * 0.14),
                (top + wide / 2, y - step + wide * 0.14),
                (at + wide / 2, y),
            ],
            ink,
        )
        s.poly([(at - wide * 0.34, y), (top - wide * 0.34, y - step),
                (top - wide * 0.1, y - step), (at - wide * 0.1, y)],
               thin(s.inks.paper, 0.16))  # fmt: skip
        s.box(at - wide * 0.56, y - wide * 0.1, at + wide * 0.56, y + wide * 0.07, node)
        y -= step
