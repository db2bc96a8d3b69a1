"""Every list, history and home page, by who opens it.

``where`` is filled with keys of the office's busiest things: the story with a
thousand lines of log, the tip and the placement with as many in the trail.
"""

from dataclasses import dataclass

from . import words


@dataclass(frozen=True)
class Screen:
    """One address as one person sees it. Nobody logged in: ``who`` is empty."""

    name: str
    who: str
    where: str
    ours: bool = True


def screens(told: dict, month: str) -> list[Screen]:
    """All that is measured, in the order of the menus."""
    return [
        *_newsroom(told),
        *_ledger(told, month),
        *_office(told),
        *_wagtail(told),
        *_workbench(told, month),
        *_public(told, month),
        *_peers(),
    ]


def _newsroom(told) -> list[Screen]:
    tips, stories, plans = (
        "/admin/newsroom/tips/",
        "/admin/newsroom/stories/",
        "/admin/newsroom/plans/",
    )
    rows = [
        (f"tips: {state}", f"{tips}?state={state}")
        for state in ("waiting", "taken", "declined", "merged", "all")
    ]
    rows += [
        ("tips: all, page 20", f"{tips}?state=all&p=20"),
        ("tips: all, last page", f"{tips}?state=all&p=99999"),
        ("tips: a town", f"{tips}?state=all&town={told['town']}"),
        ("tips: a common word", f"{tips}?state=all&q={words.COMMON}"),
        ("tips: a rare word", f"{tips}?state=all&q={words.RARE}"),
        ("tips: a word nobody wrote", f"{tips}?state=all&q={words.ABSENT}"),
        ("tips: a number", f"{tips}?state=all&q={told['tip_number']}"),
        ("tips: a sender", f"{tips}?state=all&q=通讯员7"),
        ("tip with 1,000 lines of history", f"{tips}{told['tip']}/"),
        ("plans board", plans),
        ("plans: a theme", f"{plans}?theme={told['theme']}"),
        ("plans: a unit", f"{plans}?unit=村"),
        ("plans: dropped", f"{plans}?dropped=1"),
        ("plan", f"{plans}{told['plan']}/"),
        ("stories: all", stories),
        ("stories: last page", f"{stories}?p=99999"),
        *(
            (f"stories: {state}", f"{stories}?state={state}")
            for state in ("draft", "reading", "back", "scheduled", "live", "withdrawn")
        ),
        ("stories: mine", f"{stories}?mine=1"),
        ("stories: a common word", f"{stories}?q={words.COMMON}"),
        ("stories: a rare word", f"{stories}?q={words.RARE}"),
        ("themes", "/admin/newsroom/themes/"),
        ("themes: a word", "/admin/newsroom/themes/?q=专题1"),
    ]
    mine = [
        Screen("plans: mine", "reporter", f"{plans}?mine=1"),
        Screen("stories: a reporter's", "reporter", stories),
    ]
    readers = [
        Screen("readings", f"{stage}_reader", "/admin/newsroom/readings/")
        for stage in ("first", "second", "final")
    ]
    reading = Screen(
        "reading", "first_reader", f"/admin/newsroom/readings/{told['reading']}/"
    )
    return [
        *(Screen(name, "editor", where) for name, where in rows),
        *mine,
        *readers,
        reading,
    ]


def _ledger(told, month) -> list[Screen]:
    base = "/admin/placements"
    rows = [
        ("placements", f"{base}/list/"),
        ("placements: last page", f"{base}/list/?p=2000"),
        ("placements: by title", f"{base}/list/?ordering=work__title"),
        ("placements: candidates", f"{base}/list/?state=candidate"),
        (
            "placements: a month as counted",
            f"{base}/list/?state=confirmed&month={month}&counted=on",
        ),
        ("placements: a tier", f"{base}/list/?tier=central"),
        ("placements: a unit", f"{base}/list/?unit={told['unit']}"),
        ("placements: a common word", f"{base}/list/?q={words.COMMON}"),
        ("placements: a rare word", f"{base}/list/?q={words.RARE}"),
        ("to confirm", f"{base}/confirm/"),
        ("to confirm: reprints", f"{base}/confirm/?kind=reprint"),
        ("pair with 1,000 lines of history", f"{base}/confirm/{told['placement']}/"),
        ("bulletin", f"{base}/bulletin/{month}/"),
        ("articles", f"{base}/articles/"),
        ("articles: last page", f"{base}/articles/?p=2000"),
        ("articles: unknown", f"{base}/articles/?unknown=true"),
        ("articles: a common word", f"{base}/articles/?q={words.COMMON}"),
        ("articles: a rare word", f"{base}/articles/?q={words.RARE}"),
        ("article", f"{base}/articles/inspect/{told['article']}/"),
        ("outlets", f"{base}/outlets/"),
        ("outlets: a word", f"{base}/outlets/?q=媒体7"),
        ("unknown outlets", f"{base}/unknown/"),
        ("works", f"{base}/works/"),
        ("works: last page", f"{base}/works/?p=2000"),
        ("works: most carried", f"{base}/works/?ordering=-carried"),
        ("works: a common word", f"{base}/works/?q={words.COMMON}"),
        ("works: a rare word", f"{base}/works/?q={words.RARE}"),
        ("work", f"{base}/works/inspect/{told['work']}/"),
        ("schemes", f"{base}/schemes/"),
        ("dispatches", "/admin/publishing/dispatches/"),
        ("dispatches: last page", "/admin/publishing/dispatches/?p=5000"),
        ("channels", "/admin/publishing/channels/"),
    ]
    return [Screen(name, "ledger_keeper", where) for name, where in rows]


