"""A few stories and a few articles, as a newcomer tries them: nothing is known of what
everybody writes, and what was copied must be found all the same.

    python -m benchmarks.tracing.tiny

Three sets of trials, each an index of one to five stories and one to twenty articles:
*whole*, the articles of the truth; *short*, the first sentences of its stories with
articles made of them here; *fictional*, the same of the stories of ``look_alikes``, the
only set that needs no data. No coefficient is fitted on a story that is tried here.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import xiangyin.engines.reuse as engine
from benchmarks.tracing.look_alikes import COPIES, pairs
from benchmarks.tracing.news import News
from xiangyin.engines.reuse import Kind, StoryIndex

SENTENCE = re.compile("[^。！？；\n]+[。！？；]*[”」]?\n?")
CLAUSE = re.compile("[^，。！？；：\n]+[，。！？；：]*\n?")
HAN = re.compile("[\u4e00-\u9fff]+")
# Characters of a short story, and how long a part must be to be an excerpt.
SHORT, LONG, EXCERPT = 60, 160, 20
LEAD, TAIL = "本报讯（记者 林晚）", "（责任编辑：田禾）"


def sentences(text: str) -> list[str]:
    return [each for each in SENTENCE.findall(text) if HAN.search(each)]


def verbatim(story: str, other: str, dice: random.Random) -> str:
    return LEAD + story.replace("，", ",") + TAIL


def abridged(story: str, other: str, dice: random.Random) -> str:
    """Return half of the sentences; of a single one, half of its clauses."""
    parts = sentences(story)
    parts = parts if len(parts) > 1 else CLAUSE.findall(story)
    kept = sorted(dice.sample(range(len(parts)), max(1, (len(parts) + 1) // 2)))
    return LEAD + "".join(parts[each] for each in kept)


def excerpt(story: str, other: str, dice: random.Random) -> str:
    """Return another text with the longest or second longest sentence in it."""
    own, theirs = sorted(sentences(story), key=len)[-2:], sentences(other)
    long = [each for each in own if len(each) >= EXCERPT] or own[-1:]
    at = dice.randrange(len(theirs) + 1)
    return "".join([*theirs[:at], dice.choice(long), *theirs[at:]])


def rewritten(share: float) -> Callable[[str, str, random.Random], str]:
    """Return how a text is made in which this share of the words is another."""

    def rewrite(story: str, other: str, dice: random.Random) -> str:
        words = re.findall("[\u4e00-\u9fff]{1,2}|[^\u4e00-\u9fff]+", story)
        strange = re.findall("[\u4e00-\u9fff]{1,2}", other)
        return "".join(
            dice.choice(strange) if HAN.match(word) and dice.random() < share else word
            for word in words
        )

    return rewrite


def half_new(story: str, other: str, dice: random.Random) -> str:
    ours, theirs = CLAUSE.findall(story), CLAUSE.findall(other)
    new = set(dice.sample(range(len(ours)), len(ours) // 2))
    return "".join(
        dice.choice(theirs) if at in new else clause for at, clause in enumerate(ours)
    )


def traditional(story: str, other: str, dice: random.Random) -> str:
    lines = Path(engine.__file__).with_name("t2s.txt").read_text("utf-8").split()
    return story.translate({ord(s): t for t, s in zip(*lines, strict=True)})


MAKERS: dict[str, Callable[[str, str, random.Random], str]] = {
    "V": verbatim,
    "A50": abridged,
    "E": excerpt,
    "R15": rewritten(0.15),
    "R30": rewritten(0.3),
    "R50": rewritten(0.5),
    "P50": half_new,
    "T": traditional,
}


@dataclass
class Trial:
    """Stories, and articles with their type and the place of their story, or -1."""

    stories: list[str]
    articles: list[tuple[str, str, int]] = field(default_factory=list)
    unscored: set[tuple[int, int]] = field(default_factory=set)


def cut_short(text: str) -> str:
    """Return the first sentences of a text, of some length together."""
    told = ""
    for each in sentences(text):
        if len(told) >= SHORT or len(told) + len(each) > LONG:
            break
        told += each
    return told


def made(stories: Sequence[str], others: Sequence[str], seed: int) -> Iterator[Trial]:
    """Make trials: each story with up to four others, a few articles made of it, and
    up to twelve that are not. ``others`` are of no story."""
    dice = random.Random(seed)
    for story in stories:
        place, company = dice.randrange(5), dice.sample(stories, 4)
        trial = Trial([each for each in company[:place] if each != story] + [story])
        ours = len(trial.stories) - 1
        trial.articles = [
            (name, MAKERS[name](story, dice.choice(others), dice), ours)
            for name in dice.sample(list(MAKERS), dice.randint(1, len(MAKERS)))
        ]
        strangers = dice.sample(others, dice.randint(0, 12))
        trial.articles += [("N", each, -1) for each in strangers]
        yield trial


def whole(news: News, seed: int = 3) -> Iterator[Trial]:
    """Set the articles of the truth, ten at a time, against the stories of at most
    five of them."""
    dice = random.Random(seed)
    places = [at for at in range(len(news.articles)) if not news.dev[at]]
    dice.shuffle(places)
    while places:
        part = [places.pop() for _ in range(min(len(places), dice.randint(1, 20)))]
        sources = sorted({int(news.source[at]) for at in part} - {-1})[:5]
        sources = sources or [dice.randrange(len(news.stories))]
        trial = Trial([news.stories[at]["text"] for at in sources])
        for at in part:
            own = int(news.source[at])
            if own < 0 or own in sources:
                told = str(news.types[at]), news.articles[at]["text"]
                trial.unscored |= {
                    (len(trial.articles), each)
                    for each, source in enumerate(sources)
                    if (at, source) in news.unscored
                }
                trial.articles.append((*told, sources.index(own) if own >= 0 else -1))
        yield trial


def short_texts(news: News, *, test: bool) -> list[str]:
    """Return the first sentences of the stories of one part of the truth."""
    sources = {int(at) for at, dev in zip(news.source, news.dev, strict=True) if dev}
    return [
        text
        for at, story in enumerate(news.stories)
        if (at in sources) != test and len(text := cut_short(story["text"])) >= SHORT
    ]


def short(news: News, seed: int = 5) -> Iterator[Trial]:
    """Make trials of the first sentences of the truth's stories."""
    texts = short_texts(news, test=True)
    half = len(texts) // 2
    return made(texts[:half], texts[half:], seed)


