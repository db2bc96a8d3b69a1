"""Which columns a table may have, and under which headings people write them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy, pgettext_lazy

from ..models import ImportDraft
from .texts import folded


@dataclass(frozen=True)
class Column:
    """Something a row may say, and the headings under which people write it."""

    name: str
    label: str
    headings: tuple[str, ...]
    required: bool = False


ARTICLE_COLUMNS = (
    Column(
        "title",
        gettext_lazy("title"),
        ("标题", "题目", "题名", "文章标题", "新闻标题", "篇名", "headline"),
        required=True,
    ),
    Column(
        "published_on",
        gettext_lazy("published on"),
        (
            "日期", "发布日期", "刊发日期", "刊播日期", "发布时间", "刊发时间", "时间",
            "发表时间", "date", "published", "publishdate", "pubdate", "day", "time",
        ),
        required=True,
    ),
    Column(
        "outlet",
        gettext_lazy("outlet"),
        (
            "媒体", "媒体名称", "刊发媒体", "发布媒体", "来源", "报刊", "网站", "平台",
            "刊播媒体", "source", "media", "publisher", "site", "newspaper",
        ),
    ),
    Column(
        "address",
        gettext_lazy("address"),
        ("链接", "网址", "地址", "原文链接", "稿件链接", "url", "link", "href", "uri"),
    ),
    Column(
        "text",
        gettext_lazy("text"),
        ("正文", "内容", "全文", "文章内容", "稿件内容", "body", "content", "article"),
    ),
    Column(
        "byline",
        gettext_lazy("byline"),
        ("作者", "记者", "署名", "通讯员", "author", "authors", "reporter"),
    ),
    Column("issue", gettext_lazy("issue"), ("期号", "期次", "期数", "刊期")),
    Column(
        "page",
        pgettext_lazy("of a newspaper", "page"),
        ("版次", "版面", "版", "版位", "pagenumber"),
    ),
    Column(
        "programme",
        gettext_lazy("programme"),
        ("节目", "栏目", "节目名称", "频道", "program"),
    ),
    Column(
        "aired_at",
        gettext_lazy("went on air at"),
        ("播出时刻", "播出时间", "首播时间", "时刻", "airtime"),
    ),
    Column(
        "seconds", gettext_lazy("duration"), ("时长", "播出时长", "长度", "length")
    ),
)  # fmt: skip
OUTLET_COLUMNS = (
    Column(
        "name",
        gettext_lazy("name"),
        ("名称", "媒体", "媒体名称", "媒体名", "outlet"),
        required=True,
    ),
    Column(
        "tier",
        gettext_lazy("tier"),
        ("级别", "层级", "媒体级别", "等级", "level"),
        required=True,
    ),
    Column(
        "form",
        pgettext_lazy("outlet", "form"),
        ("形式", "类型", "类别", "媒体类型", "type"),
    ),
    Column("owner", gettext_lazy("owner group"), ("主办", "所属", "所属集团", "group")),
    Column("name_en", gettext_lazy("English name"), ("英文名", "英文名称", "english")),
    Column(
        "hosts", gettext_lazy("hosts"), ("域名", "网址", "网站", "host", "site", "url")
    ),
    Column(
        "aliases",
        gettext_lazy("other names"),
        ("别名", "其他名称", "又名", "alias", "othernames"),
    ),
    Column("feed", gettext_lazy("feed address"), ("订阅", "订阅地址", "rss", "atom")),
    Column("evidence", gettext_lazy("evidence"), ("留存", "证据", "证据留存")),
    Column("is_ours", gettext_lazy("our own"), ("本单位", "自有", "我方", "ours")),
    Column("code", gettext_lazy("code"), ("代码", "编号", "编码", "id")),
)


WORK_COLUMNS = (
    ARTICLE_COLUMNS[0],
    ARTICLE_COLUMNS[1],
    Column(
        "text",
        gettext_lazy("text"),
        ("正文", "内容", "全文", "稿件内容", "body", "content"),
        required=True,
    ),
    Column(
        "unit",
        gettext_lazy("credited unit"),
        ("单位", "供稿单位", "部门", "乡镇", "department", "creditedunit"),
    ),
    Column(
        "authors",
        gettext_lazy("authors"),
        ("作者", "记者", "署名", "通讯员", "author", "reporter", "byline"),
    ),
    Column("address", gettext_lazy("address"), ("链接", "网址", "地址", "url", "link")),
    Column("key", gettext_lazy("key"), ("编号", "稿件编号", "稿号", "id", "number")),
)
COLUMNS = {
    ImportDraft.What.ARTICLES: ARTICLE_COLUMNS,
    ImportDraft.What.OUTLETS: OUTLET_COLUMNS,
    ImportDraft.What.WORKS: WORK_COLUMNS,
}
RIGHTS = {
    ImportDraft.What.ARTICLES: "placements.handle",
    ImportDraft.What.OUTLETS: "placements.keep",
    ImportDraft.What.WORKS: "placements.handle",
}


def columns_of(what: str) -> tuple[Column, ...]:
    return COLUMNS[ImportDraft.What(what)]


def guess_columns(found: list[str], wanted: tuple[Column, ...]) -> dict[str, str]:
    """Which heading of a file tells which column, by its Chinese or English name."""
    left = {folded(heading): heading for heading in reversed(found)}
    guessed = {}
    for exactly in (True, False):
        for column in wanted:
            if column.name in guessed:
                continue
            names = [folded(name) for name in (column.name, *column.headings)]
            for key in list(left):
                if key in names if exactly else any(n in key for n in names if n):
                    guessed[column.name] = left.pop(key)
                    break
    return guessed
