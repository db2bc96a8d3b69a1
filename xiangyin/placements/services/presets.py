"""Scoring tables that offices really published, to start a scheme from.

Each says where it comes from and, where the paper is silent, what was left to the
office. Amounts of money that some offices pay are kept as points of one yuan.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from xiangyin.engines.points import Once, Row, Rules, Span

from ..models import Outlet

Tier, Form = Outlet.Tier, Outlet.Form
ONE = Decimal(1)


@dataclass(frozen=True)
class Preset:
    """A scheme to start from: its table, its source, and what it leaves open."""

    key: str
    name: str
    source: str
    rules: Rules
    note: str = ""


def row(tier, solo, roundup=None, *, form="", lead=None, front=None, long=0) -> Row:
    """A row in whole or decimal points; a roundup earns as much where none is named."""
    return Row(
        tier=tier,
        form=form,
        solo=Decimal(solo),
        roundup=Decimal(solo if roundup is None else roundup),
        lead=None if lead is None else Decimal(lead),
        front=None if front is None else Decimal(front),
        long_extra=Decimal(long),
    )


PLAIN = Preset(
    "plain",
    _("Plain: 20, 10, 5, 2"),
    _("the house's own, after the schemes below"),
    Rules(
        (
            row(Tier.CENTRAL, 20, 10),
            row(Tier.PROVINCE, 10, 5),
            row(Tier.CITY, 5, 3),
            row(Tier.COUNTY, 2, 1),
            row(Tier.TRADE, 5, 3),
        )
    ),
)

GAOAN = Preset(
    "gaoan",
    _("Gao'an 2023: village revival"),
    "高安市乡村振兴宣传评价办法（2023），gaoan.gov.cn",
    Rules(
        (
            row(Tier.CENTRAL, 20, 10),
            row(Tier.PROVINCE, 10, 5, lead=20),
            row(Tier.CITY, 5, 3, lead=8, front=8),
            row(Tier.COUNTY, 0),
            row(Tier.TRADE, 8),
            row(Tier.CENTRAL, 100, form=Form.BULLETIN),
            row(Tier.PROVINCE, 50, form=Form.BULLETIN),
        ),
        lead_factor=ONE,
        front_factor=ONE,
    ),
    _("Bulletins of the national bureau 100, of the provincial bureau 50."),
)

LABOUR = Preset(
    "labour",
    _("A city's labour office: 20, 6, 4"),
    "某市人社局新闻宣传考核办法，fsou.com.cn lar/172974",
    Rules(
        (
            row(Tier.CENTRAL, 20, lead=40),
            row(Tier.PROVINCE, 6, lead=10),
            row(Tier.CITY, 4, lead=8),
            row(Tier.COUNTY, 0),
            row(Tier.TRADE, 0),
        ),
        front_factor=ONE,
        short_cost=Decimal(8),
        false_penalty=Decimal(5),
    ),
    _(
        "A shortfall costs twice its points: 8 an item, after the city's 4. The paper"
        " does not print the quotas; set your own."
    ),
)

BUILDING = Preset(
    "building",
    _("A county's building office: 10, 7, 5"),
    "某县住建局信息宣传考核办法（2023-08），book118",
    Rules(
        (
            row(Tier.CENTRAL, 10),
            row(Tier.PROVINCE, 10),
            row(Tier.CITY, 7),
            row(Tier.COUNTY, 4),
            row(Tier.TRADE, 5),
            row(Tier.CITY, 10, form=Form.TELEVISION),
            row(Tier.COUNTY, 7, form=Form.TELEVISION),
            row(Tier.PROVINCE, 4, form=Form.BULLETIN),
            row(Tier.CITY, 3, form=Form.BULLETIN),
            row(Tier.COUNTY, 2, form=Form.BULLETIN),
        ),
        front_factor=ONE,
    ),
    _("A leader's written remark earns 5 more: enter it as a bonus."),
)

LENGTH = Preset(
    "length",
    _("Dongming township 2012: 150, 85, 35, 25, more for length"),
    "新昌县东茗乡信息宣传考核办法（2012）",
    Rules(
        (
            row(Tier.CENTRAL, 150, long=150),
            row(Tier.PROVINCE, 85, long=50),
            row(Tier.CITY, 35, long=30),
            row(Tier.COUNTY, 25, long=10),
            row(Tier.TRADE, 0),
        ),
        lead_factor=ONE,
        front_factor=ONE,
        long_characters=501,
        once=Once.WORK,
        quotas={"department": 1},
    ),
    _("The party and government office owes five a month, every other office one."),
)

QUARTER = Preset(
    "quarter",
    _("A township's family office: at most 10 a quarter"),
    "某镇计生信息宣传考核办法",
    Rules(
        (
            row(Tier.CENTRAL, 5),
            row(Tier.PROVINCE, 3),
            row(Tier.CITY, 3),
            row(Tier.COUNTY, "0.5"),
            row(Tier.TRADE, 0),
            row(Tier.CITY, "1.5", form=Form.SITE),
        ),
        lead_factor=ONE,
        front_factor=ONE,
        once=Once.WORK,
        cap=Decimal(10),
        cap_span=Span.QUARTER,
    ),
    _("The district government's site earns 1, research twice: enter what is more."),
)

YAO = Preset(
    "yao",
    _("A Yao township in Guangxi: in yuan"),
    "广西某瑶族乡宣传报道奖励办法",
    Rules(
        (
            row(Tier.CENTRAL, 1000),
            row(Tier.PROVINCE, 200),
            row(Tier.CITY, 50),
            row(Tier.COUNTY, 20),
            row(Tier.TRADE, 0),
            row(Tier.CENTRAL, 500, form=Form.NEWSPAPER),
            row(Tier.PROVINCE, 200, form=Form.NEWSPAPER, lead=300, front=300),
            row(Tier.CITY, 50, form=Form.NEWSPAPER, lead=100, front=100),
            row(Tier.PROVINCE, 200, form=Form.TELEVISION, lead=500),
            row(Tier.CITY, 100, form=Form.TELEVISION, lead=200),
        ),
        lead_factor=ONE,
        front_factor=ONE,
    ),
    _("“News” programmes are entered as lead, other programmes as ordinary."),
)

JINAN = Preset(
    "jinan",
    _("A settlement office in Jinan: in yuan"),
    "济南市政府资金结算中心宣传奖励办法",
    Rules(
        (
            row(Tier.CENTRAL, 1000, lead=2000, front=1000),
            row(Tier.PROVINCE, 500, lead=1000, front=500),
            row(Tier.CITY, 100, lead=300, front=200),
            row(Tier.COUNTY, 0),
            row(Tier.TRADE, 0),
            *(
                row(tier, 50, form=Form.SITE)
                for tier in (Tier.CENTRAL, Tier.PROVINCE, Tier.CITY)
            ),
        ),
        lead_factor=ONE,
        front_factor=ONE,
    ),
)

PRESETS = (PLAIN, GAOAN, LABOUR, BUILDING, LENGTH, QUARTER, YAO, JINAN)


def preset(key: str) -> Preset:
    """The preset called ``key``, or the plain one."""
    return next((one for one in PRESETS if one.key == key), PLAIN)
