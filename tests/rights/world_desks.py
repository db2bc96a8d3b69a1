"""What each desk of a county has: texts, a ledger, channels, questions."""

import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from tests.factories.answers import (
    an_assigned_question,
    open_desk,
    publish_answer,
)
from tests.factories.films import SRT, a_film, film_block
from tests.factories.newsroom import (
    a_draft,
    a_photo,
    a_plan,
    a_story_in_reading,
    a_tip,
    sign,
)
from tests.factories.placements import (
    ArticleFactory,
    OutletFactory,
    TierFactory,
    WorkFactory,
    a_placement,
    a_scheme,
)
from tests.publishing.channels import a_webhook
from xiangyin.answers.models import Openness, Template, Terms
from xiangyin.answers.services.applications import make_application
from xiangyin.answers.services.knowledge import make_entry
from xiangyin.kernel.models import Picture
from xiangyin.kernel.services.pictures import county_collection
from xiangyin.newsroom.body import mark_of
from xiangyin.newsroom.models import Story, Theme
from xiangyin.newsroom.models.tip import TipPhoto
from xiangyin.placements.models import (
    Article,
    ColumnMapping,
    Compiling,
    ImportDraft,
    Pasted,
    WantedText,
    WorkFeed,
)
from xiangyin.placements.reports import Period
from xiangyin.placements.services.bonus_papers import keep_paper
from xiangyin.placements.services.bulletins import (
    begin_bulletin,
    freeze_bulletin,
    publish_bulletin,
    raise_objection,
    take_objections,
)
from xiangyin.placements.services.clusters import cluster_work
from xiangyin.placements.services.credits import give_bonus
from xiangyin.placements.services.evidence import keep_bytes
from xiangyin.publishing.models import Channel, Dispatch
from xiangyin.publishing.services.items import publish_item

TODAY = date(2026, 3, 2)
SAID_AT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
ALIKE = "春茶"


def a_picture_of(room) -> Picture:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (90, 120, 80)).save(out, "JPEG")
    picture = Picture(
        title=f"{room.name}{ALIKE}照片",
        description=f"{room.name}的照片",
        credit=f"{room.name}摄影",
        collection=county_collection(room.county),
        uploaded_by_user=room.editor,
    )
    picture.file.save(f"{room.code}.jpg", ImageFile(out, name=f"{room.code}.jpg"))
    return picture


def newsroom(room) -> dict:
    name = room.name
    theme = Theme.objects.create(
        unit=room.town,
        name=f"{name}{ALIKE}季",
        name_en=room.code,
        slug=f"{room.code}-tea",
    )
    words = {"place": f"{name}茶山", "contact": f"{name}老李"}
    tip = a_tip(room, text=f"{name}{ALIKE}开采。", **words)
    merged_with = a_tip(room, text=f"{name}{ALIKE}又开采。", **words)
    TipPhoto.objects.create(tip=tip, picture=a_picture_of(room))
    plan = a_plan(
        room,
        title=f"{name}{ALIKE}计划",
        reporter=room.reporter,
        unit=room.town,
        theme=theme,
    )
    film = a_film(room.county, by=room.editor, title=f"{name}{ALIKE}片")
    spare_film = a_film(room.county, by=room.editor, title=f"{name}{ALIKE}另一片")
    draft = _story(
        room, a_draft(room, title=f"{name}{ALIKE}草稿", plan=plan), theme, film=film
    )
    in_reading = a_story_in_reading(
        room, title=f"{name}{ALIKE}在审", plan=_plan_of(room, theme)
    )
    live = _story(
        room,
        a_draft(room, title=f"{name}{ALIKE}上线", plan=_plan_of(room, theme)),
        theme,
    )
    live = sign(room, _handed_in(live), comment=f"{name}审稿意见")
    spare = Theme.objects.create(unit=room.town, name=f"{name}空题", slug="spare")
    return {
        "theme": theme,
        "spare_theme": spare,
        "film": film,
        "spare_film": spare_film,
        "film_file": spare_film.file.name,
        "captions": mark_of(SRT),
        "tip": tip,
        "tip_beside": merged_with,
        "plan": plan,
        "draft": Story.objects.get(pk=draft.pk),
        "in_reading": in_reading,
        "live": live,
        "section": room.section,
        "home": room.home,
    }


