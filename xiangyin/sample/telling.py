"""A year of stories: from the tip to the public page, as people would do it.

Every step goes through the service that people's buttons call, at the time at
which the seed says it happened.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.utils.html import escape

from xiangyin.kernel.rights import Role
from xiangyin.kernel.services.pictures import keep_pixels
from xiangyin.newsroom.models import Plan, Signature, Story, TipPhoto
from xiangyin.newsroom.services.plans import assign
from xiangyin.newsroom.services.readings import ACCEPT, REVISE, decide
from xiangyin.newsroom.services.stories import slug_for, submit_story
from xiangyin.newsroom.services.tips import receive_tip, take_up_tip

from .county import County
from .kinds import more_blocks
from .moments import at_hour, moment
from .seeds import StorySeed, read

DAYS_UNDER_WAY = 60
LATELY = 12
STAGE_ROLES = {
    "first": Role.FIRST_READER,
    "second": Role.SECOND_READER,
    "final": Role.FINAL_READER,
}
FORMS = {"people": Plan.Form.PORTRAIT, "culture": Plan.Form.FEATURE}
# How far the stories under way have got: assigned, begun, in which reading.
UNDER_WAY = [
    "assigned",
    "draft",
    "first",
    "first",
    "second",
    "second",
    "final",
    "final",
]


@dataclass
class Telling:
    """Who does what to one story, chosen by its key: the same in every load."""

    county: County
    seed: StorySeed
    chance: Random

    @classmethod
    def of(cls, county: County, seed: StorySeed) -> "Telling":
        return cls(county, seed, Random(seed.key))  # noqa: S311 -- not a secret

    def someone(self, role: Role):
        return self.chance.choice(self.county.holders(role))

    def comment(self, kind: str) -> str:
        table = "comments_en" if self.seed.language == "en" else "comments"
        return self.chance.choice(read("declines.toml")[table][kind])


def tell(
    county: County,
    seed: StorySeed,
    *,
    on: date,
    today: date,
    pictures: dict[str, bytes],
) -> Story:
    """Tell a story that was published on ``on``.

    Lately told ones walk through Wagtail's workflow; for older ones the three
    signatures are written down directly, which is five times faster.
    """
    telling = Telling.of(county, seed)
    tip_day = on - timedelta(days=telling.chance.randint(2, 6))
    story, author = _begin(telling, tip_day=tip_day, due_on=on, pictures=pictures)
    if on < today - timedelta(days=LATELY):
        _sign_and_publish(telling, story, on=on)
        return story
    with moment(at_hour(on - timedelta(days=1), telling.chance.uniform(9, 12))):
        submit_story(story, by=author)
    if telling.chance.random() < 0.3:
        _send_back_once(telling, story, author, on=on - timedelta(days=1))
    _read(telling, story, on=on, stages=("first", "second", "final"))
    return story


def begin_telling(
    county: County,
    seed: StorySeed,
    *,
    today: date,
    pictures: dict[str, bytes],
    order: int,
) -> None:
    """Take a story as far as the newsroom has got with it."""
    telling = Telling.of(county, seed)
    reached = UNDER_WAY[order % len(UNDER_WAY)]
    tip_day = today - timedelta(days=telling.chance.randint(2, 5))
    due_on = today + timedelta(days=order % 7 - 1)
    story, author = _begin(
        telling,
        tip_day=tip_day,
        due_on=due_on,
        pictures=pictures,
        only_assign=reached == "assigned",
    )
    if story is None or reached == "draft":
        return
    with moment(at_hour(today - timedelta(days=1), telling.chance.uniform(14, 17))):
        submit_story(story, by=author)
    stages = ("first", "second", "final")
    _read(telling, story, on=today, stages=stages[: stages.index(reached)])


def _begin(telling: Telling, *, tip_day, due_on, pictures, only_assign=False):
    """From the tip to a finished draft. Returns the story and its author."""
    county, seed, chance = telling.county, telling.seed, telling.chance
    sender, unit = county.correspondent_of(seed.unit), county.units[seed.unit]
    with moment(at_hour(tip_day, chance.uniform(7, 20))):
        tip = receive_tip(
            by=sender,
            unit=unit,
            text=seed.tip.strip(),
            place=seed.where,
            happens=seed.when,
            contact=seed.contact,
            today=tip_day,
        )
        picture = keep_pixels(
            pictures[seed.key], unit=unit, by=sender, title=seed.caption[:60]
        )
        TipPhoto.objects.create(tip=tip, picture=picture)
    editor, author = telling.someone(Role.EDITOR), telling.someone(Role.REPORTER)
    next_day = tip_day + timedelta(days=1)
    with moment(at_hour(next_day, chance.uniform(8.3, 10))):
        plan = take_up_tip(
            tip,
            by=editor,
            today=next_day,
            working_title=seed.title[:120],
            theme=county.themes.get(seed.theme),
            form=FORMS.get(seed.section, Plan.Form.NEWS),
            due_on=due_on,
        )
        assign(plan, reporter=author, by=editor)
    if only_assign:
        return None, author
    with moment(at_hour(next_day, chance.uniform(13, 18))):
        more = more_blocks(seed, on=due_on, unit=unit, by=author, pictures=pictures)
        section = county.sections[seed.section]
        story = _write(plan, seed, author, picture, section, more)
    return story, author


def _write(plan: Plan, seed: StorySeed, author, picture, section, more) -> Story:
    """The finished draft, as its reporter leaves it."""
    story = Story(
        title=seed.title,
        slug=slug_for(seed.title, under=section),
        plan=plan,
        unit=plan.unit,
        theme=plan.theme,
        byline=author.get_full_name(),
        language=seed.language,
        owner=author,
        live=False,
        lead=seed.lead.strip(),
        cover=picture,
        cover_alt=seed.alt,
        cover_caption=seed.caption,
        body=[*body_blocks(seed.body), *more],
    )
    section.add_child(instance=story)
    story.save_revision(user=author, clean=False)
    return story


def body_blocks(text: str) -> list:
    """Seed prose as blocks: ``## `` starts a subheading, ``> `` a quotation."""
    blocks: list = []
    for part in text.strip().split("\n\n"):
        line = part.strip()
        if line.startswith("## "):
            blocks.append(("heading", line[3:]))
        elif line.startswith("> "):
            blocks.append(("quote", {"quote": line[2:], "speaker": ""}))
        elif blocks and blocks[-1][0] == "text":
            blocks[-1] = ("text", f"{blocks[-1][1]}<p>{escape(line)}</p>")
        else:
            blocks.append(("text", f"<p>{escape(line)}</p>"))
    return blocks


