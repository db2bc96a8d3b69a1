"""Stories of the sample that are more than text: a gallery, live notes, a map, a film."""

from datetime import date, datetime, time, timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.html import escape
from PIL import Image, ImageDraw, ImageFont

from xiangyin.kernel.services.pictures import keep_pixels
from xiangyin.newsroom.services.films import keep_film, write_anew

from .pictures import draw
from .pictures.moving import film
from .seeds import StorySeed, read

PAPER, WATER, ROAD, WORKS = (
    (243, 238, 227),
    (150, 176, 184),
    (120, 110, 98),
    (163, 48, 28),
)


def pictures_wanted() -> list[tuple[str, str]]:
    """The pictures that these stories need besides their covers: keys and motifs."""
    return [
        (f"{key}/{number}", photo["motif"])
        for key, told in read("kinds.toml").items()
        for number, photo in enumerate(_photos(told))
    ]


def _photos(told: dict) -> list[dict]:
    shown = [*told.get("gallery", {}).get("photos", []), *told.get("notes", [])]
    return [photo for photo in shown if "motif" in photo]


def more_blocks(seed: StorySeed, *, on: date, unit, by, pictures) -> list:
    """What stands below the text of this story; mostly nothing."""
    told = read("kinds.toml").get(seed.key)
    if told is None:
        return []
    kept = [
        keep_pixels(
            pictures[f"{seed.key}/{number}"], unit=unit, by=by, title=photo["caption"]
        )
        for number, photo in enumerate(_photos(told))
    ]
    numbers = iter(kept)
    blocks: list = []
    if "gallery" in told:
        photos = [_photo(photo, next(numbers)) for photo in told["gallery"]["photos"]]
        blocks.append(
            ("gallery", {"title": told["gallery"]["title"], "photos": photos})
        )
    if "notes" in told:
        blocks.append(("notes", [_note(note, on, numbers) for note in told["notes"]]))
    if "map" in told:
        drawn = keep_pixels(draw_map(), unit=unit, by=by, title=told["map"]["caption"])
        blocks.append(("map", {**told["map"], "picture": drawn}))
    if "film" in told:
        blocks.append(("film", _film(seed, told["film"], unit=unit, by=by)))
    return blocks


def _film(seed: StorySeed, told: dict, *, unit, by) -> dict:
    """A film drawn here is read and kept as one that somebody brings."""
    drawn = [
        draw(motif, seed=f"{seed.key}/film/{number}", size=(1280, 720))
        for number, motif in enumerate(told["motifs"])
    ]
    anew = write_anew(ContentFile(film(drawn), name="film.mp4"))
    kept = keep_film(anew, title=told["title"], county=unit.county, by=by)
    words = {"caption": told["caption"], "credit": told["credit"], "words": ""}
    return {"film": kept, "is_silent": True, **words}


def _photo(photo: dict, picture) -> dict:
    words = {name: photo.get(name, "") for name in ("alt", "caption", "credit")}
    return {"picture": picture, **words}


def _note(note: dict, on: date, numbers) -> dict:
    day = on + timedelta(days=note["day"])
    at = datetime.combine(day, time.fromisoformat(note["at"]))
    return {
        "at": timezone.make_aware(at),
        "title": note["title"],
        "text": f"<p>{escape(note['text'])}</p>",
        **_photo(note, next(numbers) if "motif" in note else None),
    }


def draw_map(size: tuple[int, int] = (1200, 800)) -> bytes:
    """A plan of one road with its works, the old road beside it, and three marks."""
    width, height = size
    sheet = Image.new("RGB", (width * 2, height * 2), PAPER)
    pen = ImageDraw.Draw(sheet)

    def at(*points):
        return [(x * width * 2, y * height * 2) for x, y in points]

    pen.line(at((0, 0.78), (0.3, 0.7), (0.62, 0.82), (1, 0.7)), WATER, 90, "curve")
    old = at((0.2, 0.5), (0.34, 0.24), (0.58, 0.2), (0.78, 0.42))
    pen.line(old, ROAD, 10, "curve")
    road = at((0.04, 0.58), (0.2, 0.5), (0.48, 0.52), (0.78, 0.42), (0.97, 0.3))
    pen.line(road, ROAD, 26, "curve")
    pen.line(at((0.2, 0.5), (0.48, 0.52), (0.78, 0.42)), WORKS, 40, "curve")
    letters = ImageFont.load_default(size=88)
    for number, (x, y) in enumerate(at((0.2, 0.5), (0.46, 0.21), (0.78, 0.42)), 1):
        pen.ellipse((x - 74, y - 74, x + 74, y + 74), PAPER, WORKS, 12)
        pen.text((x, y), str(number), WORKS, letters, anchor="mm")
    out = BytesIO()
    sheet.resize(size, Image.Resampling.LANCZOS).save(out, "JPEG", quality=85)
    return out.getvalue()
