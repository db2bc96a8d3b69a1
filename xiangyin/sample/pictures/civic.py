"""What the county built: school and clinic."""

from .land import ranges, sky, woods
from .palette import mix, thin
from .sheet import Sheet, arc, tone
from .things import bench as seat
from .things import flag, pane, roof
from .trees import small_tree, tree
from .villages import meadow


def school(s: Sheet) -> None:
    """A village school: galleries, clock, flag, running track."""
    p, rng = s.inks, s.rng
    sky(s, 420)
    ranges(s, 440, count=4, reach=rng.uniform(240, 310), nearest=0.6)
    woods(s, 440, 60, mix(p.near, p.far, 0.35), 520)
    x, floors = s.w * rng.uniform(0.22, 0.36), rng.choice((2, 3, 3))
    for i in range(7):
        tree(
            s,
            s.w * i / 6 + rng.uniform(-40, 40),
            530,
            rng.uniform(110, 160),
            mix(p.leaf, p.low, 0.1),
        )
    track(s, 540)
    classrooms(s, x, 560, s.w * 0.52, floors)
    flag(s, x - rng.uniform(70, 110), 660, 430)
    hoop(s, s.w * rng.uniform(0.86, 0.93), 690)
    for i in range(3):
        tree(s, s.w * rng.uniform(-0.02, 0.08) + i * 30, 640 + i * 34, 150)


def classrooms(s: Sheet, x: float, y: float, w: float, floors: int) -> None:
    """The building: open galleries on each floor, a stair tower with a clock."""
    p, each = s.inks, 82
    wall, shade = p.wall, mix(p.wall, p.roof, 0.28)
    band = tone(mix(p.red, p.wall, 0.35), s.rng, 8)
    top = y - floors * each
    s.cut([(x, y), (x, top - 14), (x + w, top - 14), (x + w, y)], wall)
    for floor in range(floors):
        low = y - floor * each
        s.box(x + 4, low - each + 8, x + w - 4, low - 26, shade)
        for i in range(9):
            wx = x + w * (i + 0.25) / 9
            pane(s, wx, low - each + 20, w * 0.055, 30, lit=None)
        s.box(x, low - 28, x + w, low, wall)
        s.box(x, low - 12, x + w, low - 6, thin(band, 0.7))
        for i in range(10):
            px = x + (w - 8) * i / 9
            s.box(px, low - each, px + 8, low, wall)
    s.box(x - 10, top - 24, x + w + 10, top - 10, mix(p.roof, p.wall, 0.2))
    tower = x + w * 0.12
    s.cut(
        [(tower, y), (tower, top - 70), (tower + 84, top - 70), (tower + 84, y)], band
    )
    s.poly(
        [(tower - 10, top - 68), (tower + 42, top - 104), (tower + 94, top - 68)],
        p.roof,
    )
    s.dot(tower + 42, top - 32, 21, p.paper)
    s.line([(tower + 42, top - 32), (tower + 42, top - 47)], p.dark, 2.4)
    s.line([(tower + 42, top - 32), (tower + 52, top - 27)], p.dark, 2.4)
    s.box(tower + 22, y - 52, tower + 62, y, mix(p.dark, p.roof, 0.3))
    s.box(x - 16, y - 3, x + w + 16, y + 8, mix(p.wall, p.roof, 0.35))


def track(s: Sheet, y: float) -> None:
    """The playground with its red track."""
    p = s.inks
    s.fade(y, s.h, mix(p.grass, p.low, 0.3), mix(p.grass, p.leaf, 0.45))
    red = mix(p.red, p.soil, 0.45)
    s.oval(s.w / 2, 720, s.w * 0.56, 106, red)
    for i in range(1, 4):
        s.line(
            arc(s.w / 2, 720, s.w * (0.56 - 0.026 * i), 106 - 10 * i, 0, 360, 70),
            thin(p.paper, 0.7),
            1.8,
        )
    s.oval(s.w / 2, 720, s.w * 0.455, 66, mix(p.grass, p.leaf, 0.25))
    s.line(arc(s.w / 2, 720, 90, 15, 0, 360, 40), thin(p.paper, 0.6), 2)
    s.line([(s.w / 2, 655), (s.w / 2, 786)], thin(p.paper, 0.6), 2)


