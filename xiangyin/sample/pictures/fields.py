"""What grows on the plain and the hill: tea, rice, rape, furrows."""

import math

import numpy as np

from .land import (
    across,
    birds,
    depths,
    drift,
    ground,
    lake,
    ranges,
    sky,
    treeline,
    tuft,
    under,
)
from .palette import CITRUS, Colour, mix, thin
from .sheet import Sheet, tone
from .things import gable, hamlet, house
from .trees import leaf, poplar, tree


def tea(s: Sheet) -> None:
    """Hills of clipped tea, row above row, with mist in the folds."""
    p, rng = s.inks, s.rng
    horizon = rng.uniform(270, 390)
    sky(s, horizon)
    ranges(s, horizon, count=rng.randint(3, 4), nearest=0.62, fog=1)
    s.mist(horizon - 6, 70, mix(p.low, p.paper, 0.4), 0.85)
    pale, side = mix(p.low, p.paper, 0.4), rng.choice((-1, 1))
    count = rng.choice((2, 3, 3, 4))
    for i in range(count):
        t = i / (count - 1)
        x = s.w / 2 + side * (-1) ** i * rng.uniform(60, 760)
        crest = horizon + (-30 if i == 0 else 0) + t**1.3 * rng.uniform(170, 250)
        mound(s, x, crest, rng.uniform(300, 620), 0.42 * (1 - t))
        if i == count - 2:
            hx = rng.uniform(0.15, 0.75) * s.w
            house(s, hx, crest + 150, 92, haze=0.12)
            tree(s, hx - 24, crest + 160, 96)
            tree(s, hx + 112, crest + 156, 80)
        if t < 1:
            s.mist(crest + 190, rng.uniform(40, 70), pale, 0.55)
    if rng.random() < 0.5:
        shoots(s, rng.choice((0.1, 0.86)) * s.w)


def shoots(s: Sheet, x: float) -> None:
    """Near tea shoots: a bud and its two leaves, the part that is picked."""
    p, rng = s.inks, s.rng
    for i in range(7):
        foot = (x + (i - 3) * 46 + rng.uniform(-14, 14), s.h + 10)
        tip = (foot[0] + rng.uniform(-30, 30), s.h - rng.uniform(70, 190))
        ink = tone(mix(p.leaf, p.grass, 0.45 if i % 2 else 0.8), rng)
        s.line([foot, tip], mix(ink, p.dark, 0.25), 4)
        for turn, long in (
            (-2.5, 74),
            (-0.6, 74),
            (-1.95, 54),
            (-1.15, 48),
            (-1.57, 40),
        ):
            at = (tip[0], tip[1] + (26 if long > 60 else 0))
            leaf(
                s,
                *at,
                long,
                turn + rng.uniform(-0.2, 0.2),
                mix(ink, p.dark, 0.2 if turn > -1.5 else 0),
            )
        for down in (60, 100):
            leaf(
                s,
                tip[0],
                tip[1] + down,
                84,
                rng.choice((-2.7, -0.4)),
                mix(ink, p.dark, 0.34),
            )


def mound(s: Sheet, x: float, crest: float, wide: float, haze: float) -> None:
    """One hill of tea: rows follow its contour, thicker as they come nearer."""
    p, rng = s.inks, s.rng
    xs = across(s, 9)
    bell = np.exp(-(np.abs((xs - x) / wide) ** 2.2))
    sway = drift(rng, xs, 240) * 12
    drop = rng.uniform(190, 380)
    earth = mix(mix(p.soil, p.leaf, 0.35), p.low, haze)
    top = crest + (1 - bell) * drop + sway
    s.poly(under(xs, top, s.h + 90), earth)
    y, gap, i = crest, 17 - 10 * haze, 0
    while y < s.h + 60:
        t = (y - crest) / (s.h - crest + 60)
        line = y + (1 - bell) * drop * (1 - t * 0.72) + sway * (1 - 0.6 * t)
        wave = gap * 1.05
        bump = np.abs(np.sin(xs / wave + i * 1.7 + sway * 0.05)) ** 0.7 * gap * 0.22
        ink = mix(
            tone(mix(p.leaf, p.grass, 0.35 * (1 - t)), rng, 7), p.low, haze * 0.75
        )
        row(s, xs, line, bump, gap, ink)
        y, gap, i = y + gap, gap * 1.105, i + 1


def row(
    s: Sheet,
    xs: np.ndarray,
    line: np.ndarray,
    bump: np.ndarray,
    gap: float,
    ink: Colour,
) -> None:
    """One clipped hedge of tea: shade below, light on its shoulder."""

    def strip(high: np.ndarray, low: np.ndarray) -> np.ndarray:
        top, foot = np.column_stack([xs, high]), np.column_stack([xs, low])
        return np.vstack([top, foot[::-1]])

    top, dark = line - bump, mix(ink, s.inks.dark, 0.42)
    s.poly(strip(top, line + gap * 0.66), dark)
    s.poly(strip(top - 0.5, line + gap * 0.3 - bump * 0.4), ink)
    light = mix(ink, s.inks.gold, 0.26)
    s.poly(strip(top - 0.8, line + gap * 0.08 - bump * 0.8), light)


