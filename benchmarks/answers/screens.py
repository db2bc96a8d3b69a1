"""Every list and page of the answers desk, by who opens it."""

from dataclasses import dataclass

from . import words


@dataclass(frozen=True)
class Screen:
    """One address as one person sees it. ``asker`` has opened the busy question.

    ``anew``: nothing that was counted a moment ago is used again.
    """

    name: str
    who: str
    where: str
    anew: bool = False


def screens(told: dict) -> list[Screen]:
    return [*_staff(told), *_public(told), *_askers(told)]


def _staff(told) -> list[Screen]:
    queue, promises = "/admin/answers/questions/", "/admin/answers/promises/"
    tabs = [
        (f"queue: {tab}{end}", f"{queue}?tab={tab}{more}")
        for tab in ("mine", "open", "late", "closed")
        for end, more in (("", ""), (", last page", "&p=99999"))
    ]
    searches = [
        (f"queue: {tab}, {name}", f"{queue}?tab={tab}&q={word}")
        for tab in ("open", "closed")
        for name, word in (
            ("a common word", words.COMMON),
            ("a rare word", words.RARE),
            ("a word nobody wrote", words.ABSENT),
            ("a number", told["number"]),
        )
    ]
    searches.append(
        (
            "queue: closed, a common word, last page",
            f"{queue}?tab=closed&q={words.COMMON}&p=99999",
        )
    )
    rows = [
        Screen(name, who, where)
        for who in ("coordinator", "unit_clerk")
        for name, where in [*tabs, *searches]
    ]
    rows += [
        Screen("queue: mine", who, f"{queue}?tab=mine") for who in ("checker", "head")
    ]
    rows += [
        Screen(f"question, {name}", "coordinator", f"{queue}{told[name]}/")
        for name in ("waiting", "handled", "busy")
    ]
    rows += [
        *(
            Screen(f"promises: {tab}{end}", who, f"{promises}?tab={tab}{more}")
            for who in ("coordinator", "unit_clerk")
            for tab in ("open", "late", "done")
            for end, more in (("", ""), (", last page", "&p=99999"))
        ),
        *(
            Screen(name, "coordinator", f"/admin/answers/figures/{more}")
            for name, more in (
                ("figures of the desk", ""),
                ("figures of the desk, a month before", f"?month={told['month']}"),
            )
        ),
        Screen("knowledge", "coordinator", "/admin/answers/knowledge/"),
        Screen("take down", "coordinator", f"{queue}new/"),
        *(
            Screen(name, "coordinator", f"/admin/answers/{name}/")
            for name in ("matters", "responsibilities", "terms", "templates")
        ),
        Screen("workbench", "coordinator", "/admin/"),
    ]
    return rows


def _public(told) -> list[Screen]:
    rows = [
        ("answered", "/answers/"),
        ("answered: last page", "/answers/?p=99999"),
        ("answered: a matter", f"/answers/?matter={told['matter']}"),
        ("answered: a matter, last page", f"/answers/?matter={told['matter']}&p=99999"),
        ("answered: a common word", f"/answers/?q={words.COMMON}"),
        ("answered: a common word, last page", f"/answers/?q={words.COMMON}&p=99999"),
        ("answered: a rare word", f"/answers/?q={words.RARE}"),
        ("answered: a word nobody wrote", f"/answers/?q={words.ABSENT}"),
        ("an answered question", f"/answers/{told['public']}/"),
        ("figures, a moment later", "/answers/figures/"),
        ("good to know", "/answers/known/"),
        ("front page", "/"),
        ("sitemap", "/sitemap.xml"),
        ("ask: what about", "/ask/"),
        ("ask: the form", f"/ask/about/{told['matter']}/"),
        (
            "ask: similar questions",
            f"/ask/about/{told['matter']}/?title=茶湾村路灯不亮",
        ),
        ("what became of mine", "/ask/status/"),
    ]
    counted = Screen("figures", "", "/answers/figures/", anew=True)
    return [*(Screen(name, "", where) for name, where in rows), counted]


def _askers(told) -> list[Screen]:
    own = f"/ask/status/{told['number']}/"
    return [
        Screen("the asker's page", "asker", own),
        Screen("the asker's copy", "asker", f"{own}copy.json"),
    ]