def hoop(s: Sheet, x: float, y: float) -> None:
    """A basketball stand."""
    p = s.inks
    s.line(
        [(x + 34, y), (x + 30, y - 150), (x - 4, y - 176)], mix(p.roof, p.dark, 0.2), 7
    )
    s.cut(
        [(x - 50, y - 226), (x + 22, y - 232), (x + 22, y - 166), (x - 50, y - 164)],
        p.paper,
    )
    s.line(
        [
            (x - 26, y - 186),
            (x - 2, y - 188),
            (x - 2, y - 208),
            (x - 26, y - 206),
            (x - 26, y - 186),
        ],
        p.red,
        2,
    )
    s.line(arc(x - 16, y - 168, 17, 5, 0, 360), p.red, 3)
    for i in range(5):
        s.line([(x - 32 + i * 8, y - 166), (x - 26 + i * 5, y - 140)], p.paper, 1.2)


def clinic(s: Sheet) -> None:
    """A village clinic: white, low, with a cross over the door."""
    p, rng = s.inks, s.rng
    sky(s, 430)
    ranges(s, 450, count=4, reach=rng.uniform(240, 310), nearest=0.6)
    woods(s, 460, 70, mix(p.near, p.far, 0.3), 560)
    meadow(s, 540)
    w = rng.uniform(520, 620)
    x, y = s.w * rng.uniform(0.2, 0.34), 620
    tree(s, x - 60, y - 4, 260)
    tree(s, x + w + 40, y - 10, rng.uniform(220, 300))
    forecourt(s, x + w * 0.5, y)
    ward(s, x, y, w)
    seat(s, x + w * 0.72, y + 44, 130)
    for i in range(9):
        small_tree(
            s,
            x - 30 + i * 20 if i < 5 else x + w * 0.66 + i * 26,
            y + 10,
            13,
            mix(p.leaf, p.grass, 0.3),
        )


def forecourt(s: Sheet, x: float, y: float) -> None:
    """The way up to the door."""
    stone = mix(s.inks.wall, s.inks.soil, 0.3)
    s.shade([(x - 60, y - 4), (x + 60, y - 4), (x + 330, s.h), (x - 250, s.h)],
            stone, mix(stone, s.inks.dark, 0.14))  # fmt: skip


def ward(s: Sheet, x: float, y: float, w: float) -> None:
    """The clinic building."""
    p, h = s.inks, w * 0.32
    green = mix(p.leaf, p.near, 0.2)
    s.shade(
        [(x, y - h), (x + w, y - h), (x + w, y), (x, y)],
        mix(p.wall, p.roof, 0.12),
        p.wall,
    )
    s.box(x, y - h * 0.17, x + w, y, mix(green, p.wall, 0.45))
    for at in (0.06, 0.2, 0.66, 0.8):
        s.box(
            x + w * at - 5,
            y - h * 0.68 - 5,
            x + w * (at + 0.12) + 5,
            y - h * 0.28 + 5,
            p.paper,
        )
        pane(s, x + w * at, y - h * 0.68, w * 0.12, h * 0.4, lit=None)
    s.box(x + w * 0.4, y - h * 0.7, x + w * 0.6, y, mix(p.roof, p.wall, 0.55))
    for at in (0.415, 0.505):
        s.box(x + w * at, y - h * 0.66, x + w * (at + 0.08), y, mix(p.sky, p.dark, 0.3))
    s.poly(
        [
            (x + w * 0.36, y - h * 0.7),
            (x + w * 0.64, y - h * 0.7),
            (x + w * 0.66, y - h * 0.62),
            (x + w * 0.34, y - h * 0.62),
        ],
        green,
    )
    roof(s, x, x + w, y - h, w * 0.12, p.roof)
    cx, cy, r = x + w * 0.5, y - h * 1.1, w * 0.085
    s.cut(arc(cx, cy, r, r, 0, 360, 40), p.paper)
    for half_w, half_h in ((0.62, 0.2), (0.2, 0.62)):
        s.box(
            cx - r * half_w, cy - r * half_h, cx + r * half_w, cy + r * half_h, p.leaf
        )
