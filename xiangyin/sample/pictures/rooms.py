"""Indoors at work and at table: the smithy, a bowl of noodles."""

import math

from .palette import mix, thin
from .sheet import Sheet, arc, spline, tone
from .trees import leaf


def workshop(s: Sheet) -> None:
    """A smithy: the fire, the anvil, sparks, tools on the wall."""
    p, rng = s.inks, s.rng
    dark = mix(p.dark, p.soil, 0.18)
    s.fade(0, s.h, mix(dark, p.soil, 0.1), mix(dark, p.soil, 0.26))
    for i in range(13):
        x = s.w * i / 12 + rng.uniform(-6, 6)
        s.line([(x, 0), (x, 560)], thin((0, 0, 0), 0.22), 2.5)
    s.fade(560, s.h, mix(p.soil, p.dark, 0.6), mix(p.soil, p.dark, 0.76))
    x = s.w * rng.uniform(0.64, 0.74)
    view(s, s.w * rng.uniform(0.1, 0.16), 130, rng.uniform(170, 220))
    tools(s, s.w * rng.uniform(0.36, 0.4), 120)
    forge(s, x, 590)
    y, ax = 690, s.w * rng.uniform(0.36, 0.44)
    anvil(s, ax, y)
    sparks(s, ax + 30, y - 176)


def view(s: Sheet, x: float, y: float, w: float) -> None:
    """A small window with daylight."""
    p = s.inks
    s.glow(x + w / 2, y + w * 0.55, w * 1.7, mix(p.low, p.sky, 0.4), 0.4)
    s.shade(
        [(x, y), (x + w, y), (x + w, y + w * 1.1), (x, y + w * 1.1)],
        mix(p.sky, p.low, 0.3),
        p.low,
    )
    tops = [(0, 0.8), (0.3, 0.62), (0.6, 0.78), (1, 0.66)]
    crest = spline([(x + w * at, y + w * up) for at, up in tops])
    hill = [*crest, (x + w, y + w * 1.1), (x, y + w * 1.1)]
    s.poly(hill, mix(p.far, p.near, 0.4))
    wood = mix(p.dark, p.soil, 0.4)
    for i in range(4):
        s.box(x + w * i / 3 - 4, y - 4, x + w * i / 3 + 4, y + w * 1.1 + 4, wood)
        s.box(x - 4, y + w * 1.1 * i / 3 - 4, x + w + 4, y + w * 1.1 * i / 3 + 4, wood)
    s.poly(
        [
            (x, y + w * 1.1),
            (x + w, y + w * 1.1),
            (x + w * 2.2, s.h),
            (x + w * 0.7, s.h),
        ],
        thin(p.low, 0.09),
    )


def tools(s: Sheet, x: float, y: float) -> None:
    """Tongs, hammers and sickles on a rail."""
    p = s.inks
    iron, wood = mix(p.roof, p.wall, 0.3), mix(p.soil, p.gold, 0.15)
    s.box(x, y, x + 300, y + 9, mix(p.soil, p.dark, 0.3))
    for i in range(6):
        tx, long = x + 26 + i * 50, s.rng.uniform(110, 160)
        if i % 3 == 0:
            s.line([(tx, y + 4), (tx, y + long)], wood, 7)
            s.box(tx - 24, y + long - 6, tx + 20, y + long + 20, iron)
        elif i % 3 == 1:
            for side in (-1, 1):
                s.line(
                    spline(
                        [
                            (tx + side * 5, y + 4),
                            (tx - side * 2, y + long * 0.6),
                            (tx + side * 11, y + long * 0.8),
                            (tx, y + long),
                        ]
                    ),
                    iron,
                    4,
                )
        else:
            s.line([(tx, y + 4), (tx, y + long * 0.55)], wood, 7)
            s.line(arc(tx + 26, y + long * 0.6, 28, 40, 200, 20, 20), iron, 6)


