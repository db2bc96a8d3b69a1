"""The county itself: its units, its site, its people."""

from dataclasses import dataclass, field
from random import Random

from django.contrib.auth.hashers import make_password
from pypinyin import lazy_pinyin

from xiangyin.kernel.models import Person, Unit
from xiangyin.kernel.rights import Role
from xiangyin.kernel.services.posts import appoint
from xiangyin.kernel.services.units import add_unit, found_county
from xiangyin.newsroom.models import Theme
from xiangyin.portal.models import Section
from xiangyin.portal.services.sites import open_site

from .accounts import sample_password
from .seeds import read


@dataclass
class County:
    """What the rest of the sample refers to, by code."""

    root: Unit
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    correspondents: dict[str, Person] = field(default_factory=dict)
    themes: dict[str, Theme] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)

    def holders(self, role: Role) -> list[Person]:
        """People whose first post is ``role``, in the order of the seeds."""
        rows = read("people.toml")["person"]
        return [
            self.people[row["username"]]
            for row in rows
            if row["posts"][0]["role"] == role.value
            and row["posts"][0]["unit"] in ("qinglan", "rmt")
        ]

    def correspondent_of(self, unit: str) -> Person:
        """Who sends tips from a unit: its own correspondent, or its town's editor."""
        return self.correspondents.get(unit) or self.people[unit]


def plant_units() -> County:
    """Plant the tree of towns, departments and villages."""
    seed = read("county.toml")
    about = seed["county"]
    root = found_county(
        code=about["code"], name=about["name"], name_en=about["name_en"]
    )
    county = County(root=root, units={about["code"]: root})
    for row in seed["departments"]:
        names = {"code": row["code"], "name": row["name"], "name_en": row["name_en"]}
        county.units[row["code"]] = add_unit(root, kind="department", **names)
    for row in seed["towns"]:
        names = {"code": row["code"], "name": row["name"], "name_en": row["name_en"]}
        town = add_unit(root, kind="town", **names)
        county.units[row["code"]] = town
        for code, name, name_en in row["villages"]:
            county.units[code] = add_unit(
                town, code=code, name=name, name_en=name_en, kind="village"
            )
    county.root = Unit.objects.get(pk=root.pk)
    return county


def open_paper(county: County) -> None:
    """Open the public site with its sections, and the themes."""
    seed = read("county.toml")
    about = seed["county"]
    home = open_site(
        county.root,
        hostname="localhost",
        name=about["site_name"],
        name_en=about["site_name_en"],
        sections=seed["sections"],
        is_default=True,
        is_sample=True,
    )
    county.sections = {
        section.slug: section for section in Section.objects.child_of(home)
    }
    for row in seed["themes"]:
        county.themes[row["code"]] = Theme.objects.create(
            unit=county.root,
            slug=row["code"],
            name=row["name"],
            name_en=row["name_en"],
        )


def appoint_people(county: County) -> None:
    """Make the accounts and fill the posts; every village gets a correspondent."""
    seed = read("people.toml")
    password = make_password(sample_password())
    for row in seed["person"]:
        person = _make_person(row, password)
        county.people[row["username"]] = person
        for post in row["posts"]:
            unit = county.units[post["unit"]]
            appoint(person, post["role"], unit)
            if post["role"] == "correspondent":
                county.correspondents[post["unit"]] = person
    names = _village_names(seed["correspondents"])
    for code, unit in county.units.items():
        if unit.kind == Unit.Kind.VILLAGE and code not in county.correspondents:
            person = _make_person({"username": code, **next(names)}, password)
            appoint(person, Role.CORRESPONDENT, unit)
            county.correspondents[code] = person


def _make_person(row: dict, password: str) -> Person:
    return Person.objects.create(
        username=row["username"],
        name=row["name"],
        name_en=row["name_en"],
        password=password,
    )


def _village_names(seed: dict):
    chance = Random("correspondents")  # noqa: S311 -- the same names every time
    while True:
        surname, given = chance.choice(seed["surnames"]), chance.choice(seed["given"])
        latin = ["".join(lazy_pinyin(part)).capitalize() for part in (surname, given)]
        yield {"name": surname + given, "name_en": " ".join(latin)}
