"""Find where the title of a story stands in an article: a mention, not a use."""

from collections.abc import Sequence

import numpy as np

from .compiling import kernel, lean
from .folding import weight_of
from .postings import Postings, look_up, sift
from .segments import Segment
from .winnowing import WINDOW, Scanned, among

# Titles held by more stories than this are a column's name, not a story's.
SHARED_TITLE = 3
# A shorter title than this weight could stand in any text.
TITLE = 8
SURE, LEAST_SURE, FULL_WEIGHT = 0.95, 0.7, 60


def mentions(
    segment: Segment, counting: Sequence[Segment], articles: Scanned, titles: Scanned
) -> list[tuple[int, int, float]]:
    """Return (article, story, confidence) for each title that stands in full.

    The longer the title, the surer: eight characters give 0.7, twenty 0.9. A title of
    thirteen characters or more is found for sure, a shorter one most times.
    ``counting`` tells which titles are shared.
    """
    rows = [
        _stand(_sifted(texts, segment), segment, counting)
        for texts in (titles, articles)
    ]
    found = np.unique(np.concatenate(rows), axis=0)
    article, number, weight = found[segment.alive[found[:, 1]]].T
    sure = np.minimum(SURE, LEAST_SURE + (weight - TITLE) / FULL_WEIGHT)
    return list(zip(article.tolist(), number.tolist(), sure.tolist(), strict=True))


def _stand(texts: Scanned, segment: Segment, counting: Sequence[Segment]) -> np.ndarray:
    """Return rows of text, title and its weight, for titles that stand in texts."""
    table, titles = segment.title_postings, segment.folded_titles
    begin, stop, live = look_up(table, texts.prints, segment.alive)
    holders = np.zeros(len(texts.prints), np.int32)
    for other in counting:
        holders += (
            live
            if other is segment
            else look_up(other.title_postings, texts.prints, other.alive)[2]
        )
    return _named(table, titles, begin, stop, holders, texts)


def _sifted(texts: Scanned, segment: Segment) -> Scanned:
    maybe = np.zeros(len(texts.prints), np.uint8)
    sift(segment.title_postings.sieve, texts.prints, maybe)
    return among(texts, maybe)


def naming(segment: Segment, counting: Sequence[Segment], title: Scanned) -> np.ndarray:
    """Return the texts that hold a title in full, in the text or in their own title.

    They are those that ``mentions`` would find, and no others are looked at for long:
    of a text that holds the title, some fingerprint stands in any ``WINDOW`` of the
    title's grams, and of a title that holds it, every one does. The rarest are taken.
    """
    if not _tells_apart(counting, title.prints):
        return np.zeros(0, np.int64)
    found = [
        _holding(folded, _rarest(table, title.prints, window), title.symbols)
        for table, folded, window in (
            (segment.postings, segment.folded, WINDOW),
            (segment.title_postings, segment.folded_titles, 1),
        )
    ]
    numbers = np.unique(np.concatenate(found))
    return numbers[segment.alive[numbers]]


def _tells_apart(counting: Sequence[Segment], prints: np.ndarray) -> bool:
    """Whether any print stands in so few titles that it may name a story."""
    holders = np.zeros(len(prints), np.int64)
    for each in counting:
        holders += look_up(each.title_postings, prints, each.alive)[2]
    return bool((holders <= SHARED_TITLE).any())


def _rarest(table: Postings, prints: np.ndarray, window: int) -> np.ndarray:
    """Return the texts that hold any of the neighbouring prints which fewest hold, or
    of all prints where they are fewer than a window."""
    begin, stop, _ = look_up(table, prints, np.ones(0, bool))
    sums = np.convolve(stop - begin, np.ones(min(window, len(prints)), int), "valid")
    first = int(np.argmin(sums))
    ranges = zip(
        begin[first : first + window], stop[first : first + window], strict=True
    )
    return np.unique(np.concatenate([table.texts[one:other] for one, other in ranges]))


@kernel
def _holding(folded, numbers, title):
    """Return those of the texts in which the symbols of a title stand."""
    found, count = np.empty(len(numbers), np.int64), 0
    for number in numbers:
        begin, end = folded.symbol_ends[number], folded.symbol_ends[number + 1]
        for place in range(begin, end - len(title) + 1):
            step = 0
            while step < len(title) and folded.symbols[place + step] == title[step]:
                step += 1
            if step == len(title):
                found[count] = number
                count += 1
                break
    return found[:count]


@kernel
def _named(table, titles, begin, stop, holders, texts):
    """Return rows of text, title and its weight, for titles that stand there."""
    found = np.empty((16, 3), np.int32)
    count = 0
    for text in range(len(texts.print_ends) - 1):
        symbols = texts.symbols[texts.symbol_ends[text] : texts.symbol_ends[text + 1]]
        for each in range(texts.print_ends[text], texts.print_ends[text + 1]):
            if holders[each] > SHARED_TITLE:
                continue
            for place in range(begin[each], stop[each]):
                number = table.texts[place]
                title = titles.symbols[
                    titles.symbol_ends[number] : titles.symbol_ends[number + 1]
                ]
                weight = _weight_there(symbols, texts.places[each], title)
                if weight < TITLE:
                    continue
                if count == len(found):
                    found = np.concatenate((found, np.empty_like(found)))
                found[count, 0], found[count, 1], found[count, 2] = text, number, weight
                count += 1
    return found[:count]


@lean
def _weight_there(symbols, near, title):
    """Return the weight of a title that stands around a place, or 0."""
    last = min(near, len(symbols) - len(title))
    for start in range(max(near - len(title), 0), last + 1):
        step = 0
        while step < len(title) and symbols[start + step] == title[step]:
            step += 1
        if step == len(title):
            weight = 0
            for symbol in title:
                weight += weight_of(symbol)
            return weight
    return 0