def forge(s: Sheet, x: float, y: float) -> None:
    """The hearth: brick hood, fire, glow."""
    p = s.inks
    brick = mix(p.red, p.dark, 0.62)
    s.poly(
        [
            (x - 150, 330),
            (x - 56, 190),
            (x - 50, 0),
            (x + 50, 0),
            (x + 56, 190),
            (x + 150, 330),
        ],
        brick,
    )
    s.box(x - 170, 326, x + 170, 350, mix(brick, p.wall, 0.16))
    s.box(x - 160, y - 110, x + 160, y + 60, mix(brick, p.dark, 0.1))
    for row in range(8):
        for i in range(6):
            bx = x - 160 + i * 54 + (27 if row % 2 else 0)
            if bx < x + 120:
                s.box(
                    bx,
                    y - 108 + row * 21,
                    bx + 48,
                    y - 92 + row * 21,
                    tone(mix(brick, p.soil, 0.2), s.rng, 8),
                )
    s.glow(x, y - 150, 420, (255, 150, 60), 0.75)
    for i, ink in enumerate((p.red, (238, 120, 40), p.gold, (255, 240, 196))):
        for j in range(5):
            fx, tall = (
                x + (j - 2) * (44 - i * 9),
                (120 - i * 26) * s.rng.uniform(0.7, 1.15),
            )
            wide = 34 - i * 7
            s.poly(
                spline(
                    [
                        (fx - wide, y - 108),
                        (fx - wide * 0.7, y - 108 - tall * 0.45),
                        (fx + s.rng.uniform(-12, 12), y - 108 - tall),
                        (fx + wide * 0.7, y - 108 - tall * 0.4),
                        (fx + wide, y - 108),
                    ],
                    closed=True,
                ),
                ink,
            )
    s.box(x - 172, y - 118, x + 172, y - 104, mix(brick, p.wall, 0.2))


def anvil(s: Sheet, x: float, y: float) -> None:
    """An anvil on its block with a hammer resting and hot iron on its face."""
    p = s.inks
    iron = mix(p.roof, p.dark, 0.45)
    s.oval(x, y + 74, 150, 22, thin((0, 0, 0), 0.4))
    s.shade([(x - 84, y - 40), (x + 84, y - 40), (x + 96, y + 74), (x - 96, y + 74)],
            mix(p.soil, p.gold, 0.1), mix(p.soil, p.dark, 0.5))  # fmt: skip
    for i in range(5):
        s.line(
            [(x - 70 + i * 34, y - 36), (x - 76 + i * 37, y + 70)], thin(p.dark, 0.3), 2
        )
    body = [
        (x - 190, y - 150),
        (x - 90, y - 162),
        (x + 120, y - 162),
        (x + 120, y - 118),
        (x + 46, y - 104),
        (x + 40, y - 74),
        (x + 92, y - 40),
        (x - 92, y - 40),
        (x - 44, y - 74),
        (x - 58, y - 106),
        (x - 110, y - 126),
    ]
    s.poly(body, iron)
    s.poly(
        [
            (x - 190, y - 150),
            (x - 90, y - 162),
            (x + 120, y - 162),
            (x + 120, y - 150),
            (x - 90, y - 148),
        ],
        mix(iron, p.wall, 0.45),
    )
    s.glow(x + 30, y - 168, 150, (255, 150, 60), 0.7)
    s.line([(x - 30, y - 168), (x + 150, y - 172)], (250, 130, 50), 11)
    s.line([(x - 26, y - 170), (x + 70, y - 172)], (255, 236, 180), 6)
    s.line([(x + 104, y - 60), (x + 190, y + 66)], mix(p.soil, p.gold, 0.2), 10)
    s.poly(
        [(x + 84, y - 60), (x + 116, y - 92), (x + 136, y - 70), (x + 104, y - 40)],
        mix(iron, p.wall, 0.25),
    )


def sparks(s: Sheet, x: float, y: float) -> None:
    """Sparks flying off the iron."""
    for _ in range(95):
        turn, far = s.rng.uniform(-math.pi, 0.1), s.rng.random() ** 0.8 * 290 + 14
        sx = x + math.cos(turn) * far
        sy = y + math.sin(turn) * far * 0.8 + (far / 120) ** 2 * 14
        long = s.rng.uniform(3, 15)
        tip = (sx + math.cos(turn) * long, sy + math.sin(turn) * long * 0.8 + 2)
        s.line(
            [(sx, sy), tip],
            mix((255, 240, 190), (250, 120, 40), far / 320),
            s.rng.uniform(1, 3),
        )


