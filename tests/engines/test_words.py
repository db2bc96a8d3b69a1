"""What is written is found, whoever cuts the words."""

from hypothesis import given
from hypothesis import strategies as st

from xiangyin.engines.words import (
    LONGEST_QUERY,
    MOST_TERMS,
    Term,
    excerpt,
    fold,
    index_text,
    passages,
    phrase,
    query_terms,
)


def found(query, text):
    """Ask as a search engine would: every term's words stand in a row in the text."""
    words = index_text(text).split()
    return all(_stands_in(term, words) for term in query_terms(query))


def _stands_in(term, words):
    *first, last = term.words
    for at in range(len(words)):
        row = words[at : at + len(term.words)]
        if row[:-1] != first or len(row) != len(term.words):
            continue
        if row[-1] == last or (term.prefix and row[-1].startswith(last)):
            return True
    return False


def test_a_county_s_own_word_is_found_without_a_dictionary():
    assert found("融媒体", "清岚县融媒体中心搬了新址")


def test_neighbours_across_a_sign_are_not_a_word():
    assert not found("村新", "到了茶湾村，新茶已经下锅")


def test_a_traditional_query_finds_simplified_text_and_the_other_way_round():
    assert found("採茶", "清早上山采茶")
    assert found("采茶", "清早上山採茶")


def test_rare_characters_of_higher_planes_are_found():
    assert found("𠮷", "𠮷祥巷的䶮师傅")
    assert found("䶮", "𠮷祥巷的䶮师傅")


def test_full_width_letters_and_accents_are_plain_ones():
    assert found("5G", "５Ｇ基站")
    assert found("cafe", "Café 开张")


def test_a_word_may_be_only_begun_in_english():
    assert found("villag", "Two villages share one bridge")


def test_signs_alone_ask_for_nothing():
    assert query_terms("“”…—— ()*^:") == []
    assert passages("!!!") is None


def test_a_very_long_query_is_cut():
    assert len(query_terms("春耕备耕" * 5000)) <= MOST_TERMS
    assert len(query_terms(" ".join(map(str, range(9000))))) <= MOST_TERMS


def test_folding_keeps_the_number_of_common_characters():
    assert len(fold("縣融媒體中心的記者")) == len("縣融媒體中心的記者")


def test_words_in_quotes_follow_one_another():
    assert phrase("green tea") == Term(("green", "tea"))
    assert phrase("茶") == Term(("茶",), prefix=True)
    assert phrase("……") is None


def test_an_excerpt_shows_the_first_place_and_every_other_near_it():
    text = "茶" + "山" * 30 + "采茶" + "水" * 200 + "茶"

    pieces = excerpt(text, "采茶", around=4)

    assert pieces == [
        ("…", False), ("山山山山", False), ("采茶", True), ("水" * 10, False),
        ("…", False),
    ]  # fmt: skip
    assert excerpt("茶，茶", "茶") == [("茶", True), ("，", False), ("茶", True)]


def test_places_beyond_the_excerpt_are_not_marked():
    pieces = excerpt("茶" + "水" * 200 + "茶", "茶", around=4)

    assert pieces == [("茶", True), ("水" * 11, False), ("…", False)]


def test_where_nothing_was_found_the_beginning_is_shown():
    assert excerpt("雨" * 200, "茶", around=4) == [("雨" * 12, False)]
    assert excerpt("", "茶") == []


@given(st.text(max_size=200))
def test_nothing_typed_can_break_it(typed):
    for term in query_terms(typed):
        assert term.words
    index_text(typed)


chinese = st.text(
    alphabet="茶湾村开摘春季农业生产工作会议的一", min_size=1, max_size=60
)


@given(chinese, st.data())
def test_every_piece_of_a_text_finds_the_text(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    stop = data.draw(st.integers(start + 1, min(len(text), start + LONGEST_QUERY)))

    assert found(text[start:stop], text)
