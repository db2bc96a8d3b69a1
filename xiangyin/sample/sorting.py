"""Tips that did not become a story: waiting, declined, merged, planned."""

from datetime import date, timedelta
from random import Random

from xiangyin.kernel.rights import Role
from xiangyin.kernel.services.pictures import keep_pixels
from xiangyin.newsroom.models import Tip, TipPhoto
from xiangyin.newsroom.services.plans import assign
from xiangyin.newsroom.services.tips import (
    decline_tip,
    merge_tip,
    receive_tip,
    take_up_tip,
)

from .county import County
from .moments import at_hour, moment
from .seeds import TipSeed, last_occurrence, stories, tips

# What a waiting tip's photo shows, by a word in its text.
MOTIFS = {
    "灯": "night",
    "桥": "bridge",
    "船": "boat",
    "水库": "reservoir",
    "江": "river",
    "井": "village",
    "学校": "school",
    "学生": "school",
    "卫生": "clinic",
    "路": "road",
    "车": "bus",
    "米粉": "noodles",
    "茶": "tea",
    "橘": "orange",
    "稻": "rice",
    "书": "bookshelf",
    "戏": "opera",
    "菜": "market",
    "鱼": "fish",
    "竹": "bamboo",
    "药": "herbs",
}


def motif_of(seed: TipSeed) -> str:
    """The picture a waiting tip came with, or an empty string for none."""
    if seed.fate not in ("waiting", "in_work"):
        return ""
    return next((motif for word, motif in MOTIFS.items() if word in seed.text), "")


def sort_tip(county: County, seed: TipSeed, *, today: date, photos: dict) -> None:
    """Receive one tip and let an editor do with it what the seed says."""
    chance = Random(seed.key)  # noqa: S311 -- the same every time
    day = last_occurrence(seed.day, today=today)
    with moment(at_hour(day, chance.uniform(7, 20))):
        tip = receive_tip(
            by=county.correspondent_of(seed.unit),
            unit=county.units[seed.unit],
            text=seed.text.strip(),
            place=seed.where,
            happens=seed.when,
            contact=seed.contact,
            today=day,
        )
        if seed.key in photos:
            picture = keep_pixels(
                photos[seed.key], unit=tip.unit, by=tip.sender, title=tip.number
            )
            TipPhoto.objects.create(tip=tip, picture=picture)
    editor = chance.choice(county.holders(Role.EDITOR))
    looked = min(day + timedelta(days=1), today)
    with moment(at_hour(looked, chance.uniform(8.1, 9.9))):
        if seed.fate == "declined":
            decline_tip(tip, by=editor, note=seed.reason)
        elif seed.fate == "merged":
            _merge(county, tip, seed, by=editor)
        elif seed.fate == "in_work":
            plan = take_up_tip(tip, by=editor, today=looked)
            if chance.random() < 0.6:
                reporter = chance.choice(county.holders(Role.REPORTER))
                assign(plan, reporter=reporter, by=editor)


def _merge(county: County, tip: Tip, seed: TipSeed, *, by) -> None:
    """Join the tip to the one that another village sent about the same matter."""
    told = {story.key: story.tip for story in stories()}
    told |= {other.key: other.text for other in tips()}
    into = Tip.objects.filter(county=county.root, text=told[seed.into].strip()).first()
    merge_tip(tip, into=into.leading, by=by)
