"""What holds for any text at all."""

from collections import defaultdict

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from xiangyin.engines.reuse import StoryIndex, compare, trace
from xiangyin.engines.reuse.winnowing import GRAM, WINDOW, pack, scan

from .texts import ENGLISH, OTHER, STORY

PIECES = [
    text[at : at + 30] for text in (STORY, OTHER, ENGLISH) for at in range(0, 150, 30)
]
anything = st.text(max_size=60)
few_letters = st.text(alphabet="一二三ab ，1", max_size=60)
halves = st.text(
    alphabet=st.characters(min_codepoint=0xD7F0, max_codepoint=0xE010), max_size=9
)
news = st.lists(
    st.sampled_from(PIECES) | anything | few_letters | halves, max_size=8
).map("".join)
cjk = st.lists(
    st.sampled_from([chr(0x4E00 + n * 7) for n in range(200)]),
    min_size=30,
    max_size=80,
    unique=True,
).map("".join)
brief = settings(max_examples=40, deadline=None)


def indexed(texts, familiar=None):
    stories = StoryIndex(familiar)
    for number, text in texts:
        stories.add(number, text, text[:12])
    return stories


def prints_of(text, window=WINDOW):
    return set(scan(pack([text]), window).prints.tolist())


@brief
@given(news)
def test_every_symbol_comes_from_its_place(text):
    found = scan(pack([text]))

    assert (found.starts < found.ends).all()
    assert len(text) >= max(found.ends.tolist(), default=0)
    for start, end in zip(found.starts.tolist(), found.ends.tolist(), strict=True):
        alone = scan(pack([text[start:end]]))
        assert len(alone.symbols) >= 1


@brief
@given(news, news)
def test_passages_stay_within_their_texts(story, article):
    match = compare(story, article)

    for found in match.passages if match else ():
        assert 0 <= found.story_start < found.story_end <= len(story)
        assert 0 <= found.article_start < found.article_end <= len(article)
    if match:
        assert 0 < match.carried <= 1
        assert 0 < match.made_of <= 1
        assert 0 <= match.confidence <= 1


@brief
@given(cjk, news, news)
def test_a_verbatim_copy_is_found_whatever_surrounds_it(story, before, after):
    article = f"{before}。{story}。{after}"

    [match, *_] = indexed([(0, story)]).match(article, min_confidence=0)

    assert match.carried > 0.99


@brief
@given(cjk, news, news)
def test_a_long_enough_shared_run_shares_a_fingerprint(run, before, after):
    shared = run[: GRAM + WINDOW - 1]

    assert prints_of(f"{before}。{shared}") & prints_of(f"{shared}。{after}")


def test_a_shorter_run_may_share_none():
    shared = "".join(chr(0x4E00 + n * 7) for n in range(GRAM - 1))

    assert not prints_of(f"甲。{shared}。乙") & prints_of(f"丙。{shared}。丁")


@brief
@given(st.lists(news, max_size=6), news, news)
def test_adding_and_removing_leaves_no_trace(texts, passing, article):
    stories = indexed(enumerate(texts))
    before = stories.match(article, min_confidence=0)

    stories.add("passing", passing, passing[:12])
    stories.match(article)
    stories.remove("passing")

    assert stories.match(article, min_confidence=0) == before


@brief
@given(st.lists(news, max_size=12), news, st.randoms())
def test_the_order_of_adding_never_matters(texts, article, random):
    numbered = list(enumerate(texts))
    shuffled = random.sample(numbered, len(numbered))
    piecemeal = StoryIndex()
    for number, text in shuffled:
        piecemeal.add(number, text, text[:12])
        piecemeal.match(text)

    expected = indexed(numbered).match(article, min_confidence=0)

    assert piecemeal.match(article, min_confidence=0) == expected


@brief
@given(st.lists(news, max_size=5), st.lists(news, max_size=5), st.randoms())
def test_whatever_arrives_first_the_pairs_are_the_same(ours, theirs, random):
    familiar = indexed(enumerate([*PIECES, STORY]))
    arrivals = [("story", n, text) for n, text in enumerate(ours)]
    arrivals += [("article", n, text) for n, text in enumerate(theirs)]
    random.shuffle(arrivals)
    stories, archive = StoryIndex(familiar), StoryIndex(familiar)
    found = defaultdict(list)

    for what, number, text in arrivals:
        if what == "article":
            archive.add(number, text, text[:9])
            for match in stories.match(text, text[:9], 99, 0):
                found[number].append(match)
        else:
            stories.add(number, text, text[:12])
            for match in archive.carriers(text, text[:12], min_confidence=0):
                found[match.story].append((number, match))

    batch = indexed(enumerate(ours), familiar)
    for number, text in enumerate(theirs):
        told = {
            (m[0], m[1].kind, m[1].confidence, m[1].passages)
            if isinstance(m, tuple)
            else (m.story, m.kind, m.confidence, m.passages)
            for m in found[number]
        }
        expected = batch.match(text, text[:9], 99, 0)
        assert told == {(m.story, m.kind, m.confidence, m.passages) for m in expected}


@brief
@given(st.lists(news, min_size=1, max_size=6), st.lists(news, min_size=1, max_size=6))
def test_batches_and_workers_change_nothing(ours, theirs):
    ours, theirs = (
        [t.encode("utf-8", "replace").decode() for t in s] for s in (ours, theirs)
    )
    stories = pa.table({"id": list(map(str, range(len(ours)))), "text": ours})
    articles = pa.table({"id": list(range(len(theirs))), "text": theirs})

    alone = pa.Table.from_batches(trace(stories, articles, min_confidence=0))
    many = trace(
        stories,
        [b for n in range(len(theirs)) for b in articles.slice(n, 1).to_batches()],
        workers=2,
        min_confidence=0,
    )

    assert pa.Table.from_batches(many) == alone
