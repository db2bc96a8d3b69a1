"""What the tests of Open311 have in common: the definition, a post, what is compared."""

from pathlib import Path

import requests as http
from django.utils import timezone
from lxml import etree

from tests.factories.answers import (
    publish_answer,
)

SCHEMA = Path(__file__).parents[2] / "data" / "open311" / "georeport_v2.xsd"
V2 = "/open311/v2"
LISTS = {"services", "service_requests", "errors", "attributes", "values"}
LISTS |= {"endpoints", "formats"}


def published(desk, **more):
    return publish_answer(
        desk, **{"now": timezone.now(), "today": timezone.localdate(), **more}
    )


def holds(answer, as_what: str = "") -> etree._Element:
    """The root of an XML answer, after asking the definition whether it is right."""
    root = etree.fromstring(answer.content)
    if as_what:  # a root that several answers share: see the definition
        assert root.tag == "service_requests"
        root.tag = as_what
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    schema.assertValid(root)
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
    return root


def spark(element) -> object:
    """An element as JSON, by the Spark convention."""
    if element.tag in LISTS:
        return [spark(each) for each in element]
    if len(element):
        return {each.tag: spark(each) for each in element}
    return element.text


def plain(value) -> object:
    """JSON with every single value as XML has it: text or nothing."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def words(**more) -> dict:
    return {
        "attribute[kind]": "help",
        "attribute[more_0]": "学校门口",
        "description": "村口的路灯坏了。已经半个月了。",
        "address_id": "chawan",
        "phone": "13812345678",
        "first_name": "秀英",
        "last_name": "王",
        **more,
    }


def post(client, desk, key, *, ending="json", **more):
    sent = {"api_key": key, "service_code": str(desk.matter.pk), **words(**more)}
    sent = {name: value for name, value in sent.items() if value is not None}
    return client.post(
        f"{V2}/requests.{ending}",
        "&".join(
            f"{http.utils.quote(n)}={http.utils.quote(v)}" for n, v in sent.items()
        ),
        content_type="application/x-www-form-urlencoded",
    )


def errors(answer) -> list[tuple]:
    return [(each["code"], each["description"]) for each in answer.json()]


# --- the definition -------------------------------------------------------------
