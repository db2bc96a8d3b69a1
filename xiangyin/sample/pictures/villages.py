"""The village: its roofs, its square, the bench under its tree."""

from .land import across, drift, lake, ranges, sky, tuft, under, woods
from .palette import Colour, mix, thin
from .sheet import Sheet, tone
from .things import bench as seat
from .things import hamlet, house, lantern, smoke
from .trees import old_tree, tree


def meadow(s: Sheet, y: float, *, top: Colour | None = None) -> None:
    """Near ground from ``y`` down, with a soft edge and grass in it."""
    p, xs = s.inks, across(s)
    crest = y + drift(s.rng, xs, 380) * 12
    s.shade(
        under(xs, crest, s.h),
        top or mix(p.grass, p.low, 0.15),
        mix(p.grass, p.leaf, 0.65),
    )
    for _ in range(90):
        gy = y + 20 + (s.h - y) * s.rng.random()
        tuft(
            s,
            s.rng.uniform(0, s.w),
            gy,
            5 + (gy - y) * 0.045,
            mix(p.leaf, p.grass, 0.3),
        )


def village(s: Sheet) -> None:
    """Roofs stepping down a slope among trees, kitchens at work."""
    p, rng = s.inks, s.rng
    sky(s, 380)
    ranges(s, 400, count=4, reach=rng.uniform(230, 310), nearest=0.7)
    woods(s, 410, 70, mix(p.near, p.far, 0.3), 500)
    s.mist(420, 50, mix(p.low, p.paper, 0.4), 0.7)
    meadow(s, 470)
    levels = ((490, 78, 0.3), (560, 116, 0.15), (655, 168, 0.0))
    for i, (y, size, haze) in enumerate(levels):
        start = rng.uniform(-0.02, 0.3) * s.w
        for _ in range(4):
            tree(
                s,
                rng.uniform(0, s.w),
                y - size * 0.1,
                size * rng.uniform(0.8, 1.2),
                mix(p.leaf, p.low, haze),
            )
        hamlet(s, start, start + s.w * rng.uniform(0.4, 0.62), y, size, haze)
        smoke(s, start + rng.uniform(60, 380), y - size * 0.5, size * (1.2 + 0.2 * i))
    side = rng.choice((-1, 1))
    for i in range(4):
        x = s.w / 2 + side * (s.w * 0.56 - i * 62)
        tree(s, x, 700 + i * 14, 230 - i * 30)
    if rng.random() < 0.5:
        lake(s, 706, s.h, ripple=3)
        s.box(0, 700, s.w, 708, mix(p.wall, p.roof, 0.4))
        s.box(0, 708, s.w, 712, thin(p.dark, 0.35))
    else:
        beds(s, 690)


def beds(s: Sheet, y: float) -> None:
    """Vegetable beds before the houses."""
    p, rng = s.inks, s.rng
    s.fade(y, s.h, mix(p.soil, p.grass, 0.4), mix(p.soil, p.dark, 0.2))
    for i in range(4):
        row, r = y + 14 + i * 26 + i * i * 4, 9 + i * 4
        ink = tone(mix(p.leaf, p.grass, (0.2, 0.7, 0.4, 0.1)[i]), rng, 10)
        x = -10.0
        while x < s.w + 20:
            s.oval(x + 2, row + 3, r, r * 0.6, mix(ink, p.dark, 0.5))
            s.oval(x, row, r * 0.95, r * 0.62, tone(ink, rng, 8))
            s.oval(x - 1, row - r * 0.25, r * 0.5, r * 0.3, mix(ink, p.paper, 0.25))
            x += r * 2.1


def square(s: Sheet) -> None:
    """The village square: a great tree, stone paving, a hall behind."""
    p, rng = s.inks, s.rng
    sky(s, 430)
    ranges(s, 440, count=3, reach=220, nearest=0.6)
    hamlet(s, -40, s.w + 20, 500, 130, 0.12)
    paving(s, 500)
    x = s.w * rng.uniform(0.32, 0.68)
    hall = s.w * (0.08 if x > s.w / 2 else 0.58)
    house(s, hall, 540, 330, floors=1)
    for at in (0.08, 0.36, 0.64, 0.92):
        lantern(s, hall + 330 * at, 462, 11)
    y = rng.uniform(660, 710)
    s.oval(x, y + 8, 130, 30, mix(p.wall, p.roof, 0.5))
    s.oval(x, y - 4, 130, 30, mix(p.wall, p.roof, 0.2))
    s.oval(x, y - 6, 106, 22, mix(p.soil, p.dark, 0.3))
    old_tree(s, x, y - 2, rng.uniform(540, 620), mix(p.leaf, p.grass, 0.15))
    for side in (-1, 1):
        seat(s, x + side * rng.uniform(230, 300) - 70, y + rng.uniform(20, 60), 150)
    for _ in range(16):
        lx, ly = x + rng.uniform(-340, 340), rng.uniform(y + 10, s.h)
        s.oval(lx, ly, 6, 2.6, tone(mix(p.leaf, p.gold, 0.4), rng, 14))


def paving(s: Sheet, y: float) -> None:
    """Stone slabs in perspective."""
    p = s.inks
    stone = mix(p.wall, p.soil, 0.3)
    s.fade(y, s.h, mix(stone, p.low, 0.3), mix(stone, p.dark, 0.18))
    joint = thin(p.dark, 0.16)
    for i in range(-22, 23):
        s.line([(s.w / 2 + i * 44, y), (s.w / 2 + i * 190, s.h)], joint, 1.4)
    gap, at = 9.0, y
    while at < s.h:
        s.line([(0, at), (s.w, at)], joint, 1.4)
        at, gap = at + gap, gap * 1.4


def bench(s: Sheet) -> None:
    """A bench under an old tree with the valley before it."""
    p, rng = s.inks, s.rng
    horizon = rng.uniform(400, 460)
    sky(s, horizon)
    ranges(s, horizon, count=5, reach=rng.uniform(200, 280), nearest=0.65)
    s.mist(horizon, 50, mix(p.low, p.paper, 0.4), 0.75)
    if rng.random() < 0.6:
        lake(s, horizon, 580)
    else:
        woods(s, horizon + 16, 50, mix(p.near, p.far, 0.35), 580)
    meadow(s, 560)
    left = rng.random() < 0.5
    x = s.w * (rng.uniform(0.22, 0.34) if left else rng.uniform(0.66, 0.78))
    old_tree(s, x, 690, rng.uniform(580, 650), p.leaf)
    seat(s, x + (70 if left else -300), 700, 230)
    for _ in range(40):
        lx, ly = x + rng.uniform(-320, 320), rng.uniform(600, 790)
        s.oval(lx, ly, rng.uniform(4, 8), 3, tone(mix(p.leaf, p.gold, 0.45), rng, 14))
    for _ in range(8):
        lx, ly = x + rng.uniform(-300, 300), rng.uniform(420, 620)
        s.oval(lx, ly, 5, 3.4, mix(p.leaf, p.gold, 0.5))
