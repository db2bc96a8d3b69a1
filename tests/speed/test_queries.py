"""Every list, history and the workbench ask as much for three rows as for one.

The numbers are exact: who makes one greater has to say so here.
"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.admin.views import chooser

from tests.factories.answers import an_answered_question, open_desk
from tests.factories.newsroom import a_draft, open_newsroom
from tests.factories.people import PersonFactory
from xiangyin.answers.models import Undertaking
from xiangyin.answers.services.after import report_progress, undertake
from xiangyin.answers.services.chasing_promises import chase_promises
from xiangyin.kernel.models import Unit
from xiangyin.newsroom.models import Theme

from .office import an_office

ASKED = {
    "workbench": 52,
    "late": 16,
    "tips of the month": 11,
    "stories of the month": 11,
    "outlets of the month": 22,
    "tips": 15,
    "tips, a word": 14,
    "tip": 21,
    "plans": 21,
    "plan": 20,
    "stories": 27,
    "stories, mine": 16,
    "stories, a word": 26,
    "readings": 16,
    "reading": 36,
    "themes": 13,
    "placements": 17,
    "placements, a word": 17,
    "placements as counted": 20,
    "to confirm": 35,
    "pair": 34,
    "bulletin": 30,
    "without evidence": 13,
    "figures": 20,
    "figures, works": 17,
    "figures, days": 17,
    "bonuses": 14,
    "bonus": 17,
    "articles": 14,
    "articles, a word": 14,
    "article": 18,
    "outlets": 15,
    "outlet": 16,
    "feeds": 13,
    "rules": 12,
    "feeds of ours": 13,
    "pasted": 13,
    "unknown outlets": 14,
    "works": 14,
    "works, a word": 14,
    "work": 20,
    "schemes": 15,
    "channels": 13,
    "dispatches": 14,
    "people": 15,
    "units": 13,
    "calendar": 14,
    "letters": 13,
    "trail": 21,
    "visits": 15,
    "figures of answers": 13,
    "applications": 11,
    "explorer": 35,
    "explorer, a word": 37,
    "history of a story": 23,
    "workflow of a story": 21,
    "page search": 25,
    "page chooser": 22,
    "page chooser, a word": 16,
    "pictures": 17,
    "pictures, a word": 17,
    "picture chooser": 15,
    "picture chooser, a word": 12,
}
# Whoever answers residents sees nothing of the others' screens.
ASKED_BY_A_CLERK = {
    "workbench": 25,
    "promises": 17,
    "promises, late": 17,
    "promises, done": 17,
    "question with promises": 39,
}
# PostgreSQL asks its index of words and the pages at once.
ON_POSTGRES = {
    "explorer, a word": 36,
    "page search": 23,
    "page chooser, a word": 15,
    "pictures, a word": 16,
    "picture chooser, a word": 11,
}


def addresses(office) -> dict[str, str]:
    """Each screen by its name; where it is depends on the keys of the first rows."""
    newsroom, ledger = "/admin/newsroom", "/admin/placements"
    month = f"{timezone.localdate():%Y-%m}"
    story, section = office.story.pk, office.room.section.pk
    return {
        "workbench": "/admin/",
        "late": "/admin/workbench/late/",
        "tips of the month": f"/admin/workbench/tips/{month}/",
        "stories of the month": f"/admin/workbench/stories/{month}/",
        "outlets of the month": f"/admin/workbench/outlets/{month}/",
        "tips": f"{newsroom}/tips/?state=all",
        "tips, a word": f"{newsroom}/tips/?state=all&q=春茶",
        "tip": f"{newsroom}/tips/{office.tip.pk}/",
        "plans": f"{newsroom}/plans/",
        "plan": f"{newsroom}/plans/{office.plan.pk}/",
        "stories": f"{newsroom}/stories/",
        "stories, mine": f"{newsroom}/stories/?mine=1",
        "stories, a word": f"{newsroom}/stories/?q=稿件",
        "readings": f"{newsroom}/readings/",
        "reading": f"{newsroom}/readings/{story}/",
        "themes": f"{newsroom}/themes/",
        "placements": f"{ledger}/list/",
        "placements, a word": f"{ledger}/list/?q=晚稻",
        "placements as counted": f"{ledger}/list/?month={month}&counted=on",
        "to confirm": f"{ledger}/confirm/",
        "pair": f"{ledger}/confirm/{office.placement.pk}/",
        "without evidence": f"{ledger}/evidence/",
        "bulletin": f"{ledger}/bulletin/{month}/",
        "figures": f"{ledger}/figures/?from={month}&to={month}",
        "figures, works": f"{ledger}/figures/works/?from={month}&to={month}",
        "figures, days": f"{ledger}/figures/waits/?from={month}&to={month}",
        "bonuses": f"{ledger}/bonuses/",
        "bonus": f"{ledger}/bonuses/inspect/{office.bonus.pk}/",
        "articles": f"{ledger}/articles/",
        "articles, a word": f"{ledger}/articles/?q=晚稻",
        "article": f"{ledger}/articles/inspect/{office.article.pk}/",
        "outlets": f"{ledger}/outlets/",
        "outlet": f"{ledger}/outlets/inspect/{office.outlet.pk}/",
        "feeds": f"{ledger}/feeds/",
        "rules": f"{ledger}/rules/",
        "feeds of ours": f"{ledger}/own-feeds/",
        "pasted": f"{ledger}/intake/addresses/{office.pasted.pk}/",
        "unknown outlets": f"{ledger}/unknown/",
        "works": f"{ledger}/works/",
        "works, a word": f"{ledger}/works/?q=晚稻",
        "work": f"{ledger}/works/inspect/{office.work.pk}/",
        "schemes": f"{ledger}/schemes/",
        "channels": "/admin/publishing/channels/",
        "dispatches": "/admin/publishing/dispatches/",
        "people": "/admin/people/",
        "units": "/admin/units/",
        "calendar": "/admin/working-days/",
        "letters": "/admin/letters/",
        "trail": "/admin/trail/",
        "visits": "/admin/visits/",
        "figures of answers": "/admin/answers/figures/",
        "applications": "/admin/answers/applications/",
        "explorer": f"/admin/pages/{section}/",
        "explorer, a word": f"/admin/pages/{section}/?q=稿件",
        "history of a story": f"/admin/pages/{story}/history/",
        "workflow of a story": f"/admin/pages/{story}/workflow_history/",
        "page search": "/admin/pages/search/?q=稿件",
        "page chooser": f"/admin/choose-page/{section}/",
        "page chooser, a word": "/admin/choose-page/search/?q=稿件",
        "pictures": "/admin/images/",
        "pictures, a word": "/admin/images/?q=picture",
        "picture chooser": "/admin/images/chooser/",
        "picture chooser, a word": "/admin/images/chooser/results/?q=picture",
    }


def asked_by(client, where: str) -> int:
    """How many queries a screen takes, once what is read once is known."""
    assert client.get(where).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(where)
    return len(queries)


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # Wagtail's renditions
@pytest.mark.parametrize("rows", [1, 3])
def test_a_screen_asks_as_much_for_three_rows_as_for_one(client, county, rows):
    office = an_office(county, rows)
    client.force_login(office.person)

    asked = {name: asked_by(client, at) for name, at in addresses(office).items()}

    here = ON_POSTGRES if connection.vendor == "postgresql" else {}
    assert asked == ASKED | here


def promises(desk, rows: int):
    """A question with as many promises as another has its own: late, near and done."""
    today, first = timezone.localdate(), None
    told = {"by": desk.clerk, "today": today}
    for at in range(rows):
        question = an_answered_question(desk, today=today, contact=f"1390000000{at}")
        first = first or question
        for where in (question, first):
            for what in ("late", "done"):
                due = today + timedelta(days=1)
                promise = undertake(where, what=what, due_on=due, **told)
                report_progress(promise, words="办了", done=what == "done", **told)
    Undertaking.objects.filter(what="late").update(due_on=today - timedelta(days=9))
    chase_promises(today=today)
    return first


@pytest.mark.parametrize("rows", [1, 3])
def test_a_clerks_screen_asks_as_much_for_three_rows_as_for_one(client, county, rows):
    open_newsroom(county)
    desk = open_desk(county)
    question = promises(desk, rows)
    client.force_login(desk.clerk)
    screens = {
        "workbench": "/admin/",
        "promises": "/admin/answers/promises/",
        "promises, late": "/admin/answers/promises/?tab=late",
        "promises, done": "/admin/answers/promises/?tab=done",
        "question with promises": f"/admin/answers/questions/{question.pk}/",
    }

    asked = {name: asked_by(client, at) for name, at in screens.items()}

    assert asked == ASKED_BY_A_CLERK


def test_wagtails_own_table_of_pages_asks_for_each_row(client, county, monkeypatch):
    """The twin: without our table the chooser asks three times a row."""
    room = open_newsroom(county)
    client.force_login(room.editor)
    asked = {}
    for table in (chooser.PageChooserTable, chooser.PageChooserTable.__base__):
        monkeypatch.setattr(chooser, "PageChooserTable", table)
        a_draft(room, title=f"第一篇{table.__name__}")
        once = asked_by(client, f"/admin/choose-page/{room.section.pk}/")
        a_draft(room, title=f"第二篇{table.__name__}")
        twice = asked_by(client, f"/admin/choose-page/{room.section.pk}/")
        asked[table.__name__] = twice - once

    assert asked == {"PagesToChoose": 0, "PageChooserTable": 3}


def test_who_asks_for_each_row_by_itself_is_found_out(client, county, monkeypatch):
    """The twin: with a query for each row, one row and three do not ask alike."""
    monkeypatch.setattr(Unit, "__str__", lambda unit: f"{unit.posts.count()}")
    client.force_login(PersonFactory(posts=[("editor", county)]))
    asked = []
    for at in range(3):
        Theme.objects.create(unit=county, name=f"专题{at}", slug=f"theme-{at}")
        asked.append(asked_by(client, "/admin/newsroom/themes/"))

    assert asked[0] < asked[1] < asked[2]