def _office(told) -> list[Screen]:
    rows = [
        ("people", "/admin/people/"),
        ("people: a name", "/admin/people/?q=通讯员77"),
        ("units", "/admin/units/"),
        ("calendar", "/admin/working-days/"),
        ("letters", "/admin/letters/"),
        ("letters: last page", "/admin/letters/?p=5000"),
        ("letters: given up", "/admin/letters/?state=given_up"),
        ("letters: a key", "/admin/letters/?q=dispatch:777"),
        ("trail", "/admin/trail/"),
        ("trail: last page", "/admin/trail/?p=4000"),
        ("trail: about tips", "/admin/trail/?about=newsroom.tip"),
        ("trail: one person's", f"/admin/trail/?by={told['editor']}"),
        ("trail: a word", "/admin/trail/?q=收到"),
        ("trail: a rare word", f"/admin/trail/?q={words.RARE}"),
    ]
    return [Screen(name, "administrator", where) for name, where in rows]


def _wagtail(told) -> list[Screen]:
    section, story, picture = told["section"], told["story"], told["picture"]
    rows = [
        ("explorer: 20,000 stories", f"/admin/pages/{section}/"),
        ("explorer: last page", f"/admin/pages/{section}/?p=400"),
        ("explorer: a common word", f"/admin/pages/{section}/?q={words.COMMON}"),
        ("history of a story, 1,000 lines", f"/admin/pages/{story}/history/"),
        (
            "workflow history of a story",
            f"/admin/pages/{told['reading']}/workflow_history/",
        ),
        ("story editor", f"/admin/pages/{told['draft']}/edit/"),
        ("page search: a common word", f"/admin/pages/search/?q={words.COMMON}"),
        ("page search: a rare word", f"/admin/pages/search/?q={words.RARE}"),
        ("page chooser", f"/admin/choose-page/{section}/"),
        ("page chooser: a word", f"/admin/choose-page/search/?q={words.COMMON}"),
        ("pictures", "/admin/images/"),
        ("pictures: last page", "/admin/images/?p=3000"),
        ("pictures: a common word", f"/admin/images/?q={words.COMMON}"),
        ("picture", f"/admin/images/{picture}/"),
        ("picture's usage", f"/admin/images/usage/{picture}/"),
        ("picture chooser", "/admin/images/chooser/"),
        ("picture chooser: a word", f"/admin/images/chooser/results/?q={words.COMMON}"),
    ]
    return [Screen(name, "editor", where) for name, where in rows]


def _workbench(told, month) -> list[Screen]:
    roles = [
        "editor",
        "reporter",
        "first_reader",
        "second_reader",
        "final_reader",
        "ledger_keeper",
        "leader",
        "administrator",
    ]
    rows = [Screen("workbench", role, "/admin/") for role in roles]
    rows += [
        Screen("late", role, "/admin/workbench/late/")
        for role in ("editor", "ledger_keeper", "leader", "reporter")
    ]
    rows += [
        Screen(f"workbench: {name}", "leader", f"/admin/workbench/{name}/{month}/")
        for name in ("tips", "stories", "outlets")
    ]
    mine = [
        ("my tips", "/my/tips/"),
        ("my tips, last page", "/my/tips/?p=9999"),
        ("my unit's tips", "/my/tips/?whose=unit"),
        ("my tip", f"/my/tips/{told['my_tip']}/"),
        ("new tip", "/my/tips/new/"),
    ]
    return [*rows, *(Screen(name, "correspondent", where) for name, where in mine)]


def _public(told, month) -> list[Screen]:
    year, number = month.split("-")
    rows = [
        ("front page", "/"),
        ("section", "/news/"),
        ("section, last page", "/news/?p=9999"),
        ("story", told["story_url"]),
        ("archive", "/archive/"),
        ("archive of a month", f"/archive/{year}/{int(number)}/"),
        ("theme", "/themes/theme-0/"),
        ("unit", f"/units/{told['unit_code']}/"),
        ("search: a common word", f"/search/?q={words.COMMON}"),
        ("search: a rare word", f"/search/?q={words.RARE}"),
        ("feed", "/feed.atom"),
        ("site map", "/site-map/"),
    ]
    return [Screen(name, "", where) for name, where in rows]


def _peers() -> list[Screen]:
    return [
        Screen(
            "Wagtail's own listing of works",
            "operator",
            "/admin/yardstick/",
            ours=False,
        ),
        Screen(
            "the same, last page", "operator", "/admin/yardstick/?p=2000", ours=False
        ),
        Screen(
            "the same, a common word",
            "operator",
            f"/admin/yardstick/?q={words.COMMON}",
            ours=False,
        ),
    ]
