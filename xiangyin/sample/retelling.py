"""How other outlets carry a story: whole, shortened, in a sentence or two."""

import re
from datetime import date
from random import Random

from . import seeds
from .seeds import StorySeed

SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]+[”’」]?|[^.!?]+[.!?]+")
LEAD_INS = {
    "newspaper": "本报讯（通讯员 清岚县融媒体中心）",
    "site": "来源：清岚融媒\n\n",
    "app": "清岚融媒消息：",
    "account": "",
    "television": "观众朋友，来看清岚县的消息。",
    "radio": "听众朋友，下面是清岚县的消息。",
    "bulletin": "据清岚县报送：",
}
HEADS = ["清岚：{}", "{}", "清岚县{}", "县域见闻丨{}", "{}（图）"]


def paragraphs(seed: StorySeed) -> list[str]:
    """The story's paragraphs without its marks."""
    parts = [part.strip() for part in seed.body.strip().split("\n\n")]
    plain = [part.removeprefix("> ") for part in parts if not part.startswith("## ")]
    return [seed.lead.strip(), *plain]


def sentences(text: str) -> list[str]:
    return [sentence.strip() for sentence in SENTENCE.findall(text)] or [text]


def lead_in(seed: StorySeed, outlet: dict) -> str:
    return "" if seed.language == "en" else LEAD_INS[outlet["form"]]


def reprint(seed: StorySeed, outlet: dict, chance: Random) -> str:
    """Word for word, with the outlet's own way in, sometimes fewer paragraphs."""
    parts = paragraphs(seed)
    if chance.random() < 0.4:
        parts = [parts[0] + "".join(parts[1:2]), *parts[2:]]
    return lead_in(seed, outlet) + "\n\n".join(parts)


def abridge(seed: StorySeed, outlet: dict, chance: Random) -> str:
    """About half of the sentences, in their order."""
    kept = []
    for part in paragraphs(seed):
        said = [line for line in sentences(part) if chance.random() < 0.55]
        if said:
            kept.append("".join(said) if seed.language != "en" else " ".join(said))
    return lead_in(seed, outlet) + "\n\n".join(kept or paragraphs(seed)[:2])


def reword(seed: StorySeed, outlet: dict, chance: Random) -> str:
    """The same facts in the paper's own words, a sentence left out here and there."""
    if seed.language == "en":
        return abridge(seed, outlet, chance)
    pairs = seeds.read("rewording.toml")["pairs"]
    told = []
    for part in paragraphs(seed):
        said = [line for line in sentences(part) if chance.random() < 0.85]
        text = "".join(said)
        for ours, theirs in pairs:
            text = text.replace(ours, theirs)
        if text:
            told.append(text)
    return lead_in(seed, outlet) + "\n\n".join(told)


def excerpt_of(seed: StorySeed, chance: Random) -> str:
    """Two or three sentences in a row, for a round-up."""
    said = sentences("".join(paragraphs(seed)[:3]))
    start = chance.randrange(max(len(said) - 3, 1))
    return "清岚县。" + "".join(said[start : start + 3])


def carry(
    seed: StorySeed,
    outlet: dict,
    *,
    text: str,
    on: date,
    chance: Random,
    headline: bool,
) -> dict:
    """The article of one outlet, as its site would give it to us."""
    english = seed.language == "en"
    title = seed.title
    if headline and not english:
        title = chance.choice(HEADS).format(seed.title)
    number = chance.randrange(10_000, 99_999)
    host = outlet["hosts"][0]
    return {
        "title": title,
        "text": text.strip(),
        "published_on": on,
        "outlet_said": chance.choice([outlet["name"], *outlet["aliases"][:1]]),
        "address": f"https://{host}/{on:%Y%m/%d}/{number}.html",
    }
