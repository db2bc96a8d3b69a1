"""The land every picture stands on: sky, hills, mist, water, ground in perspective."""

import random
from collections.abc import Callable

import numpy as np

from .palette import Colour, mix, thin
from .sheet import Sheet, spline, tone


def across(s: Sheet, step: float = 8) -> np.ndarray:
    """Return x positions over the sheet's whole width and a little beyond."""
    return np.arange(-32, s.w + 32 + step, step)


def drift(rng: random.Random, xs: np.ndarray, wave: float) -> np.ndarray:
    """Return smooth noise between -1 and 1 that changes over ``wave`` points."""
    t = (xs - xs[0]) / wave + rng.random()
    knots = np.array([rng.uniform(-1, 1) for _ in range(int(t[-1]) + 3)])
    at = t.astype(int)
    f = t - at
    f = f * f * (3 - 2 * f)
    return knots[at] * (1 - f) + knots[at + 1] * f


def ridge(
    rng: random.Random, xs: np.ndarray, base: float, height: float, kind: str
) -> np.ndarray:
    """Return the skyline of a range: ``rolling``, ``peaks`` or ``karst``."""
    if kind == "karst":
        rise = np.zeros_like(xs)
        for _ in range(rng.randint(5, 8)):
            wide = rng.uniform(45, 130)
            bell = np.exp(-(np.abs((xs - rng.choice(xs)) / wide) ** 2.6))
            rise = np.maximum(rise, bell * rng.uniform(0.4, 1))
        return base - height * (rise + 0.06 * drift(rng, xs, 60))
    wide = drift(rng, xs, rng.uniform(260, 420))
    fine = drift(rng, xs, 120) * 0.28 + drift(rng, xs, 45) * 0.09
    if kind == "peaks":
        sharp = 1 - np.abs(drift(rng, xs, rng.uniform(170, 240))) * 1.6
        return base - height * (0.45 + 0.25 * wide + 0.35 * sharp + fine * 0.5)
    return base - height * (0.5 + 0.5 * wide + fine)


def under(xs: np.ndarray, ys: np.ndarray, foot: float) -> np.ndarray:
    """Return the shape below a skyline down to ``foot``."""
    line = np.column_stack([xs, ys])
    return np.vstack([line, [(xs[-1], foot), (xs[0], foot)]])


def sky(s: Sheet, horizon: float, *, sun: bool = True) -> None:
    """Lay the sky, a sun or moon somewhere in it, and thin bars of cloud."""
    p, rng = s.inks, s.rng
    s.fade(0, horizon + 4, p.sky, p.low)
    if sun:
        x, y = rng.uniform(0.12, 0.88) * s.w, horizon * rng.uniform(0.13, 0.36)
        r = rng.uniform(30, 58)
        s.glow(x, y, r * 4.5, p.sun, 0.38)
        s.dot(x, y, r, mix(p.sun, p.low, 0.12))
    if p.name == "night":
        stars(s, horizon * 0.7)
    for _ in range(rng.randint(2, 5)):
        bar(s, rng.uniform(0, s.w), horizon * rng.uniform(0.08, 0.75))


def stars(s: Sheet, depth: float) -> None:
    """Prick the night sky."""
    for _ in range(60):
        x, y = s.rng.uniform(0, s.w), s.rng.uniform(0, depth)
        s.dot(x, y, s.rng.uniform(0.8, 1.8), thin(s.inks.sun, s.rng.uniform(0.3, 0.8)))


def bar(s: Sheet, x: float, y: float) -> None:
    """Lay one long cloud, flat below and swelling above."""
    rng, half = s.rng, s.rng.uniform(120, 300)
    tops = [(x - half, y)]
    for at in (-0.6, -0.25, 0.1, 0.45, 0.75):
        tops.append((x + at * half, y - rng.uniform(3, 15)))
    shape = spline([*tops, (x + half, y + 1), (x, y + 5)], closed=True, steps=6)
    light = mix(s.inks.low, s.inks.paper, 0.3 if s.inks.name != "night" else 0)
    s.poly(shape, thin(light, rng.uniform(0.22, 0.5)))


def birds(s: Sheet, x: float, y: float, colour: Colour) -> None:
    """A few birds going home."""
    for _ in range(s.rng.randint(3, 6)):
        bx, by = x + s.rng.uniform(-70, 70), y + s.rng.uniform(-28, 28)
        r = s.rng.uniform(5, 9)
        wing = [(bx - r, by - r * 0.5), (bx - r * 0.4, by - r * 0.6), (bx, by)]
        s.line([*wing, (bx + r * 0.5, by - r * 0.7), (bx + r, by - r * 0.4)], colour, 2)


def kind_of_hills(s: Sheet) -> str:
    """Choose how the county's hills look from here."""
    return s.rng.choice(("rolling", "rolling", "peaks", "karst"))


def ranges(
    s: Sheet,
    horizon: float,
    *,
    count: int = 4,
    reach: float = 210,
    nearest: float = 0.8,
    kind: str = "",
    fog: float = 0.4,
) -> None:
    """Set ranges one behind the other, each darker than the last, feet in haze.

    ``reach`` is how high the farthest stands above the ``horizon``; ``nearest`` is how
    much of the near ink the closest range takes; ``fog`` how far its foot is lost.
    """
    p, xs = s.inks, across(s)
    kind = kind or kind_of_hills(s)
    haze = mix(p.low, p.far, 0.25)
    s.fade(horizon, s.h, haze, haze)
    for i in range(count):
        t = i / max(1, count - 1)
        base = horizon - (1 - t) * reach * 0.42
        tall = reach * (0.75 - 0.38 * t) * s.rng.uniform(0.8, 1.15)
        ys = np.minimum(ridge(s.rng, xs, base, tall, kind), horizon)
        ink = mix(mix(p.far, p.low, 0.15), p.near, t**1.2 * nearest)
        foot = mix(ink, haze, 0.62 + (fog - 0.62) * t)
        s.shade(under(xs, ys, horizon + 4), ink, foot, span=(ys.min(), horizon + 10))
        edge = np.column_stack([xs, ys - 1.2])
        s.line(edge, thin(p.paper, 0.28), 1.2)