def _send_back_once(telling: Telling, story: Story, author, *, on: date) -> None:
    """The first reader asks for a revision; the author hands it in again."""
    with moment(at_hour(on, 14)):
        draft = story.get_latest_revision_as_object()
        decide(
            story,
            by=telling.county.holders(Role.FIRST_READER)[0],
            decision=REVISE,
            digest=draft.digest,
            comment=telling.comment("revise"),
        )
    with moment(at_hour(on, 16)):
        draft = story.get_latest_revision_as_object()
        draft.byline = f"{draft.byline} 通讯员 {draft.plan.tip.sender.name}"
        draft.save_revision(user=author)
        story.refresh_from_db()
        submit_story(story, by=author)


def _read(telling: Telling, story: Story, *, on: date, stages) -> None:
    """Sign one reading after the other in the course of a morning."""
    hour = telling.chance.uniform(8.2, 9)
    for stage in stages:
        hour += telling.chance.uniform(0.3, 1.6)
        with moment(at_hour(on, hour)):
            draft = story.get_latest_revision_as_object()
            remark = telling.chance.random() < 0.4
            decide(
                story,
                by=telling.someone(STAGE_ROLES[stage]),
                decision=ACCEPT,
                digest=draft.digest,
                comment=telling.comment("accept") if remark else "",
            )


def _sign_and_publish(telling: Telling, story: Story, *, on: date) -> None:
    """Three signatures on the exact text, then the publication they allow."""
    digest = story.digest
    hour = telling.chance.uniform(8.2, 9)
    for stage, role in STAGE_ROLES.items():
        hour += telling.chance.uniform(0.3, 1.6)
        remark = telling.chance.random() < 0.4
        with moment(at_hour(on, hour)):
            Signature.objects.create(
                story=story,
                digest=digest,
                stage=stage,
                reader=telling.someone(role),
                decision=Signature.Decision.ACCEPT,
                comment=telling.comment("accept") if remark else "",
                revision=story.latest_revision,
            )
    with moment(at_hour(on, hour)):
        story.get_latest_revision().publish(skip_permission_checks=True)
