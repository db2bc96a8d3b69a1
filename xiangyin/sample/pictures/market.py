"""The market: stalls, crates, baskets."""

import math

from .land import ranges, sky
from .palette import Colour, mix, thin
from .sheet import Sheet, arc, tone
from .things import hamlet, lantern

GOODS = (
    (232, 136, 44),
    (190, 58, 44),
    (104, 150, 74),
    (236, 222, 190),
    (120, 72, 112),
    (226, 186, 70),
)


def market(s: Sheet) -> None:
    """Stalls under striped awnings, heaped for the morning."""
    p, rng = s.inks, s.rng
    sky(s, 330)
    ranges(s, 340, count=3, reach=200, nearest=0.5)
    hamlet(s, -40, s.w + 20, 420, 190, 0.1)
    stone = mix(p.wall, p.soil, 0.35)
    s.fade(418, s.h, mix(stone, p.low, 0.25), mix(stone, p.dark, 0.22))
    for y, size, start in (
        (500, 170, rng.uniform(-60, 20)),
        (680, 290, rng.uniform(-160, -20)),
    ):
        x = start
        while x < s.w:
            stall(s, x, y, size)
            x += size * rng.uniform(1.1, 1.3)
    for _ in range(rng.randint(5, 7)):
        basket(
            s, rng.uniform(0.02, 0.98) * s.w, rng.uniform(730, 780), rng.uniform(40, 58)
        )
    for i in range(8):
        lantern(s, s.w * (i + 0.5) / 8, 300 + 22 * math.sin(i * 1.3), 13)


def stall(s: Sheet, x: float, y: float, w: float) -> None:
    """One stall: posts, awning, counter with crates of what the season gives."""
    p, rng = s.inks, s.rng
    h = w * 0.86
    wood = mix(p.soil, p.dark, 0.3)
    s.oval(x + w / 2, y + w * 0.03, w * 0.58, w * 0.06, thin(p.dark, 0.28))
    for at in (0.03, 0.95):
        s.box(x + w * at, y - h, x + w * (at + 0.025), y, wood)
    s.box(x, y - h * 0.72, x + w, y - h * 0.38, thin(p.dark, 0.3))
    s.box(x, y - w * 0.34, x + w, y, mix(p.soil, p.paper, 0.15))
    for i in range(1, 6):
        s.box(x + w * i / 6, y - w * 0.34, x + w * i / 6 + 2, y, thin(p.dark, 0.22))
    crates(s, x, y - w * 0.34, w)
    ink = tone(
        rng.choice((p.red, p.leaf, mix(p.gold, p.red, 0.2), mix(p.near, p.sky, 0.3))),
        rng,
    )
    awning(s, x - w * 0.06, y - h, w * 1.12, ink)


def basket(s: Sheet, x: float, y: float, r: float) -> None:
    """A round basket on the ground, heaped."""
    p, rng = s.inks, s.rng
    ink, straw = mix(rng.choice(GOODS), p.low, 0.06), mix(p.soil, p.gold, 0.3)
    s.oval(x + 4, y + r * 0.5, r * 1.05, r * 0.26, thin(p.dark, 0.3))
    s.oval(x, y - r * 0.1, r * 0.94, r * 0.4, mix(ink, p.dark, 0.35))
    for _ in range(34):
        turn, far = rng.uniform(0, math.tau), math.sqrt(rng.random()) * 0.8
        fx, fy = (
            x + math.cos(turn) * far * r,
            y - r * 0.2 + math.sin(turn) * far * r * 0.34,
        )
        s.dot(fx, fy, r * 0.15, mix(ink, p.dark, 0.22))
        s.dot(fx - r * 0.02, fy - r * 0.025, r * 0.12, tone(ink, rng, 14))
    rim = arc(x, y, r, r * 0.3, 180, 0, 20)
    s.poly([*rim, (x + r * 0.74, y + r * 0.56), (x - r * 0.74, y + r * 0.56)], straw)
    for i in range(1, 5):
        s.line(
            arc(x, y + i * r * 0.11, r * (1 - 0.05 * i), r * 0.3, 176, 4, 16),
            thin(p.dark, 0.3),
            1.6,
        )
    s.line(rim, mix(straw, p.paper, 0.35), r * 0.08)


def awning(s: Sheet, x: float, y: float, w: float, ink: Colour) -> None:
    """A striped awning with a scalloped hem."""
    p, n = s.inks, 8
    drop, inset = w * 0.24, w * 0.07
    for i in range(n):
        colour = ink if i % 2 == 0 else p.paper
        a, b = i / n, (i + 1) / n
        top = (x + inset + (w - 2 * inset) * a, x + inset + (w - 2 * inset) * b)
        low = (x + w * a, x + w * b)
        s.poly(
            [
                (top[0], y - drop * 0.55),
                (top[1], y - drop * 0.55),
                (low[1], y + drop * 0.5),
                (low[0], y + drop * 0.5),
            ],
            colour,
        )
        hem = arc(
            (low[0] + low[1]) / 2, y + drop * 0.5, w / n / 2, w * 0.045, 0, 180, 10
        )
        s.poly(hem, mix(colour, p.dark, 0.14))
    s.box(x, y + drop * 0.44, x + w, y + drop * 0.5, thin(p.dark, 0.14))


def crates(s: Sheet, x: float, y: float, w: float) -> None:
    """Heaps of fruit and greens along the counter."""
    p, rng = s.inks, s.rng
    each = w / 4
    for i in range(4):
        ink, cx = mix(rng.choice(GOODS), p.low, 0.08), x + each * (i + 0.5)
        r = each * rng.uniform(0.085, 0.13)
        for row in range(4):
            n = 5 - row
            for j in range(n):
                fx = cx + (j - (n - 1) / 2) * r * 1.8
                fy = y - each * 0.1 - row * r * 1.3
                s.dot(fx, fy, r, mix(tone(ink, rng, 10), p.dark, 0.22))
                s.dot(fx - r * 0.14, fy - r * 0.16, r * 0.78, tone(ink, rng, 10))
        s.box(
            cx - each * 0.46,
            y - each * 0.14,
            cx + each * 0.46,
            y + each * 0.12,
            mix(p.soil, p.gold, 0.25),
        )
        s.box(
            cx - each * 0.46,
            y - each * 0.03,
            cx + each * 0.46,
            y + each * 0.005,
            thin(p.dark, 0.3),
        )