def fictional(seed: int = 7) -> Iterator[Trial]:
    """Make trials of the stories of the look-alikes, one of each family, among their
    articles."""
    for copy in range(COPIES):
        told = pairs()[copy::COPIES]
        yield from made(
            [each.story for each in told], [each.article for each in told], seed + copy
        )


@dataclass
class Figures:
    """What was found of what there was."""

    wanted: Counter = field(default_factory=Counter)
    found: Counter = field(default_factory=Counter)
    wrong: int = 0

    def take(self, trial: Trial) -> None:
        index = StoryIndex()
        for number, story in enumerate(trial.stories):
            index.add(number, story)
        for place, (name, article, own) in enumerate(trial.articles):
            said = {
                match.story
                for match in index.match(article)
                if match.kind not in (Kind.MENTION, Kind.SOURCE)
            }
            self.wanted[name] += 1
            self.found[name] += own in said
            self.wrong += len(
                {each for each in said - {own} if (place, each) not in trial.unscored}
            )

    @property
    def right(self) -> int:
        return sum(self.found.values())

    @property
    def f1(self) -> float:
        wanted = sum(count for name, count in self.wanted.items() if name != "N")
        return 2 * self.right / max(self.right + self.wrong + wanted, 1)

    def line(self) -> str:
        types = [name for name in self.wanted if name != "N"]
        return (
            f"F1 {self.f1:.3f} precision {self.right / max(self.right + self.wrong, 1):.3f} "
            + " ".join(
                f"{name}:{self.found[name] / self.wanted[name]:.3f}"
                for name in sorted(types)
            )
        )


def figures(trials: Iterator[Trial]) -> Figures:
    told = Figures()
    for trial in trials:
        told.take(trial)
    return told


def main() -> None:
    news = News.load()
    print("fictional", figures(fictional()).line())
    if news is None:
        print("skipped: data not found")
        return
    print("whole", figures(whole(news)).line())
    print("short", figures(short(news)).line())


if __name__ == "__main__":
    main()
