"""An office with so many rows of each kind, and one person who may see them all."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.factories.newsroom import a_plan, a_story_in_reading, a_tip, open_newsroom
from tests.factories.people import PersonFactory
from tests.factories.placements import (
    ArticleFactory,
    OutletFactory,
    WorkFactory,
    a_placement,
    a_scheme,
)
from tests.portal.paper import a_picture
from tests.publishing.channels import a_webhook, an_item
from xiangyin.kernel.rights import STAFF
from xiangyin.kernel.services.audit import record
from xiangyin.kernel.services.pictures import county_collection
from xiangyin.newsroom.models import Theme
from xiangyin.placements.models import (
    ARTICLE_WORDS,
    WORK_WORDS,
    Article,
    Pasted,
    Work,
    WorkFeed,
)
from xiangyin.placements.services.bonus_papers import keep_paper
from xiangyin.placements.services.credits import give_bonus


def an_office(county, rows: int) -> SimpleNamespace:
    """``rows`` of each kind; the first of them with as many lines of history."""
    room = open_newsroom(county)
    posts = [(role, county) for role in STAFF]
    everybody = PersonFactory(username="all", name="万能", posts=posts)
    first: dict = {}
    for at in range(rows):
        for kind, thing in one_of_each(room, at, everybody).items():
            first.setdefault(kind, thing)
    for at in range(rows):
        for kind in ("tip", "plan", "placement", "article"):
            record(first[kind], "note", by=everybody, label="备注", note=f"第{at}次")
        paper = SimpleUploadedFile("a.pdf", f"%PDF-1.7 {at}".encode())
        keep_paper(first["bonus"], paper, by=everybody)
        newest = first["story"].get_latest_revision_as_object()
        newest.save_revision(user=everybody, log_action=True)
    return SimpleNamespace(person=everybody, county=county, room=room, **first)


def one_of_each(room, at: int, everybody) -> dict:
    """One row of each kind, late where a row can be late."""
    today = timezone.localdate()
    before = today - timedelta(days=90)
    picture = a_picture(f"picture-{at}.jpg")
    picture.collection = county_collection(room.county)
    picture.save()
    outlet = OutletFactory(feed=f"https://h{at}.example/feed", hosts=[f"h{at}.example"])
    WorkFeed.objects.create(
        county=room.county, unit=room.county, feed=f"https://own{at}.example/feed"
    )
    work, done = WorkFactory(), WorkFactory()
    article = ArticleFactory(outlet=outlet, published_on=today)
    carried = ArticleFactory(outlet=outlet, published_on=today)
    ArticleFactory(outlet=None, outlet_said=f"某报{at}", published_on=today)
    ARTICLE_WORDS.keep(Article.objects.all())
    WORK_WORDS.keep(Work.objects.all())
    a_placement(work=done, article=carried, confirmed=True)
    if not at:
        a_webhook(room.county)
        a_tip(room, text="春茶开采", today=before)  # looks like the others
    an_item(room.county, key=f"story:{at}")
    a_plan(room, title=f"没人领的{at}", today=before)
    pasted = first_pasted(room, everybody)
    pasted.addresses.create(
        address=f"https://h{at}.example/9", read_at=timezone.now(), problem="没有应答"
    )
    return {
        "tip": a_tip(room, text=f"春茶{at}", today=before),
        "plan": a_plan(room, title=f"选题{at}", reporter=room.reporter, today=before),
        "story": a_story_in_reading(room, title=f"稿件{at}"),
        "theme": Theme.objects.create(
            unit=room.county, name=f"专题{at}", slug=f"theme-{at}"
        ),
        "placement": a_placement(work=work, article=article),
        "scheme": a_scheme(starts_on=before - timedelta(days=at)),
        "picture": picture,
        "work": work,
        "article": article,
        "outlet": outlet,
        "pasted": pasted,
        "bonus": give_bonus(
            room.county,
            points=Decimal(5),
            given_on=today,
            reason=f"批示{at}",
            document=f"清委宣〔2026〕{at}号",
            by=everybody,
        ),
    }


def first_pasted(room, person) -> Pasted:
    """What this person pasted; every row adds an address to it."""
    pasted, _fresh = Pasted.objects.get_or_create(unit=room.county, by=person)
    return pasted
