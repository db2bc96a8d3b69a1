"""Outlets from a table: words people use for forms and evidence, and what they mean."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ..models import Outlet
from ..reports.tiers import BUILT_IN, Tiers
from .articles import Kept
from .outlets import keep_outlet, read_hosts, read_names
from .texts import clean_line, folded
from .tiers import tier_said, unknown_tier

FORMS = {
    "报纸": "newspaper", "报": "newspaper", "paper": "newspaper", "刊物": "newspaper",
    "电视": "television", "电视台": "television", "台": "television",
    "广播": "radio", "电台": "radio", "网站": "site", "网": "site", "website": "site",
    "客户端": "app", "app": "app", "公众号": "account", "账号": "account",
    "新媒体": "account", "微信": "account", "内刊": "bulletin", "简报": "bulletin",
}  # fmt: skip

EVIDENCE = {
    "不留存": "none", "无": "none", "文字": "text", "文本": "text",
    "文字和截图": "picture", "文字和图片": "picture", "截图": "picture",
}  # fmt: skip
YES = frozenset({"是", "有", "yes", "y", "true", "1", "√"})
NO = frozenset({"", "否", "无", "no", "n", "false", "0"})


@dataclass(frozen=True)
class OutletRow:
    """One outlet of a table, checked."""

    name: str
    tier: str
    form: str
    owner: str = ""
    name_en: str = ""
    feed: str = ""
    code: str = ""
    hosts: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    evidence: str = Outlet.Evidence.PICTURE.value
    is_ours: bool = False

    @property
    def fingerprint(self) -> str:
        return folded(self.name)


def read_outlet(values: dict, *, tiers: Tiers = BUILT_IN) -> OutletRow:
    """Read a row. Raises ``ValidationError`` with a message per field.

    ``tiers`` are those that the county has.
    """
    said = {name: clean_line(value) for name, value in values.items()}
    tier = tier_said(tiers, said.get("tier", ""))
    form = _choice(said.get("form", "") or "site", FORMS, Outlet.Form)
    evidence = _choice(said.get("evidence", "") or "picture", EVIDENCE, Outlet.Evidence)
    problems = dict(_problems(said, form, evidence))
    if not tier:
        problems["tier"] = unknown_tier(tiers)
    hosts: list[str] = []
    try:
        hosts = read_hosts(said.get("hosts", ""))
    except ValidationError as error:
        problems["hosts"] = error.messages[0]
    if problems:
        raise ValidationError(problems)
    return OutletRow(
        name=said["name"],
        tier=tier,
        form=form,
        owner=said.get("owner", "")[:80],
        name_en=said.get("name_en", "")[:100],
        feed=said.get("feed", ""),
        code=slugify(said.get("code", ""))[:40],
        hosts=tuple(hosts),
        aliases=tuple(read_names(str(values.get("aliases", "")))),
        evidence=evidence,
        is_ours=said.get("is_ours", "").lower() in YES,
    )


def _problems(said: dict, form: str, evidence: str):
    if not said.get("name"):
        yield "name", _("The name is missing.")
    if len(said.get("name", "")) > 80:
        yield "name", _("The name is longer than 80 characters.")
    if not form:
        yield "form", _("Write 报纸, 电视, 广播, 网站, 客户端, 公众号 or 内刊.")
    if not evidence:
        yield "evidence", _("Write 不留存, 文字 or 文字和截图.")
    yield from _smaller_problems(said)


def _smaller_problems(said: dict):
    if said.get("is_ours", "").lower() not in YES | NO:
        yield "is_ours", _("Write 是 or 否.")
    if said.get("feed"):
        try:
            URLValidator(schemes=["http", "https"])(said["feed"])
        except ValidationError:
            yield "feed", _("This is not a web address: it starts with http.")


def _choice(said: str, words: dict[str, str], choices) -> str:
    key = folded(said)
    if key in choices.values:
        return key
    for label, value in words.items():
        if key == folded(label):
            return value
    return ""


def known_outlets(county, rows: dict[str, OutletRow]) -> set[str]:
    names = Outlet.objects.of_county(county).values_list("name", flat=True)
    return {folded(name) for name in names} & rows.keys()


@transaction.atomic
def keep_outlets(county, rows: list[OutletRow], *, by) -> Kept:
    """Add outlets of a table, all of them or none."""
    for row in rows:
        outlet = Outlet(
            unit=county,
            code=row.code,
            name=row.name,
            name_en=row.name_en,
            tier=row.tier,
            form=row.form,
            owner=row.owner,
            feed=row.feed,
            evidence=row.evidence,
            is_ours=row.is_ours,
        )
        keep_outlet(outlet, by=by, hosts=row.hosts, aliases=row.aliases)
    return Kept(new=len(rows))
