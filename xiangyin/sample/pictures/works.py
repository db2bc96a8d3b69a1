"""Work and trade out of doors: factory, greenhouses, trays of herbs."""

import math

from .land import birds, ground, ranges, sky, woods
from .palette import Colour, mix, thin
from .sheet import Sheet, arc, tone
from .things import gable, hamlet, house, pole, smoke
from .trees import poplar, tree


def factory(s: Sheet) -> None:
    """Saw-tooth roofs, a chimney, the hills that were there before."""
    p, rng = s.inks, s.rng
    horizon = rng.uniform(440, 490)
    sky(s, horizon)
    ranges(s, horizon, count=4, reach=rng.uniform(230, 300), nearest=0.6)
    s.mist(horizon - 10, 60, mix(p.low, p.paper, 0.3), 0.7)
    brick = mix(p.red, p.soil, 0.45)
    x = s.w * rng.uniform(0.12, 0.8)
    chimney(s, x, horizon + 60, rng.uniform(360, 420), brick)
    tank(s, s.w * (0.85 if x < s.w / 2 else 0.14), horizon + 50)
    for i in range(9):
        poplar(
            s,
            s.w * i / 8 + rng.uniform(-30, 30),
            horizon + 70,
            rng.uniform(90, 140),
            mix(p.leaf, p.far, 0.25),
        )
    s.fade(horizon + 66, s.h, mix(p.soil, p.low, 0.5), mix(p.soil, p.roof, 0.4))
    halls(s, rng.uniform(-60, 10), horizon + 130, 116, mix(brick, p.low, 0.22), 10)
    halls(s, rng.uniform(-120, -20), horizon + 220, 212, brick, 7)
    yard(s, horizon + 220)


def chimney(s: Sheet, x: float, y: float, h: float, brick: Colour) -> None:
    """A tall brick chimney with its bands."""
    p = s.inks
    s.shade(
        [(x - 24, y), (x - 15, y - h), (x + 15, y - h), (x + 24, y)],
        mix(brick, p.low, 0.2),
        brick,
    )
    s.poly(
        [(x + 5, y), (x + 4, y - h), (x + 15, y - h), (x + 24, y)], thin(p.dark, 0.22)
    )
    for up in (0.99, 0.9):
        s.box(x - 19, y - h * up, x + 19, y - h * up + 12, p.paper)
    smoke(s, x, y - h, 150)


def tank(s: Sheet, x: float, y: float) -> None:
    """A water tower."""
    p = s.inks
    ink = mix(p.roof, p.low, 0.25)
    for lean in (-44, -14, 14, 44):
        s.line([(x + lean, y), (x + lean * 0.6, y - 150)], ink, 5)
    s.line([(x - 38, y - 60), (x + 38, y - 60)], ink, 3)
    s.shade(
        [(x - 46, y - 230), (x + 46, y - 230), (x + 46, y - 146), (x - 46, y - 146)],
        mix(ink, p.paper, 0.3),
        ink,
    )
    s.poly([(x - 54, y - 228), (x, y - 264), (x + 54, y - 228)], mix(ink, p.dark, 0.25))


def halls(s: Sheet, x: float, y: float, w: float, brick: Colour, count: int) -> None:
    """A row of saw-tooth halls: glass one side of each tooth, tiles the other."""
    p, h, rise = s.inks, w * 0.5, w * 0.38
    for i in range(count):
        at = x + i * w
        top = y - h
        s.poly([(at, top), (at, top - rise), (at + w, top)], mix(p.roof, brick, 0.15))
        s.poly(
            [
                (at, top),
                (at, top - rise),
                (at + w * 0.28, top - rise * 0.72),
                (at + w * 0.28, top),
            ],
            mix(p.gold if p.lit else p.sky, p.paper, 0.45),
        )
        for k in range(1, 4):
            gx = at + w * 0.07 * k
            s.line(
                [(gx, top), (gx, top - rise * (1 - 0.07 * k))],
                mix(p.roof, p.dark, 0.2),
                2,
            )
        s.line(
            [(at, top), (at, top - rise), (at + w, top)],
            mix(p.roof, p.dark, 0.35),
            w * 0.025,
        )
    s.shade(
        [(x, y - h), (x + w * count, y - h), (x + w * count, y), (x, y)],
        brick,
        mix(brick, p.dark, 0.28),
    )
    s.box(x, y - h, x + w * count, y - h + w * 0.05, mix(brick, p.paper, 0.35))
    for i in range(count * 2):
        wx = x + w * (i + 0.26) / 2
        pane_ink = p.gold if p.lit and s.rng.random() < 0.7 else mix(p.dark, p.sky, 0.4)
        s.poly(
            [
                (wx, y - h * 0.24),
                *arc(wx + w * 0.12, y - h * 0.58, w * 0.12, w * 0.1, 180, 360, 12),
                (wx + w * 0.24, y - h * 0.24),
            ],
            pane_ink,
        )
        s.line(
            [(wx + w * 0.12, y - h * 0.24), (wx + w * 0.12, y - h * 0.76)],
            mix(brick, p.paper, 0.3),
            w * 0.012,
        )
        s.line(
            [(wx, y - h * 0.5), (wx + w * 0.24, y - h * 0.5)],
            mix(brick, p.paper, 0.3),
            w * 0.012,
        )


