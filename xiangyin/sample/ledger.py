"""Who carried the county's stories: outlets, their articles, decisions."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from xiangyin.engines.points import Row
from xiangyin.engines.reuse import Kind
from xiangyin.kernel.rights import Role
from xiangyin.placements.models import Outlet, Placement
from xiangyin.placements.services.articles import keep_articles, read
from xiangyin.placements.services.outlets import keep_outlet
from xiangyin.placements.services.placements import confirm_placement, reject_placement
from xiangyin.placements.services.schemes import start_scheme
from xiangyin.placements.services.tiers import Told, add_tier
from xiangyin.placements.services.tracing import trace_articles

from . import seeds
from .county import County
from .moments import at_hour, moment
from .retelling import abridge, carry, excerpt_of, reprint, reword

# How likely an outlet of a tier picks a story up, and how it then carries it.
APPETITE = {
    "central": 0.012,
    "province": 0.05,
    "city": 0.11,
    "county": 0.05,
    "bureau": 0.03,
}
OWN_TIER = Told("省直部门", "Provincial offices", after="province")
OWN_ROW = Row("bureau", solo=Decimal(8), roundup=Decimal(4))
WAYS = [(reprint, 0.5), (abridge, 0.86), (reword, 1.0)]
DAYS_TO_DECIDE = 4


def open_ledger(county: County) -> None:
    """List the outlets, with a tier of the county's own, and put a scheme in force."""
    keeper = county.holders(Role.LEDGER_KEEPER)[0]
    add_tier(county.root, OWN_TIER, by=keeper, code=OWN_ROW.tier)
    for row in seeds.read("outlets.toml")["outlet"]:
        outlet = Outlet(
            unit=county.root,
            code=row["code"],
            name=row["name"],
            name_en=row["name_en"],
            tier=row["tier"],
            form=row["form"],
            owner=row["owner"],
            evidence=kept_of(row["form"]),
        )
        keep_outlet(outlet, by=keeper, hosts=row["hosts"], aliases=row["aliases"])
    start_scheme(
        county.root,
        starts_on=date(2020, 1, 1),
        by=keeper,
        name="清岚县上稿计分办法",
        more=[OWN_ROW],
    )


def kept_of(form: str) -> str:
    """Nothing answers at invented addresses; of paper and broadcasts a scan is owed."""
    online = {Outlet.Form.SITE, Outlet.Form.APP, Outlet.Form.ACCOUNT}
    return Outlet.Evidence.NONE if form in online else Outlet.Evidence.PICTURE


def receive_articles(county: County, told, *, today: date) -> None:
    """Let the outlets write: about our stories, and about everything else."""
    readings = [
        read(**row)
        for row in [*_carried(told, today=today), *_their_own(told, today=today)]
        if row["published_on"] <= today
    ]
    readings.sort(key=lambda reading: reading.published_on)
    keep_articles(county.root, readings, source="file")
    trace_articles(county.root, today=today)


def _carried(told, *, today: date):
    """Articles that carry our stories, some word for word, some not."""
    outlets = seeds.read("outlets.toml")["outlet"]
    for seed in told:
        chance = Random(f"carried {seed.key}")  # noqa: S311 -- the same every time
        on = seeds.last_occurrence(seed.day, today=today)
        if seed.rewritten:
            paper = chance.choice([o for o in outlets if o["tier"] == "province"])
            day = on + timedelta(days=chance.randint(1, 3))
            yield carry(
                seed, paper, text=seed.rewritten, on=day, chance=chance, headline=True
            )
        for outlet in outlets:
            if chance.random() < APPETITE[outlet["tier"]]:
                dice = chance.random()
                way = next(way for way, limit in WAYS if dice < limit)
                day = on + timedelta(days=chance.randint(0, 3))
                text = way(seed, outlet, chance)
                changed = chance.random() < 0.5
                yield carry(
                    seed, outlet, text=text, on=day, chance=chance, headline=changed
                )


def _their_own(told, *, today: date):
    """What outlets wrote by themselves; round-ups and mentions quote one of ours."""
    outlets = {row["code"]: row for row in seeds.read("outlets.toml")["outlet"]}
    for number, row in enumerate(seeds.read("articles.toml")["article"]):
        on = seeds.last_occurrence(row["day"], today=today)
        chance = Random(f"own {number}")  # noqa: S311
        ours = [
            seed
            for seed in told
            if seed.language == "zh-hans"
            and 0 <= (on - seeds.last_occurrence(seed.day, today=today)).days < 25
        ]
        text = row["text"].strip()
        if "{{" in text:
            seed = chance.choice(ours or told)
            text = text.replace("{{excerpt}}", excerpt_of(seed, chance))
            text = text.replace("{{mention}}", f"《{seed.title}》")
        outlet = outlets[row["outlet"]]
        yield {
            "title": row["title"],
            "text": text,
            "published_on": on,
            "outlet_said": outlet["name"],
            "address": f"https://{outlet['hosts'][0]}/{on:%Y%m}/n{number:03}.html",
        }


def decide_placements(county: County, *, today: date) -> None:
    """Decide what is older than a few days; leave the rest for whoever tries it."""
    keeper = county.holders(Role.LEDGER_KEEPER)[0]
    candidates = Placement.objects.to_confirm().select_related("article", "work")
    for placement in candidates.order_by("article__published_on", "pk"):
        chance = Random(f"decide {placement.article.address}")  # noqa: S311
        day = placement.article.published_on + timedelta(days=chance.randint(1, 3))
        waits = day > today - timedelta(days=DAYS_TO_DECIDE) or chance.random() < 0.04
        if waits:
            continue
        with moment(at_hour(day, chance.uniform(8.5, 17))):
            if placement.confidence < 0.6 and chance.random() < 0.5:
                reject_placement(placement, by=keeper)
            else:
                confirm_placement(placement, by=keeper, **_how(placement, chance))


def _how(placement: Placement, chance: Random) -> dict:
    """Where it stood: an excerpt among others is a roundup, a few made the front."""
    roundup = placement.kind in (Kind.EXCERPT.value, Kind.MENTION.value)
    front = not roundup and chance.random() < 0.08
    return {
        "mode": Placement.Mode.ROUNDUP if roundup else Placement.Mode.SOLO,
        "prominence": Placement.Prominence.FRONT
        if front
        else Placement.Prominence.ORDINARY,
    }