def noodles(s: Sheet) -> None:
    """A bowl of rice noodles on a wooden table, steaming."""
    p, rng = s.inks, s.rng
    wall = mix(p.wall, rng.choice((p.sky, p.grass, p.gold, p.soil)), 0.3)
    s.fade(0, 470, mix(wall, p.dark, 0.12), wall)
    if rng.random() < 0.75:
        view(s, s.w * rng.uniform(0.05, 0.66), 60, 280)
    else:
        sunlight(s, s.w * rng.uniform(0, 0.5))
    wood = mix(p.soil, p.dark, 0.12)
    s.fade(455, s.h, mix(wood, p.paper, 0.2), mix(wood, p.dark, 0.3))
    for i in range(7):
        y = 462 + i * i * 8
        s.line(
            spline([(0, y), (s.w * 0.3, y + rng.uniform(-5, 5)), (s.w, y)]),
            thin(p.dark, 0.2),
            1.6,
        )
    x, y, r = (
        s.w * rng.uniform(0.42, 0.56),
        rng.uniform(400, 430),
        rng.uniform(270, 305),
    )
    side_dish(s, x + rng.choice((-1, 1)) * r * 1.5, y + 130)
    bowl(s, x, y, r)
    soup(s, x, y, r)
    chopsticks(s, x, y, r)
    for i in range(rng.randint(3, 4)):
        steam(s, x + (i - 1.4) * r * 0.38, y - 36)


def sunlight(s: Sheet, x: float) -> None:
    """Light from a lattice falling across the wall."""
    for i in range(3):
        for j in range(2):
            left, top = x + i * 150 + j * 60, 90 + j * 180
            pane = [
                (left, top),
                (left + 130, top),
                (left + 184, top + 160),
                (left + 54, top + 160),
            ]
            s.poly(pane, thin(s.inks.paper, 0.16))


def bowl(s: Sheet, x: float, y: float, r: float) -> None:
    """A porcelain bowl with a painted band."""
    p = s.inks
    s.oval(x + 20, y + r * 0.83, r * 0.78, r * 0.14, thin(p.dark, 0.42))
    s.poly(
        [
            (x - r * 0.36, y + r * 0.7),
            (x + r * 0.36, y + r * 0.7),
            (x + r * 0.32, y + r * 0.83),
            (x - r * 0.32, y + r * 0.83),
        ],
        mix(p.wall, p.roof, 0.3),
    )
    side = [
        (x - r, y),
        (x - r * 0.9, y + r * 0.36),
        (x - r * 0.5, y + r * 0.68),
        (x, y + r * 0.76),
        (x + r * 0.5, y + r * 0.68),
        (x + r * 0.9, y + r * 0.36),
        (x + r, y),
    ]
    s.poly(spline(side), p.paper)
    shade = [
        (x + r, y),
        (x + r * 0.9, y + r * 0.36),
        (x + r * 0.5, y + r * 0.68),
        (x, y + r * 0.76),
        (x + r * 0.42, y + r * 0.52),
        (x + r * 0.66, y + r * 0.2),
    ]
    s.poly(spline(shade, closed=True), thin(mix(p.near, p.sky, 0.4), 0.24))
    blue = s.rng.choice(((58, 92, 140), p.red, p.near))
    for k in range(-5, 6):
        turn = k / 6
        cx, cy = x + math.sin(turn * 1.5) * r * 0.9, y + r * (0.4 - 0.17 * turn * turn)
        half = r * 0.085 * math.cos(turn * 1.3)
        for scale in (1, 0.62, 0.28):
            s.line(arc(cx, cy, half * scale, r * 0.09 * scale, 180, 360, 14), blue, 3)
    band = [
        (x - r * 0.985, y + r * 0.1),
        (x - r * 0.5, y + r * 0.29),
        (x, y + r * 0.345),
        (x + r * 0.5, y + r * 0.29),
        (x + r * 0.985, y + r * 0.1),
    ]
    s.line(spline(band), blue, 4)
    low = [(x - r * 0.8, y + r * 0.47), (x, y + r * 0.62), (x + r * 0.8, y + r * 0.47)]
    s.line(spline(low), blue, 3)
    s.oval(x, y, r, r * 0.27, mix(p.paper, p.roof, 0.14))
    s.oval(x, y + 3, r * 0.96, r * 0.25, p.paper)