def yard(s: Sheet, y: float) -> None:
    """The yard: crates and a line of trees."""
    p, rng = s.inks, s.rng
    s.box(0, y, s.w, y + 8, thin(p.dark, 0.3))
    x = s.w * rng.uniform(0.1, 0.6)
    for layer in range(3):
        for i in range(5 - layer):
            cx, cy = x + i * 62 + layer * 31, y + 60 - layer * 50
            ink = tone(mix(p.soil, p.gold, 0.35), rng, 8)
            s.box(cx, cy - 48, cx + 58, cy, ink)
            s.line([(cx, cy - 48), (cx + 58, cy)], mix(ink, p.dark, 0.3), 3)
            s.line([(cx + 2, cy - 47), (cx + 56, cy - 47)], mix(ink, p.paper, 0.3), 3)
    for side in (-160, -60, 420, 530):
        if rng.random() < 0.75:
            at = x + side + rng.uniform(-30, 30)
            tree(s, at, rng.uniform(y + 30, y + 80), rng.uniform(150, 200))


def greenhouse(s: Sheet) -> None:
    """Tunnels of film side by side, going back to the hills."""
    p, rng = s.inks, s.rng
    horizon = rng.uniform(290, 350)
    sky(s, horizon)
    ranges(s, horizon, count=4, reach=rng.uniform(190, 250), nearest=0.6)
    woods(s, horizon + 6, 30, mix(p.near, p.far, 0.35), horizon + 40)
    s.fade(horizon + 10, s.h, mix(p.grass, p.low, 0.2), mix(p.soil, p.leaf, 0.35))
    house(s, s.w * rng.uniform(0.1, 0.8), horizon + 34, 78, haze=0.2)
    vx = s.w * rng.uniform(0.3, 0.7)
    at = ground(vx, horizon + 2, s.h * 1.02)
    for i in sorted(range(-9, 10), key=lambda i: -abs(i)):
        tunnel(s, at, i * 470, 190)
    for y, r in ((672, 13), (716, 19), (770, 27)):
        lettuces(s, y, r)
    if rng.random() < 0.6:
        birds(s, s.w * rng.uniform(0.2, 0.8), horizon * 0.5, mix(p.near, p.far, 0.2))


def lettuces(s: Sheet, y: float, r: float) -> None:
    """A row of greens in the open bed before the tunnels."""
    p, rng = s.inks, s.rng
    s.box(0, y + r * 0.3, s.w, y + r * 0.9, thin(p.dark, 0.22))
    x = rng.uniform(-r, r)
    while x < s.w + r:
        ink = tone(mix(p.leaf, p.grass, 0.5), rng, 10)
        s.oval(x, y, r, r * 0.62, mix(ink, p.dark, 0.34))
        s.oval(x - r * 0.08, y - r * 0.16, r * 0.76, r * 0.48, ink)
        s.oval(x - r * 0.1, y - r * 0.28, r * 0.38, r * 0.24, mix(ink, p.paper, 0.3))
        x += r * 2.25