def _plan_of(room, theme):
    told = {"unit": room.town, "theme": theme, "reporter": room.reporter}
    return a_plan(room, title=f"{room.name}{ALIKE}另一计划", **told)


def _story(room, story, theme, *, film=None) -> Story:
    draft = story.get_latest_revision_as_object()
    draft.lead = f"{room.name}{ALIKE}今天开采。"
    draft.body = [("text", f"<p>{room.name}三百亩{ALIKE}今天开采。</p>")]
    if film:
        told = {"caption": f"{room.name}采茶", "credit": f"{room.name}摄影"}
        draft.body.append(film_block(film, **told))
    draft.theme = theme
    draft.save_revision(user=room.reporter, log_action=True, clean=False)
    return Story.objects.get(pk=story.pk)


def _handed_in(story) -> Story:
    from xiangyin.newsroom.services.stories import submit_story

    submit_story(story, by=story.owner)
    return Story.objects.get(pk=story.pk)


def ledger(room) -> dict:
    name, code, county = room.name, room.code, room.county
    tier = TierFactory(unit=county, code="own", name=f"{name}自设级别")
    TierFactory(unit=county, code="retired", name=f"{name}停用级别", is_active=False)
    outlet = OutletFactory(
        unit=county,
        code=f"{code}-daily",
        name=f"{name}日报",
        owner=f"{name}报业",
        feed=f"https://{code}.example.cn/feed",
        feed_checked_at=SAID_AT,
        feed_problem=f"{name}的订阅打不开",
        hosts=[f"{code}.example.cn"],
        aliases=[f"{name}报"],
    )
    told = {
        "title": f"{name}{ALIKE}见报",
        "text": f"{name}{ALIKE}见报，全文如下。",
        "address": f"https://{code}.example.cn/1",
    }
    told = {**told, "unit": county, "published_on": TODAY}
    article = ArticleFactory(outlet=outlet, byline=f"{name}记者", **told)
    Article.objects.filter(pk=article.pk).update(source="hand")
    ArticleFactory(outlet=None, outlet_said=f"{name}不知名的报", **told)
    work = WorkFactory(
        county=county,
        unit=room.town,
        key=f"{code}:1",
        title=f"{name}{ALIKE}作品",
        text=f"{name}{ALIKE}见报，全文如下。",
        authors=f"{name}作者",
        published_on=TODAY,
    )
    WantedText.objects.create(article=article, problem=f"{name}的页面打不开")
    second = ArticleFactory(outlet=outlet, **told)
    evidence = keep_bytes(
        article, f"{name}证据".encode(), kind="text", ending="txt", at=SAID_AT
    )
    candidate = a_placement(work=work, article=article)
    confirmed = a_placement(work=work, article=second, confirmed=True)
    cluster_work(work.pk)
    pasted = _pasted(room)
    bonus = _bonus(room)
    keeper = room.people["ledger_keeper", "county"]
    Compiling.objects.create(
        county=county, period="2026-04", by=keeper, asked_at=SAID_AT
    )
    return {
        "evidence": evidence,
        "outlet": outlet,
        "tier": tier,
        "article": article,
        "work": work,
        "candidate": candidate,
        "placement": confirmed,
        "scheme": _scheme(room),
        "import": _import(room),
        "bonus": bonus,
        "paper": keep_paper(
            bonus,
            SimpleUploadedFile("a.pdf", f"%PDF-1.7 {name}".encode()),
            by=room.people["ledger_keeper", "county"],
        ),
        "objection": _objection(room),
        "pasted": pasted,
        "pasted_row": pasted.addresses.get(),
        "mapping": ColumnMapping.objects.create(
            unit=county,
            what="articles",
            name=f"{name}的列",
            columns={"title": "标题", "outlet": f"{name}列"},
        ),
        "rule": outlet.names.get(kind="alias"),
        "own_feed": WorkFeed.objects.create(
            county=county,
            unit=room.town,
            feed=f"https://{code}.example.cn/own",
            feed_checked_at=SAID_AT,
            feed_problem=f"{name}自己的订阅打不开",
        ),
    }


