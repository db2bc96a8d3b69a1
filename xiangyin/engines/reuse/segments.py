"""A part of an index that no longer changes, in memory or mapped from files."""

import json
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from json.encoder import encode_basestring_ascii
from typing import NamedTuple

import numpy as np

from .compiling import kernel
from .postings import SIEVE, Postings, build, unpack
from .winnowing import Packed, pack, scan

# Texts folded at a time while a segment is built.
CHUNK = 256
# Titles have few fingerprints, and of an article hardly one stands in a title: a wide
# sieve costs little and lets hardly another through.
TITLE_SIEVE = 16


class Folded(NamedTuple):
    """What a story needs to be laid against an article."""

    symbols: np.ndarray
    symbol_ends: np.ndarray
    breaks: np.ndarray


def key_of(name: str) -> int:
    """Return the number that settles the order of equals, whatever came first."""
    digest = blake2b(name.encode("ascii"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def name_of(text_id: Hashable) -> str:
    """Return an id as it is kept in files: a number or a string, as JSON.

    >>> name_of("县"), name_of(7)
    ('"\\\\u53bf"', '7')
    """
    if isinstance(text_id, str):
        return encode_basestring_ascii(text_id)
    return str(text_id) if type(text_id) is int else json.dumps(text_id)


@dataclass(eq=False)
class Segment:
    """Texts, their symbols and their fingerprints; only ``alive`` ever changes."""

    names: Sequence[str]
    keys: np.ndarray
    texts: Packed
    titles: Packed
    folded: Folded
    postings: Postings
    title_postings: Postings
    folded_titles: Folded
    alive: np.ndarray = field(repr=False)
    folder: str = ""

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Return the number of each text by its name."""
        return {name: number for number, name in enumerate(self.names)}

    def id_of(self, number: int) -> Hashable:
        return json.loads(self.names[number])


def cut(packed: Packed, number: int) -> str:
    """Return one of the packed texts."""
    part = packed.data[packed.ends[number] : packed.ends[number + 1]]
    return part.tobytes().decode("utf-8", "surrogatepass")


def make_segment(
    ids: Sequence[Hashable], texts: Sequence[str], titles: Sequence[str]
) -> Segment:
    """Fold and winnow texts.

    >>> made = make_segment([7], ["东河大桥今天通车"], ["通车"])
    >>> len(made), made.id_of(0)
    (1, 7)
    """
    names = [name_of(each) for each in ids]
    keys = np.array([key_of(each) for each in names], np.uint64)
    packed, named = pack(texts), pack(titles)
    parts = [
        scan(Packed(packed.data, packed.ends[at : at + CHUNK + 1]))
        for at in range(0, len(names), CHUNK)
    ]
    sizes = np.concatenate([np.diff(part.symbol_ends) for part in parts])
    symbols = np.concatenate([part.symbols for part in parts])
    breaks = np.concatenate([part.breaks for part in parts])
    folded = Folded(symbols, np.concatenate(([0], np.cumsum(sizes))), breaks)
    counts = np.concatenate([np.diff(part.print_ends) for part in parts])
    owners = np.repeat(np.arange(len(names), dtype=np.uint32), counts)
    prints = np.concatenate([part.prints for part in parts])
    titled = scan(named, window=1)
    title_owners = np.repeat(
        np.arange(len(names), dtype=np.uint32), np.diff(titled.print_ends)
    )
    return Segment(
        names,
        keys,
        packed,
        named,
        folded,
        build(prints, owners),
        build(titled.prints, title_owners, TITLE_SIEVE),
        Folded(titled.symbols, titled.symbol_ends, titled.breaks),
        np.ones(len(names), bool),
    )


def merge_segments(segments: Sequence[Segment]) -> Segment:
    """Return one segment of what lives in several."""
    kept = [np.flatnonzero(segment.alive) for segment in segments]
    firsts = np.cumsum([0] + [len(each) for each in kept])
    names = [
        segment.names[number]
        for segment, numbers in zip(segments, kept, strict=True)
        for number in numbers.tolist()
    ]
    pairs = list(zip(segments, kept, strict=True))
    return Segment(
        names,
        np.concatenate([segment.keys[numbers] for segment, numbers in pairs]),
        _gather([(segment.texts, numbers) for segment, numbers in pairs]),
        _gather([(segment.titles, numbers) for segment, numbers in pairs]),
        _gather_folded([(each.folded, numbers) for each, numbers in pairs]),
        _join([segment.postings for segment in segments], pairs, firsts),
        _join(
            [segment.title_postings for segment in segments],
            pairs,
            firsts,
            TITLE_SIEVE,
        ),
        _gather_folded([(each.folded_titles, numbers) for each, numbers in pairs]),
        np.ones(len(names), bool),
    )


def take(packed: Packed, numbers: np.ndarray) -> Packed:
    """Return some of the packed texts, in the order given."""
    return _gather([(packed, numbers)])


def _gather(parts) -> Packed:
    sizes = [np.diff(packed.ends)[numbers] for packed, numbers in parts]
    ends = np.concatenate(([0], np.cumsum(np.concatenate(sizes))))
    data = np.empty(ends[-1], parts[0][0].data.dtype)
    at = 0
    for packed, numbers in parts:
        at = _copy(packed.data, packed.ends, numbers, data, at)
    return Packed(data, ends)


def _gather_folded(parts) -> Folded:
    symbols, breaks = (
        _gather(
            [
                (Packed(getattr(folded, name), folded.symbol_ends), numbers)
                for folded, numbers in parts
            ]
        )
        for name in ("symbols", "breaks")
    )
    return Folded(symbols.data, symbols.ends, breaks.data)


@kernel
def _copy(data, ends, numbers, into, at):
    """Copy texts to a place and return the place after them."""
    for number in numbers:
        size = ends[number + 1] - ends[number]
        into[at : at + size] = data[ends[number] : ends[number + 1]]
        at += size
    return at


def _join(tables, pairs, firsts, sieve_bits=SIEVE) -> Postings:
    prints, owners = [], []
    for table, (segment, numbers), first in zip(tables, pairs, firsts, strict=False):
        place = np.full(len(segment), -1, np.int64)
        place[numbers] = first + np.arange(len(numbers))
        values, texts = unpack(table)
        lives = segment.alive[texts]
        prints.append(values[lives])
        owners.append(place[texts[lives]].astype(np.uint32))
    return build(np.concatenate(prints), np.concatenate(owners), sieve_bits)
