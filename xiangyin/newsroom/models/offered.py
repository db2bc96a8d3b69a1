"""What a form for a story may name by key: pictures, films and pages that were offered.

Whoever writes a request himself sends any key. One that was never offered is taken
out of what was sent before anything looks at it, for even the form that comes back
with a refusal would show the picture's name or the page's address.
"""

import json
import re

FILM = re.compile(r"body-.*-film")
PICTURE = re.compile(r"cover|body-.*-picture")
# The text of a block, and that of a note within one.
TEXT = re.compile(r"body-.*-(?:value|text)")


def without_strangers(data, *, pictures, films, pages) -> tuple:
    """``data`` without keys that are not among the querysets, and where they stood."""
    left_out = {name: "" for name in strange_keys(data, PICTURE, pictures)}
    left_out |= {name: "" for name in strange_keys(data, FILM, films)}
    left_out |= strange_links(data, pages)
    if not left_out:
        return data, set()
    cleaned = data.copy()
    for name, value in left_out.items():
        cleaned[name] = value
    return cleaned, set(left_out)


def strange_keys(data, field: re.Pattern, rows) -> set[str]:
    """Names of such fields that hold a key which is not among ``rows``."""
    named = {
        name: value for name, value in data.items() if value and field.fullmatch(name)
    }
    known = among(rows, named.values())
    return {name for name, value in named.items() if value not in known}


def strange_links(data, pages) -> dict[str, str]:
    """Texts in which a page is linked that is not among ``pages``: without its key."""
    texts = {
        name: content
        for name, value in data.items()
        if TEXT.fullmatch(name) and (content := read(value))
    }
    links = {name: list(links_in(content)) for name, content in texts.items()}
    keys = [str(link["id"]) for found in links.values() for link in found]
    known = among(pages, keys)
    changed = {}
    for name, found in links.items():
        strange = [link for link in found if str(link["id"]) not in known]
        for link in strange:
            del link["id"]
        if strange:
            changed[name] = json.dumps(texts[name])
    return changed


def read(value: str) -> dict | None:
    """A rich text as the editor sends it, or nothing where it is none."""
    try:
        content = json.loads(value)
    except ValueError:
        return None
    entities = content.get("entityMap") if isinstance(content, dict) else None
    return content if isinstance(entities, dict) and entities else None


def links_in(content: dict):
    """The data of each link to a page, to be changed in place."""
    for entity in content["entityMap"].values():
        told = entity.get("data") if isinstance(entity, dict) else None
        if isinstance(told, dict) and told.get("id") is not None:
            yield told


def among(rows, keys) -> set[str]:
    """Which of ``keys`` are keys of ``rows``; asked only if there are any."""
    wanted = {key for key in keys if key.isascii() and key.isdigit() and len(key) < 19}
    if not wanted:
        return set()
    return {str(pk) for pk in rows.filter(pk__in=wanted).values_list("pk", flat=True)}
