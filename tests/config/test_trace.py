"""``xiangyin trace``: files in, one JSON line a match out."""

import json

import pytest
from django.core.management import CommandError, call_command

TEXT = (
    "清晨六点，石溪镇茶湾村的茶山上已经站满了人。头一天上山四十二人，"
    "收鲜叶六十三斤，比去年早了五天。村会计说，人手还缺三十个。"
)


@pytest.fixture
def stories(tmp_path):
    path = tmp_path / "stories.jsonl"
    rows = [{"id": "s1", "title": "茶湾村头茬春茶开摘", "text": TEXT}]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join([*lines, "broken", '{"id": "s2", "text": ""}']), "utf-8")
    return path


def test_a_reprint_is_one_line_with_its_passages(stories, tmp_path, capsys):
    articles = tmp_path / "articles.csv"
    articles.write_text(f"id,title,text\na1,清岚春茶,本报讯 {TEXT}\n", "gb18030")

    call_command("trace", stories=str(stories), articles=str(articles))

    told = capsys.readouterr()
    match = json.loads(told.out)
    assert (match["article"], match["story"], match["kind"]) == ("a1", "s1", "reprint")
    [[ours_from, ours_to, theirs_from, theirs_to]] = match["passages"]
    assert f"本报讯 {TEXT}"[theirs_from:theirs_to] == TEXT[ours_from:ours_to]


def test_bad_lines_are_named_and_the_rest_goes_on(stories, tmp_path, capsys):
    articles = tmp_path / "articles.jsonl"
    articles.write_text(json.dumps({"id": "a1", "text": TEXT}) + "\n")

    call_command("trace", stories=str(stories), articles=str(articles))

    told = capsys.readouterr()
    *named, counted = told.err.splitlines()
    assert [line.split(": ", 1)[1][:8] for line in named] == ["not JSON", "no text"]
    assert counted == "2 lines left out"
    assert json.loads(told.out)["carried"] == 1.0


def test_one_side_alone_is_refused(stories):
    with pytest.raises(CommandError, match="both"):
        call_command("trace", stories=str(stories))


def test_a_missing_file_is_named(stories):
    with pytest.raises(CommandError, match="no such file"):
        call_command("trace", stories=str(stories), articles="nowhere.jsonl")


def test_it_is_told_why(stories, tmp_path, capsys):
    articles = tmp_path / "articles.jsonl"
    changed = TEXT.replace("六十三斤", "六十斤")
    articles.write_text(json.dumps({"id": "a1", "text": changed}) + "\n")

    call_command("trace", stories=str(stories), articles=str(articles), explain=True)

    told = json.loads(capsys.readouterr().out)["explanation"]
    assert told["numbers"] == {"story": ["六十三"], "article": ["六十"]}
    assert told["changed"] == [{"story": "三", "article": ""}]


def test_workers_change_nothing(stories, tmp_path, capsys):
    articles = tmp_path / "articles.jsonl"
    rows = [
        {"id": f"a{n}", "text": TEXT if n % 3 else "明天有雨。"} for n in range(1200)
    ]
    articles.write_text("\n".join(map(json.dumps, rows)))

    call_command("trace", stories=str(stories), articles=str(articles))
    alone = capsys.readouterr().out
    call_command("trace", stories=str(stories), articles=str(articles), workers=2)

    assert capsys.readouterr().out == alone
    assert len(alone.splitlines()) == 800


def test_half_a_surrogate_pair_is_one_character(stories, tmp_path, capsys):
    articles = tmp_path / "articles.jsonl"
    row = {"id": 0, "text": "\ud800。" + TEXT}
    articles.write_text(json.dumps(row) + "\n")

    call_command("trace", stories=str(stories), articles=str(articles))

    match = json.loads(capsys.readouterr().out)
    assert (match["article"], match["passages"][0][2]) == ("0", 2)


def test_standard_input_can_be_read_once():
    with pytest.raises(CommandError, match="standard input"):
        call_command("trace", stories="-", articles="-")
