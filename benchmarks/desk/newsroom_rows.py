"""Pictures, tips, themes and plans. Of the tips 1 in 100 waits, most of them too long."""

from datetime import timedelta

from xiangyin.kernel.models import Picture
from xiangyin.kernel.services.pictures import county_collection
from xiangyin.newsroom.models import Assignment, Plan, Theme, Tip, TipPhoto

from . import words
from .office import Office, keep


def fill(office: Office) -> None:
    pictures(office)
    tips(office)
    plans(office)


def pictures(office: Office) -> None:
    collection = county_collection(office.county)
    reporter = office.staff["reporter"]
    made = [
        Picture(
            collection=collection,
            title=words.headline(office.random, at),
            file="original_images/one.jpg",
            width=640,
            height=480,
            uploaded_by_user=reporter,
            file_size=4096,
            file_hash=f"{at:040x}",
        )
        for at in range(office.rows)
    ]
    keep(Picture, made)
    for at, picture in enumerate(made):
        picture.created_at = office.moment(at)
    for start in range(0, len(made), 5_000):
        Picture.objects.bulk_update(made[start : start + 5_000], ["created_at"], 500)
    office.pictures = made


def tip_state(office: Office, at: int) -> str:
    if office.is_under_way(at):
        return "waiting"
    return ("taken", "taken", "taken", "declined", "merged")[at % 5]


def tips(office: Office) -> None:
    said = words.texts(office.random, 2)
    made = []
    for at in range(office.rows):
        sender = at % len(office.senders) if at % 4 else 0
        day = office.day(at)
        made.append(
            Tip(
                number=f"TIP-{day.year}-{at:06}",
                county=office.county,
                unit=office.villages[sender % len(office.villages)],
                state=tip_state(office, at),
                opened_on=day,
                due_on=day + timedelta(days=14),
                text=f"{words.headline(office.random, at)}\n{said[at % 500]}",
                place=office.random.choice(words.PLACES),
                sender=office.senders[sender],
                sent_at=office.moment(at),
                answer="已报道过同类内容。" if at % 5 == 3 else "",
            )
        )
    keep(Tip, made)
    for at, tip in enumerate(made):
        if tip.state == "merged":
            tip.merged_into = made[at - 4]
    merged = [tip for tip in made if tip.merged_into_id]
    for start in range(0, len(merged), 5_000):
        Tip.objects.bulk_update(merged[start : start + 5_000], ["merged_into"], 500)
    office.tips = made
    keep(
        TipPhoto,
        (
            TipPhoto(tip=tip, picture=office.pictures[at], position=0)
            for at, tip in enumerate(made)
            if at % 3 == 0 or tip.state == "waiting"
        ),
    )


def plans(office: Office) -> None:
    keep(
        Theme,
        (
            Theme(
                unit=office.county,
                name=f"专题{at}",
                slug=f"theme-{at}",
                is_open=at < 40,
            )
            for at in range(200)
        ),
    )
    office.themes = list(Theme.objects.order_by("pk"))
    editor = office.staff["editor"]
    made = []
    for at, tip in enumerate(office.tips):
        made.append(
            Plan(
                unit=tip.unit if at % 2 else office.county,
                tip=tip if tip.state == "taken" else None,
                working_title=words.headline(office.random, at),
                theme=office.themes[at % 200] if at % 3 == 0 else None,
                due_on=office.day(at) + timedelta(days=7),
                made_by=editor,
                made_at=office.moment(at),
                dropped_on=office.day(at) if at % 20 == 0 else None,
            )
        )
    keep(Plan, made)
    office.plans = made
    reporter = office.staff["reporter"]
    keep(
        Assignment,
        (
            Assignment(
                plan=plan,
                reporter=reporter if at % 3 == 0 else office.senders[at % 50],
                due_on=plan.due_on,
            )
            for at, plan in enumerate(made)
            if at % 10 != 9
        ),
    )