def rice(s: Sheet) -> None:
    """Paddies: stepped up a hillside, or a plain of rows under the sky."""
    if s.rng.random() < 0.5:
        terraces(s)
    else:
        paddies(s)


def terraces(s: Sheet) -> None:
    """Stepped paddies full of sky, each held by its dark bund."""
    p, rng, xs = s.inks, s.rng, across(s)
    horizon = rng.uniform(230, 300)
    sky(s, horizon)
    ranges(s, horizon, count=4, nearest=0.7, fog=1)
    s.mist(horizon, 56, mix(p.low, p.paper, 0.3), 0.8)
    ripe = p.name == "autumn" or rng.random() < 0.3
    bent = rng.choice((-1, 1)) * rng.uniform(50, 120)
    folds = [drift(rng, xs, 230) + 0.25 * drift(rng, xs, 70) for _ in range(2)]
    slope = bent * np.sin((xs - rng.uniform(0, 300)) / rng.uniform(300, 420))
    y, gap, i = horizon - 20, 15.0, 0
    while y < s.h + 140:
        wobble = (
            gap * 0.75 * (folds[0] * math.cos(i * 0.3) + folds[1] * math.sin(i * 0.3))
        )
        line = y + slope * max(0.25, 1 - i * 0.035) + wobble
        mud = mix(mix(p.soil, p.dark, 0.3), p.leaf, 0.4)
        s.poly(under(xs, line - gap * 0.1, s.h + 90), mud)
        s.line(
            np.column_stack([xs, line - gap * 0.1]),
            mix(p.grass, p.gold, 0.2),
            gap * 0.12,
        )
        t = min(1, i / 14)
        water = mix(mix(p.low, p.water, 0.5), p.sky, 0.25 + 0.65 * t)
        fill = tone(mix(p.gold, p.grass, rng.uniform(0, 0.5)), rng) if ripe else water
        if not ripe and rng.random() < 0.25:
            fill = tone(mix(p.grass, p.leaf, 0.2), rng)
        s.poly(
            under(xs, line + gap * 0.08, s.h + 90),
            fill,
        )
        sprouts(s, xs, line, gap, mix(fill, p.leaf, 0.5))
        y, gap, i = y + gap, gap * 1.17, i + 1
    hamlet(s, s.w * 0.1, s.w * 0.3, horizon + 60, 74, 0.2)


def sprouts(
    s: Sheet, xs: np.ndarray, line: np.ndarray, gap: float, ink: Colour
) -> None:
    """Dot the seedlings along one terrace."""
    for _ in range(40):
        i = s.rng.randrange(len(xs))
        r = gap * 0.16
        tuft(s, xs[i], line[i] + gap * s.rng.uniform(0.35, 0.9), r + 1, ink)


def paddies(s: Sheet) -> None:
    """A plain of rice in rows that run to the hills, with water between."""
    p, rng = s.inks, s.rng
    horizon = rng.uniform(320, 400)
    sky(s, horizon)
    ranges(s, horizon, count=3, reach=160, nearest=0.6)
    ripe = p.name == "autumn" or rng.random() < 0.35
    base = mix(p.gold, p.soil, 0.25)
    at = ground(s.w * rng.uniform(0.2, 0.8), horizon, s.h)
    ink = mix(p.gold, p.grass, 0.3) if ripe else mix(p.leaf, p.near, 0.2)
    treeline(s, horizon + 4)
    hamlet(
        s,
        s.w * rng.uniform(0.1, 0.5),
        s.w * rng.uniform(0.6, 0.75),
        horizon + 12,
        62,
        0.3,
    )
    if ripe:
        s.fade(horizon + 8, s.h, mix(base, p.low, 0.35), base)
    else:
        lake(s, horizon + 10, s.h, ripple=2)
        bunds(s, at)
    plants(s, at, ink, gap=66 if ripe else 92, dense=ripe)
    if rng.random() < 0.6:
        birds(s, s.w * rng.uniform(0.2, 0.8), horizon * 0.5, mix(p.near, p.far, 0.3))


def bunds(s: Sheet, at) -> None:
    """Low grassy banks that part one paddy from the next."""
    ink = mix(s.inks.grass, s.inks.soil, 0.25)
    for away in (7.5, 4.2, 2.5):
        y = at(0, away)[1]
        s.box(0, y, s.w, y + 13 / away, ink)
    for i in (-5, -3, -1, 1, 3, 5):
        x = i * 560
        s.poly([at(x, 12), at(x, 0.9), at(x + 60, 0.9), at(x + 60, 12)], ink)


def plants(s: Sheet, at, ink: Colour, *, gap: float, dense: bool = False) -> None:
    """Set tufts in rows over a plain, far ones first."""
    p, rng = s.inks, s.rng
    for away in depths(0.97, 9, 30):
        r = (44 if dense else 34) / away
        colour = mix(ink, p.low, min(0.5, 0.07 * away))
        reach = int(s.w * away / gap) + 1
        reach = min(reach, 46)
        for i in range(-reach, reach):
            x, y = at(i * gap + rng.uniform(-6, 6), away)
            if -20 < x < s.w + 20:
                tuft(s, x, y, r * rng.uniform(0.8, 1.2), tone(colour, rng, 9))