def woods(s: Sheet, base: float, height: float, ink: Colour, foot: float) -> np.ndarray:
    """Set a wooded hill: a soft crest with round crowns on it. Return its crest."""
    rng, xs = s.rng, across(s)
    ys = ridge(rng, xs, base, height, "rolling")
    s.shade(under(xs, ys, foot), ink, mix(ink, s.inks.dark, 0.25))
    for x, y in zip(xs[::1], ys[::1], strict=True):
        s.dot(x + rng.uniform(-4, 4), y + 3, rng.uniform(5, 12), ink)
    light = mix(ink, s.inks.grass, 0.22)
    for _ in range(130):
        i = rng.randrange(len(xs))
        y = rng.uniform(ys[i] + 8, max(ys[i] + 10, foot))
        crown(s, xs[i], y, rng.uniform(6, 12), light)
    return ys


def crown(s: Sheet, x: float, y: float, r: float, colour: Colour) -> None:
    """One far tree top: the lit half only."""
    s.poly(
        [(x - r, y), (x - r * 0.7, y - r * 0.7), (x, y - r), (x + r * 0.7, y - r * 0.7),
         (x + r, y), (x + r * 0.4, y - r * 0.35), (x - r * 0.4, y - r * 0.35)],
        colour,
    )  # fmt: skip


def streaks(
    s: Sheet, y0: float, y1: float, colour: Colour, count: int = 40, cover: float = 0.5
) -> None:
    """Draw the level lines that say: this is water."""
    for _ in range(count):
        t = s.rng.random() ** 1.4
        y, half = y0 + (y1 - y0) * t, s.rng.uniform(10, 50) * (0.4 + t)
        x, thick = s.rng.uniform(0, s.w), 0.8 + 1.8 * t
        shape = [(x - half, y), (x, y - thick), (x + half, y), (x, y + thick)]
        s.poly(shape, thin(colour, cover * s.rng.uniform(0.5, 1)))


def lake(s: Sheet, y0: float, y1: float, *, ripple: float = 5) -> None:
    """Turn what lies between the heights into water with the scene in it."""
    p = s.inks
    s.mirror(y0, y1, mix(p.water, p.low, 0.2), cover=(0.2, 0.7), ripple=ripple)
    streaks(s, y0 + 3, y1, mix(p.paper, p.low, 0.4), 46, 0.55)
    streaks(s, y0 + 20, y1, mix(p.near, p.water, 0.4), 24, 0.35)


def ground(
    vx: float, horizon: float, foot: float
) -> Callable[[float, float], tuple[float, float]]:
    """Return the way from a place on a plain (sideways, away) to the sheet.

    ``away`` is 1 at the sheet's foot and grows to the ``horizon``.
    """

    def at(sideways: float, away: float) -> tuple[float, float]:
        return vx + sideways / away, horizon + (foot - horizon) / away

    return at


def depths(nearest: float, farthest: float, count: int) -> list[float]:
    """Return distances from far to near that look evenly spaced on the sheet."""
    return [1 / t for t in np.linspace(1 / farthest, 1 / nearest, count)]


def tuft(s: Sheet, x: float, y: float, r: float, colour: Colour) -> None:
    """A plant of three blades."""
    wide = max(0.8, r * 0.18)
    for lean in (-0.55, 0.05, 0.6):
        s.line([(x, y), (x + lean * r, y - r * (1.1 - abs(lean) * 0.5))], colour, wide)


def bank(s: Sheet, y: float, ink: Colour, *, left: bool) -> None:
    """A dark corner of near ground with reeds, to look past."""
    rng, edge = s.rng, s.w * s.rng.uniform(0.3, 0.5)
    x0, x1 = (-10, edge) if left else (s.w + 10, s.w - edge)
    crest = [(x0, y), ((x0 * 2 + x1) / 3, y + 22), (x1, s.h + 12)]
    s.poly([*spline(crest), (x0, s.h + 12)], ink)
    for _ in range(60):
        t = rng.random()
        x, foot = x0 + (x1 - x0) * t, y + 16 + (s.h - y) * t**1.6
        reed(s, x, foot, rng.uniform(40, 150) * (1.1 - 0.7 * t), tone(ink, rng, 7))


def reed(s: Sheet, x: float, y: float, h: float, ink: Colour) -> None:
    """One reed bending over, some with a plume."""
    bend = s.rng.uniform(-0.35, 0.45) * h
    way = spline([(x, y), (x + bend * 0.2, y - h * 0.6), (x + bend, y - h)], steps=5)
    half = np.linspace(2.2, 0.2, len(way))[:, None] * (1, 0)
    s.poly([*(way - half), *(way + half)[::-1]], ink)
    if h > 95 and s.rng.random() < 0.35:
        plume = mix(s.inks.soil, s.inks.paper, 0.35)
        for i in range(5):
            px, py = way[-1] + (bend * 0.03 * i, i * 5.0)
            s.oval(px, py, 3.4 - 0.3 * i, 6, plume)


def treeline(s: Sheet, y: float) -> None:
    """A row of far trees where the plain ends."""
    ink = mix(s.inks.near, s.inks.far, 0.35)
    for _ in range(80):
        x = s.rng.uniform(0, s.w)
        s.oval(
            x, y - 3, s.rng.uniform(8, 26), s.rng.uniform(4, 13), tone(ink, s.rng, 7)
        )
