"""What holds for any text at all."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from xiangyin.engines.reuse import StoryIndex, compare
from xiangyin.engines.reuse.align import tiles
from xiangyin.engines.reuse.fingerprints import WINDOW, fingerprints
from xiangyin.engines.reuse.normalise import fold, normalise

from .texts import ENGLISH, OTHER, STORY

PIECES = [
    text[at : at + 30] for text in (STORY, OTHER, ENGLISH) for at in range(0, 150, 30)
]
anything = st.text(max_size=60)
few_letters = st.text(alphabet="一二三ab ，1", max_size=60)
news = st.lists(st.sampled_from(PIECES) | anything | few_letters, max_size=8).map(
    "".join
)
cjk = st.text(
    alphabet=[chr(0x4E00 + n * 7) for n in range(40)], min_size=30, max_size=80
)


def indexed(texts):
    stories = StoryIndex()
    for number, text in texts:
        stories.add(number, text, text[:12])
    return stories


@given(anything | news)
def test_folding_twice_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)


@given(news)
def test_every_folded_character_comes_from_its_origin(text):
    folded = fold(text)

    for code, origin in zip(folded.codes.tolist(), folded.origin.tolist(), strict=True):
        assert chr(code) in normalise(text[origin])


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


@given(news, news)
def test_tiles_agree_on_both_sides_and_never_overlap(story, article):
    ours, theirs = fold(story), fold(article)

    laid = tiles(ours, theirs)

    for at, place, size in laid:
        mine = ours.symbols[at : at + size].tolist()
        assert mine == theirs.symbols[place : place + size].tolist()
    for side in (0, 1):
        edges = sorted((tile[side], tile[side] + tile[2]) for tile in laid)
        assert all(end <= start for (_, end), (start, _) in pairwise(edges))


@given(cjk, news, news)
def test_a_verbatim_copy_is_found_whatever_surrounds_it(story, before, after):
    article = f"{before}。{story}。{after}"

    [match] = indexed([(0, story)]).match(article)

    assert match.carried > 0.99
    assert match.confidence > 0.9
    [passage] = match.passages
    copied = article[passage.article_start : passage.article_end]
    assert normalise(copied) == normalise(story)


@given(cjk, news, news)
def test_a_long_enough_shared_run_shares_a_fingerprint(run, before, after):
    shared = run[: 8 + WINDOW - 1]

    one, other = fold(f"{before}。{shared}"), fold(f"{shared}。{after}")

    assert set(fingerprints(one).tolist()) & set(fingerprints(other).tolist())


@given(st.lists(news, max_size=6), news, news)
def test_adding_and_removing_leaves_no_trace(texts, passing, article):
    stories = indexed(enumerate(texts))
    before = stories.match(article, min_confidence=0)

    stories.add("passing", passing, passing[:12])
    stories.match(article)
    stories.remove("passing")

    assert stories.match(article, min_confidence=0) == before


@settings(max_examples=60)
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