def rape(s: Sheet) -> None:
    """Rape in flower: bands of yellow under white houses."""
    p, rng, xs = s.inks, s.rng, across(s)
    horizon = rng.uniform(300, 370)
    sky(s, horizon)
    ranges(s, horizon, count=3, nearest=0.6)
    s.fade(horizon, s.h, mix(p.grass, p.low, 0.2), p.leaf)
    treeline(s, horizon + 8)
    hamlet(
        s,
        s.w * rng.uniform(0.05, 0.45),
        s.w * rng.uniform(0.6, 0.9),
        horizon + 36,
        86,
        0.15,
    )
    y, deep = horizon + 44, 22.0
    while y < s.h + 40:
        line = y + drift(rng, xs, 500) * deep * 0.7
        yellow = tone(mix((250, 208, 56), p.low, 0.12), rng, 6)
        s.shade(
            [
                *np.column_stack([xs, line]),
                (s.w + 40, y + deep * 1.4),
                (-40, y + deep * 1.4),
            ],
            mix(yellow, p.paper, 0.12),
            mix(yellow, p.leaf, 0.42),
        )
        flowers(s, xs, line, deep, yellow)
        y, deep = y + deep * 1.15, deep * 1.42
    for _ in range(rng.randint(0, 2)):
        tree(s, rng.uniform(0, s.w), rng.uniform(440, 520), 120)


def flowers(
    s: Sheet, xs: np.ndarray, line: np.ndarray, deep: float, ink: Colour
) -> None:
    """Dab blossom along a band and green stalks under it."""
    p, rng = s.inks, s.rng
    for _ in range(round(120 + deep * 3)):
        i, down = rng.randrange(len(xs)), rng.random()
        x, y = xs[i] + rng.uniform(-5, 5), line[i] + (down * 1.3 - 0.14) * deep
        r = deep * 0.02 + 1.2
        if down > 0.5 and rng.random() < 0.55:
            s.line(
                [(x, y), (x + rng.uniform(-3, 3), y - r * 5)],
                thin(p.leaf, 0.7),
                r * 0.5,
            )
        else:
            s.dot(
                x,
                y,
                r * rng.uniform(0.6, 1.3),
                tone(mix(ink, (255, 232, 120), rng.random()), rng, 6),
            )


def field(s: Sheet) -> None:
    """Furrows drawn to the horizon, young plants on their backs."""
    p, rng = s.inks, s.rng
    horizon = rng.uniform(260, 360)
    sky(s, horizon)
    ranges(s, horizon, count=3, reach=150, nearest=0.55)
    s.fade(horizon, s.h, mix(p.soil, p.low, 0.4), mix(p.soil, p.dark, 0.12))
    at = ground(s.w * rng.uniform(0.15, 0.85), horizon, s.h)
    furrows(s, at)
    green = tone(mix(mix(CITRUS, p.leaf, 0.3), p.grass, 0.35), rng)
    if rng.random() < 0.5:
        cabbages(s, at, green)
    else:
        plants(s, at, green, gap=130)
    treeline(s, horizon + 4)
    for _ in range(rng.randint(3, 7)):
        poplar(
            s,
            rng.uniform(0, s.w),
            horizon + 14,
            rng.uniform(60, 110),
            mix(p.leaf, p.far, 0.25),
        )
    gable(s, s.w * rng.uniform(0.2, 0.7), horizon + 20, 80, haze=0.2)


def cabbages(s: Sheet, at, ink: Colour) -> None:
    """Round heads of greens along the ridges."""
    for away in depths(0.98, 9, 24):
        r = 40 / away
        reach = min(46, int(s.w * away / 130) + 1)
        for i in range(-reach, reach):
            x, y = at(i * 130 + s.rng.uniform(-5, 5), away)
            if -30 < x < s.w + 30:
                shade = tone(mix(ink, s.inks.low, min(0.5, 0.07 * away)), s.rng, 8)
                s.oval(
                    x + r * 0.1, y + r * 0.1, r, r * 0.5, mix(shade, s.inks.dark, 0.45)
                )
                s.oval(x, y - r * 0.12, r * 0.92, r * 0.52, shade)
                s.oval(
                    x - r * 0.1,
                    y - r * 0.3,
                    r * 0.5,
                    r * 0.3,
                    mix(shade, s.inks.paper, 0.28),
                )


def furrows(s: Sheet, at) -> None:
    """Plough the plain: a lit and a shaded side to every ridge."""
    p = s.inks
    for i in range(-44, 44):
        x = i * 130
        for edge, ink in ((x - 40, thin(p.paper, 0.14)), (x + 22, thin(p.dark, 0.26))):
            s.poly(
                [at(edge, 30), at(edge, 0.8), at(edge + 42, 0.8), at(edge + 42, 30)],
                ink,
            )