def tunnel(s: Sheet, at, middle: float, half: float) -> None:
    """One tunnel: ribs under pale film, the crop showing through its end."""
    p = s.inks
    film = mix(p.paper, p.sky, 0.22)
    rings = [1.42 * 1.22**k for k in range(11)]
    hoops = []
    for away in rings:
        x, y = at(middle, away)
        r = half / away
        hoops.append(arc(x, y, r, r * 0.82, 180, 360, 22))
    for k in range(len(hoops) - 1, 0, -1):
        far, near = hoops[k], hoops[k - 1]
        tint = mix(film, p.low, min(0.45, 0.05 * k))
        for j in range(0, 21, 3):
            light = 0.34 * math.sin(math.pi * (j + 2) / 24)
            shade = mix(mix(tint, p.near, 0.34), p.paper, light * 1.9)
            s.poly([far[j], far[j + 3], near[j + 3], near[j]], shade)
        s.line(near, mix(p.roof, film, 0.5), max(0.8, 3 / rings[k - 1]))
    front = hoops[0]
    x, y = at(middle, rings[0])
    r = half / rings[0]
    s.poly(front, mix(mix(p.leaf, p.dark, 0.25), film, 0.3))
    for j in range(7):
        cx = x + (j - 3) * r * 0.25
        s.oval(
            cx,
            y - r * 0.08,
            r * 0.13,
            r * 0.15,
            tone(mix(p.leaf, p.grass, 0.35), s.rng, 8),
        )
    s.poly(
        [
            *arc(x, y, r, r * 0.82, 180, 360, 22),
            *arc(x, y, r * 0.9, r * 0.72, 360, 180, 22),
        ],
        film,
    )
    s.box(x - 2, y - r * 0.8, x + 2, y, film)


def herbs(s: Sheet) -> None:
    """Round trays of herbs, fruit and grain drying in the autumn sun."""
    p, rng = s.inks, s.rng
    horizon = rng.uniform(210, 260)
    sky(s, horizon)
    ranges(s, horizon + 20, count=4, reach=180, nearest=0.6)
    woods(s, horizon + 44, 40, mix(p.near, p.far, 0.25), horizon + 110)
    hamlet(
        s,
        s.w * rng.uniform(-0.05, 0.2),
        s.w * rng.uniform(0.5, 0.9),
        horizon + 76,
        120,
        0.12,
    )
    tree(s, s.w * rng.uniform(0.05, 0.95), horizon + 84, 150)
    stone = mix(p.wall, p.soil, 0.35)
    s.fade(horizon + 70, s.h, mix(stone, p.low, 0.3), mix(stone, p.soil, 0.35))
    y, r, i = horizon + 104, 42.0, 0
    while y < s.h + 60:
        x = -r * (1 if i % 2 else 0.2)
        while x < s.w + r:
            tray(s, x + rng.uniform(-4, 4), y + rng.uniform(-3, 3), r)
            x += r * 2.22
        y, r, i = y + r * 0.98, r * 1.26, i + 1
    gable(s, s.w * rng.uniform(0.7, 0.84), horizon + 80, 96, haze=0.1)
    pole(s, s.w * rng.uniform(0.05, 0.95), horizon + 80, 160)


def tray(s: Sheet, x: float, y: float, r: float) -> None:
    """A bamboo tray lying flat, and what is on it."""
    p, rng = s.inks, s.rng
    flat = 0.46
    s.oval(x + r * 0.05, y + r * 0.1, r * 1.02, r * flat * 1.04, thin(p.dark, 0.34))
    s.oval(x, y, r, r * flat, mix(p.soil, p.dark, 0.2))
    s.oval(x, y - r * 0.03, r * 0.97, r * flat * 0.95, mix(p.gold, p.paper, 0.45))
    s.oval(x, y, r * 0.88, r * flat * 0.84, mix(p.soil, p.gold, 0.35))
    goods = (
        (192, 58, 42),
        (226, 140, 48),
        (230, 188, 78),
        (116, 136, 78),
        (150, 86, 66),
        (238, 224, 190),
        (206, 110, 92),
        (108, 98, 116),
    )
    ink = rng.choice(goods)
    s.oval(x, y, r * 0.84, r * flat * 0.8, mix(ink, p.dark, 0.2))
    inks = [tone(mix(ink, p.paper, 0.05 * i), rng, 14) for i in range(6)]
    for _ in range(int(30 + r * 0.4)):
        turn, far = rng.uniform(0, math.tau), math.sqrt(rng.random()) * 0.8
        dx, dy = math.cos(turn) * far * r, math.sin(turn) * far * r * flat
        size = r * rng.uniform(0.045, 0.08)
        s.oval(x + dx, y + dy, size * 1.3, size * 0.8, rng.choice(inks))