def soup(s: Sheet, x: float, y: float, r: float) -> None:
    """Broth, strands, greens, egg and chilli."""
    p, rng = s.inks, s.rng
    broth = mix((214, 140, 66), p.gold, 0.35)
    s.oval(x, y + 10, r * 0.9, r * 0.215, mix(broth, p.dark, 0.25))
    s.oval(x, y + 13, r * 0.88, r * 0.2, broth)
    for i in range(30):
        a, b = rng.uniform(0, math.tau), rng.uniform(0, math.tau)
        ax, ay = x + math.cos(a) * r * 0.8, y + 12 + math.sin(a) * r * 0.16
        bx, by = x + math.cos(b) * r * 0.78, y + 12 + math.sin(b) * r * 0.15
        mx, my = x + rng.uniform(-0.3, 0.3) * r, y + rng.uniform(-0.1, 0.15) * r
        ink = mix((250, 240, 214), broth, 0.3 * (i < 12))
        s.line(spline([(ax, ay), (mx, my), (bx, by)]), ink, 5)
    for _ in range(5):
        leaf(s, x - r * 0.4 + rng.uniform(-36, 36), y + rng.uniform(-8, 22), r * 0.24,
             rng.uniform(-0.6, 3.4), tone((86, 142, 74), rng))  # fmt: skip
    for dx in (0.12, 0.36):
        s.oval(x + r * dx, y + 8 - 20 * dx, r * 0.15, r * 0.085, (255, 250, 238))
        s.oval(x + r * dx, y + 7 - 20 * dx, r * 0.078, r * 0.045, (240, 166, 52))
    for _ in range(16):
        s.oval(
            x + rng.uniform(-0.6, 0.66) * r,
            y + 12 + rng.uniform(-0.12, 0.13) * r,
            7,
            3.4,
            (104, 160, 82),
        )
    for _ in range(9):
        s.oval(
            x + rng.uniform(-0.6, 0.6) * r,
            y + 12 + rng.uniform(-0.12, 0.13) * r,
            6,
            3.2,
            (200, 62, 40),
        )


def chopsticks(s: Sheet, x: float, y: float, r: float) -> None:
    """A pair laid across the rim."""
    wood = mix(s.inks.red, s.inks.dark, 0.45)
    for gap in (0, 17):
        s.line(
            [
                (x + r * 0.1, y - r * 0.26 + gap),
                (x + r * 1.36, y - r * 0.02 + gap * 1.5),
            ],
            wood,
            8,
        )
        s.line(
            [
                (x + r * 1.16, y - r * 0.058 + gap * 1.43),
                (x + r * 1.36, y - r * 0.02 + gap * 1.5),
            ],
            s.inks.gold,
            8,
        )


def side_dish(s: Sheet, x: float, y: float) -> None:
    """A saucer of pickled chilli."""
    p = s.inks
    s.oval(x + 8, y + 14, 96, 26, thin(p.dark, 0.35))
    s.oval(x, y, 94, 28, p.paper)
    s.oval(x, y - 1, 78, 20, mix(p.paper, p.roof, 0.16))
    for _ in range(40):
        ink = tone(
            s.rng.choice(((196, 60, 40), (196, 60, 40), (92, 146, 76))), s.rng, 16
        )
        s.oval(x + s.rng.uniform(-52, 52), y - 5 + s.rng.uniform(-10, 8), 10, 5, ink)


def steam(s: Sheet, x: float, y: float) -> None:
    """One curl of steam."""
    turn, way = s.rng.uniform(0, math.tau), s.rng.uniform(24, 44)
    for i in range(44):
        t = i / 43
        sx = x + math.sin(turn + t * 5) * way * (0.3 + t)
        s.dot(sx, y - t * 330, 6 + 17 * math.sin(math.pi * min(1, t * 1.1)) ** 1.2,
              thin(s.inks.paper, 0.11 * (1 - t)))  # fmt: skip
