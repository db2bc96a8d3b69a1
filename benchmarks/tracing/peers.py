"""What one can install instead, each at the threshold that serves it best.

Every peer gets its texts folded by our own folding, for nothing: without it they lose
the traditional script and full-width digits. A score is what the peer itself ranks by;
the threshold is the one with the best F1 on the development part.
"""

from collections.abc import Iterator

import numpy as np

from xiangyin.engines.reuse.folding import CODE, WORD
from xiangyin.engines.reuse.winnowing import pack, scan

GRAM, PERMUTATIONS, CHUNK = 5, 128, 512


def folded(texts: list[str]) -> list[str]:
    """Return texts as strings of their symbols: a character, or one for each word."""
    told = []
    for start in range(0, len(texts), CHUNK):
        found = scan(pack(texts[start : start + CHUNK]))
        symbols = np.where(
            found.symbols >= WORD,
            found.symbols % np.uint32(6000) + 0xE000,
            found.symbols,
        )
        symbols = (symbols & np.uint32(CODE)).astype(np.uint32)
        for one, other in zip(found.symbol_ends, found.symbol_ends[1:], strict=False):
            told.append(symbols[one:other].tobytes().decode("utf-32-le"))
    return told


def shingles(text: str) -> list[str]:
    return list({text[at : at + GRAM] for at in range(max(len(text) - GRAM + 1, 1))})


class Datasketch:
    """MinHash LSH, and the estimated Jaccard similarity as the score."""

    name = "datasketch MinHashLSH"

    def build(self, stories: list[str]) -> None:
        from datasketch import MinHashLSH

        self.index = MinHashLSH(threshold=0.2, num_perm=PERMUTATIONS)
        self.hashes = [self._hash(text) for text in stories]
        for number, each in enumerate(self.hashes):
            self.index.insert(number, each)

    def _hash(self, text: str):
        from datasketch import MinHash

        each = MinHash(num_perm=PERMUTATIONS)
        each.update_batch([part.encode() for part in shingles(text)])
        return each

    def match(self, articles: list[str]) -> Iterator[tuple[int, int, float]]:
        for place, text in enumerate(articles):
            each = self._hash(text)
            for number in self.index.query(each):
                yield place, number, each.jaccard(self.hashes[number])


class Rensa:
    """Rensa's RMinHash and its LSH with 64 bands."""

    name = "rensa RMinHashLSH, 64 bands"

    def build(self, stories: list[str]) -> None:
        from rensa import RMinHashLSH

        self.index = RMinHashLSH(threshold=0.2, num_perm=PERMUTATIONS, num_bands=64)
        self.hashes = [self._hash(text) for text in stories]
        for number, each in enumerate(self.hashes):
            self.index.insert(number, each)

    def _hash(self, text: str):
        from rensa import RMinHash

        each = RMinHash(num_perm=PERMUTATIONS, seed=42)
        each.update(shingles(text))
        return each

    def match(self, articles: list[str]) -> Iterator[tuple[int, int, float]]:
        for place, text in enumerate(articles):
            each = self._hash(text)
            for number in self.index.query(each):
                yield place, number, each.jaccard(self.hashes[number])


class Tantivy:
    """BM25 over pairs of symbols: the query is the article's sixty rarest pairs."""

    name = "tantivy BM25, 60 bigrams"
    terms = 60

    def build(self, stories: list[str]) -> None:
        import tantivy

        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("number", stored=True, indexed=True)
        schema.add_text_field("text", tokenizer_name="whitespace")
        self.schema = schema.build()
        self.index = tantivy.Index(self.schema)
        writer = self.index.writer(50_000_000, 1)
        self.held: dict[str, int] = {}
        for number, text in enumerate(stories):
            pairs = [text[at : at + 2] for at in range(len(text) - 1)]
            for pair in set(pairs):
                self.held[pair] = self.held.get(pair, 0) + 1
            writer.add_document(tantivy.Document(number=number, text=" ".join(pairs)))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def match(self, articles: list[str]) -> Iterator[tuple[int, int, float]]:
        import tantivy

        for place, text in enumerate(articles):
            pairs = {text[at : at + 2] for at in range(len(text) - 1)}
            known = sorted(
                (self.held[pair], pair) for pair in pairs if pair in self.held
            )
            clauses = [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.term_query(self.schema, "text", pair),
                )
                for _, pair in known[: self.terms]
            ]
            if not clauses:
                continue
            found = self.searcher.search(tantivy.Query.boolean_query(clauses), 4)
            for score, address in found.hits:
                yield place, self.searcher.doc(address)["number"][0], score


PEERS = [Datasketch, Rensa, Tantivy]