def _scheme(room):
    scheme = a_scheme(
        room.county, note=f"{room.name}计分说明", source=f"{room.name}文件"
    )
    scheme.name = f"{room.name}计分办法"
    scheme.save()
    return scheme


def _bonus(room):
    return give_bonus(
        room.town,
        points=Decimal(5),
        given_on=date(2026, 1, 20),
        reason=f"{room.name}领导批示",
        document=f"{room.name}宣〔2026〕1号",
        by=room.people["ledger_keeper", "county"],
    )


def _objection(room):
    keeper = room.people["ledger_keeper", "county"]
    told = {"by": keeper, "today": TODAY}
    open_to_all = begin_bulletin(room.county, Period(2026, 1, 1), **told)
    freeze_bulletin(open_to_all, **told)
    publish_bulletin(open_to_all, audience="public", by=keeper)
    kept = begin_bulletin(room.county, Period(2026, 2, 1), **told)
    take_objections(kept, until=date(2099, 1, 1), **told)
    return raise_objection(
        kept, unit=room.town, text=f"{room.name}{ALIKE}漏登一条", **told
    )


def _pasted(room) -> Pasted:
    keeper = room.people["ledger_keeper", "county"]
    pasted = Pasted.objects.create(unit=room.county, by=keeper)
    pasted.addresses.create(
        address=f"https://{room.code}.example.cn/9",
        read_at=SAID_AT,
        found={"title": f"{room.name}{ALIKE}", "text": f"{room.name}{ALIKE}见报"},
        problem=f"{room.name}的网页打不开",
    )
    return pasted


def _import(room) -> ImportDraft:
    draft = ImportDraft.objects.create(
        unit=room.county,
        by=room.people["ledger_keeper", "county"],
        what="articles",
        name=f"{room.code}.csv",
        columns={"title": "标题", "outlet": "媒体", "published_on": "日期"},
    )
    path = Path(draft.path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"标题,媒体,日期\n{room.name}{ALIKE},{room.name}日报,2026-03-02\n")
    return draft


def channels(room, live) -> dict:
    channel = a_webhook(
        room.county, name=f"{room.name}渠道", address=f"https://{room.code}.example.cn/"
    )
    publish_item(
        unit=room.town,
        key=f"{room.code}:item",
        title=f"{room.name}{ALIKE}推送",
        summary=f"{room.name}摘要",
        html=f"<p>{room.name}正文</p>",
        byline=f"{room.name}作者",
        language="zh-hans",
        address=f"https://{room.code}.example.cn/item/",
        published_at=SAID_AT,
        updated_at=SAID_AT,
    )
    waiting = Dispatch.objects.filter(channel=channel).last()
    feed = Channel.objects.filter(unit=room.county, kind="feed").get()
    Dispatch.objects.filter(channel=feed).update(arrived_at=timezone.now())
    return {"channel": channel, "dispatch": waiting, "live": live}


def answers(room) -> dict:
    """A question with the town, one that everybody reads, and the catalogue."""
    name, county = room.name, room.county
    desk = open_desk(county, unit=room.town, prefix=name)
    desk.matter.about = f"{name}的路"
    desk.matter.save()
    question = an_assigned_question(desk, title=f"{name}路灯", text=f"{name}路灯坏了")
    published = publish_answer(
        desk, title=f"{name}旧路灯", text=f"{name}路灯修好没有", photos=[a_photo()]
    )
    today = timezone.localdate()
    entry = make_entry(
        published.question,
        by=desk.coordinator,
        title=f"{name}路灯坏了找谁",
        text=f"{name}的报修电话",
        owner=desk.clerk,
        good_until=today + timedelta(days=30),
        today=today,
    )
    return {
        "matter": desk.matter,
        "responsibility": desk.matter.responsibilities.get(),
        "terms": Terms.objects.create(county=county, since=date(2026, 1, 1)),
        "openness": Openness.objects.create(county=county, licence=f"{name}许可"),
        "application": make_application(
            county, by=desk.coordinator, name=f"{name}应用", now=timezone.now()
        )[0],
        "template": Template.objects.create(
            county=county, name=f"{name}模板", text=f"{name}来信收悉"
        ),
        "question": question,
        "published": published,
        "photo": published.question.photos.get(),
        "entry": entry,
    }
