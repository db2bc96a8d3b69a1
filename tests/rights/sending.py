"""Every form on every page, and each key in it exchanged for another county's.

A browser would send what stands in the form; somebody who writes the request himself
sends any key. Forms are found in the answers, so a new one needs no row here.
"""

from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from django import forms
from django.db import transaction
from wagtail.blocks.base import BlockField
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from xiangyin.answers.models import Matter, Template
from xiangyin.kernel.models import Person, Picture, Unit
from xiangyin.newsroom.models import Theme
from xiangyin.newsroom.models.plan import Assignment
from xiangyin.placements.models import Outlet, Scheme
from xiangyin.portal.models import Section

from .knocking import Street, address_of
from .meant import Who, place_of
from .rows import Row

# What a form needs besides, where it is empty.
WORDS = {"text": "词语", "textarea": "词语", "date": "2030-01-01", "number": "1"}
# Fields without a Django field behind them: what their keys are keys of.
KINDS = {
    "assignment": Assignment,
    "by": Person,
    "channel": "channel",
    "edited_by": Person,
    "mapping": "mapping",
    "outlet": Outlet,
    "scheme": Scheme,
    "owner": Person,
    "row": "pasted_row",
    "site": "site",
    "theme": Theme,
    "town": Unit,
    "unit": Unit,
    "user": Person,
}
# Wagtail asks after these only within the page that the address names.
NO_KEYS = {"content_type", "is_editing", "mine", "loaded_revision_id", "revision_id"}
COUNTS = ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")


@dataclass
class Sheet:
    """One form as it stands on a page: where it goes, what it would send."""

    url: str
    method: str
    sends: dict = field(default_factory=dict)
    keys: dict = field(default_factory=dict)
    needs: set = field(default_factory=set)

    @property
    def signature(self):
        return self.url, self.method, tuple(sorted(self.keys))

    def with_key(self, name: str, key) -> dict:
        """What is sent when ``name`` holds ``key``, and the rest is filled in."""
        return {**self.sends, name: str(key)}


def sheets_of(street: Street, name: str, row: Row, who: Who) -> list[Sheet]:
    """The forms of one address, as ``who`` is shown them, that hold keys."""
    url = address_of(name, row, street.world.here.things)
    return sheets_at(street, url, who)


def sheets_at(street: Street, url: str, who: Who) -> list[Sheet]:
    client = street.browser(who)
    host = getattr(street.world, who.county or "here").host
    with transaction.atomic():
        answer = client.get(url, headers={"host": host})
        transaction.set_rollback(True)
    kind = answer.headers.get("Content-Type", "")
    if answer.status_code != 200 or not kind.startswith(
        ("text/html", "application/json")
    ):
        return []
    text = answer.json().get("html") if kind.startswith("application/json") else None
    page = BeautifulSoup(text or answer.content, "html.parser")
    known = fields_behind(answer.context or [])
    found = [sheet_of(form, url, known) for form in page.find_all("form")]
    return [sheet for sheet in found if sheet.keys]


def fields_behind(contexts) -> dict:
    """The Django fields of every form that a page was made with, by their names."""
    found = {}
    for context in contexts:
        for layer in getattr(context, "dicts", [context]):
            for value in list(layer.values()):
                for form in forms_in(value):
                    for name, each in form.fields.items():
                        found[form.add_prefix(name)] = each
    return found


def forms_in(value) -> list:
    if isinstance(value, forms.BaseForm):
        return [value, *forms_in(getattr(value, "posts", None))]
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple | forms.BaseFormSet):
        return [each for each in value if isinstance(each, forms.BaseForm)]
    return []


def sheet_of(form, url: str, known: dict) -> Sheet:
    method = (form.get("method") or "get").upper()
    sheet = Sheet(form.get("action") or url, method)
    for element in form.find_all(["input", "select", "textarea", "button"]):
        name = element.get("name")
        if not name or element.get("disabled") is not None:
            continue
        offered = values_of(element)
        kind = kind_of(name, element, offered, known.get(name))
        if kind is not None:
            sheet.keys[name] = (kind, offered)
        take_value(sheet, name, element, offered)
    for name, behind in known.items():
        if isinstance(behind, BlockField) and "title" in sheet.sends:
            text = streamfield([("text", rich_text("<p>词语</p>"))])
            sheet.sends |= nested_form_data({name: text})
    return sheet


def values_of(element) -> list[str]:
    if element.name == "select":
        return [option.get("value", "") for option in element.find_all("option")]
    if element.name == "textarea":
        return [element.text]
    return [element.get("value") or ""]


def take_value(sheet: Sheet, name, element, offered) -> None:
    """Fill in what a browser would send, and a few words where it is empty."""
    kind = element.get("type") or element.name
    if element.name == "select":
        chosen = element.find("option", selected=True)
        first = next(filter(None, offered), "")
        wanted = chosen.get("value", "") if chosen else offered[0] if offered else ""
        if not wanted and element.get("required") is not None:
            wanted = first
        sheet.sends[name] = wanted
    elif kind in ("checkbox", "radio"):
        if element.get("checked") is not None:
            sheet.sends[name] = offered[0] or "on"
    elif kind not in ("submit", "button", "file"):
        is_empty_but_needed = not offered[0] and element.get("required") is not None
        words = WORDS.get(kind, WORDS["text"]) if is_empty_but_needed else ""
        sheet.sends[name] = offered[0] or words


def kind_of(name, element, offered, behind):
    """Of what the values of a field are keys: a model, or the name of a thing."""
    if isinstance(behind, forms.ModelChoiceField):
        return behind.queryset.model
    if name.endswith(COUNTS) or name in NO_KEYS or element.name == "textarea":
        return None
    if element.get("type") in ("number", "text", "submit"):
        return None
    if not any(value.isdigit() for value in offered) or element.name == "button":
        return None
    last = name.rpartition("-")[2]
    if last in ("unit", "parent"):
        return Unit
    if last not in KINDS:
        raise AssertionError(f"of what is {name} the key? Say it in KINDS or NO_KEYS")
    return KINDS[last]


def key_in(room, kind):
    """A key of that kind which belongs to a county of the world."""
    things = room.things
    if isinstance(kind, str):
        return things[kind].pk
    return {
        Assignment: lambda: Assignment.objects.get(plan=things["plan"]).pk,
        Matter: lambda: things["matter"].pk,
        Template: lambda: things["template"].pk,
        Outlet: lambda: things["outlet"].pk,
        Scheme: lambda: things["scheme"].pk,
        Page: lambda: things["section"].pk,
        Section: lambda: things["section"].pk,
        Person: lambda: things["person"].pk,
        Picture: lambda: things["picture"].pk,
        Theme: lambda: things["theme"].pk,
        Unit: lambda: things["unit"].pk,
    }[kind]()


def writers(row: Row) -> list[Who]:
    """Two people who are shown the forms of a row: of the first and the last role."""
    roles = sorted(row.act or row.see)
    place = "county" if row.alike else place_of(row)
    return [
        Who(f"{role} {place} here", role, place, "here")
        for role in dict.fromkeys([*roles[:1], *roles[-1:]])
    ]
