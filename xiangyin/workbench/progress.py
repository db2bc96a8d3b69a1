"""What became of a tip, told to the person who sent it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from wagtail.models import WorkflowState

from xiangyin.kernel.models import Record
from xiangyin.kernel.services.audit import subject_of
from xiangyin.newsroom.lifecycles import TipState
from xiangyin.newsroom.models import Story, Tip
from xiangyin.newsroom.reports import Standing, StoryState, standings
from xiangyin.placements.models import Placement

ANSWERS = ("take_up", "decline", "merge")
OPEN_READINGS = (StoryState.READING, StoryState.HELD, StoryState.BACK)


@dataclass(frozen=True, kw_only=True)
class Link:
    """Somewhere a reader can go to see it."""

    words: str
    url: str = ""
    when: date | None = None


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One step of a tip's way. Not ``done`` is what it waits for now."""

    name: str
    label: str
    done: bool
    when: date | None = None
    detail: str = ""
    link: str = ""
    links: tuple[Link, ...] = ()


@dataclass(kw_only=True)
class Facts:
    """Everything known about a tip, gathered from the desks."""

    tip: Tip
    leading: Tip
    answered_at: datetime | None = None
    merged_at: datetime | None = None
    plan: object = None
    reporters: list[str] = field(default_factory=list)
    story: Story | None = None
    standing: Standing | None = None
    handed_in_at: datetime | None = None
    carried: list[Placement] = field(default_factory=list)

    @property
    def state(self) -> str:
        """The story's; a public one stays public while a correction is read."""
        if self.story and self.story.live:
            return StoryState.LIVE
        return self.standing.state if self.standing else ""


def with_facts(tips):
    """``tips`` (a queryset) with what :func:`gather` reads of them."""
    return tips.select_related("unit", "sender", "merged_into").prefetch_related(
        "plan__assignments__reporter",
        "plan__stories",
        "merged_into__plan__assignments__reporter",
        "merged_into__plan__stories",
    )


def gather(tips) -> dict[int, Facts]:
    """The facts of each tip by its key, in a fixed number of queries."""
    facts = {tip.pk: Facts(tip=tip, leading=tip.leading) for tip in tips}
    for each in facts.values():
        each.plan = getattr(each.leading, "plan", None)
        if each.plan:
            jobs = each.plan.assignments.all()
            each.reporters = [str(job.reporter) for job in jobs]
            each.story = furthest(each.plan.stories.all())
    stories = {each.story.pk: each.story for each in facts.values() if each.story}
    known = standings(stories.values())
    handed_in = first_handed_in(stories)
    carried = placements_by_origin({each.leading for each in facts.values()})
    answers = answers_by_subject(
        {subject_of(tip) for each in facts.values() for tip in (each.tip, each.leading)}
    )
    for each in facts.values():
        each.answered_at = answers.get(subject_of(each.leading))
        if each.leading is not each.tip:
            each.merged_at = answers.get(subject_of(each.tip))
        if each.story:
            each.standing = known[each.story.pk]
            each.handed_in_at = handed_in.get(str(each.story.pk))
        origin = (each.leading.county_id, each.leading.number)
        each.carried = carried.get(origin, [])
    return facts


def furthest(stories) -> Story | None:
    """The story a sender is told of: the public one, or else the latest."""
    ordered = sorted(stories, key=lambda story: (story.live, story.pk))
    return ordered[-1] if ordered else None


def first_handed_in(stories: dict) -> dict[str, datetime]:
    flows = WorkflowState.objects.filter(
        object_id__in=[str(pk) for pk in stories],
        base_content_type__app_label="wagtailcore",
    )
    pairs = flows.order_by("-created_at").values_list("object_id", "created_at")
    return dict(pairs) if stories else {}


def placements_by_origin(tips) -> dict[tuple, list[Placement]]:
    found = defaultdict(list)
    placements = (
        Placement.objects.filter(
            county__in={tip.county_id for tip in tips},
            work__origin__in={tip.number for tip in tips},
        )
        .confirmed()
        .select_related("work", "article__outlet")
        .defer("work__text", "article__text")
        .order_by("article__published_on", "pk")
    )
    for each in placements:
        found[each.county_id, each.work.origin].append(each)
    return found


def answers_by_subject(subjects) -> dict[str, datetime]:
    lines = Record.objects.filter(subject__in=subjects, action__in=ANSWERS)
    return dict(lines.order_by("at", "pk").values_list("subject", "at"))


def day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def stages(facts: Facts) -> list[Stage]:
    """The stages that ``facts`` tell of; a declined tip's way ends with the reason."""
    tip = facts.tip
    way = [
        Stage(
            name="sent",
            label=pgettext("tip", "Sent"),
            done=True,
            when=tip.opened_on,
            detail=tip.number,
        )
    ]
    if facts.leading is not tip:
        way.append(joined(facts))
    way.append(answer(facts))
    if facts.leading.state != TipState.TAKEN:
        return way
    if facts.plan and facts.plan.dropped_on and not facts.story:
        return [*way, dropped(facts)]
    return [*way, in_work(facts), in_reading(facts), published(facts), carried(facts)]


def joined(facts: Facts) -> Stage:
    words = _("The newsroom follows %(number)s, which tells of the same matter.")
    return Stage(
        name="joined",
        label=pgettext("tip", "Joined with another tip"),
        done=True,
        when=day(facts.merged_at),
        detail=words % {"number": facts.leading.number},
    )


def answer(facts: Facts) -> Stage:
    leading = facts.leading
    if leading.state == TipState.WAITING:
        by = leading.due_on
        detail = _("An editor looks at it by %(day)s.") % {"day": by} if by else ""
        return Stage(
            name="answer", label=_("Waits for an editor"), done=False, detail=detail
        )
    declined = leading.state == TipState.DECLINED
    label = pgettext("tip", "Declined") if declined else pgettext("tip", "Taken up")
    return Stage(
        name="answer",
        label=label,
        done=True,
        when=day(facts.answered_at),
        detail=leading.answer,
    )


def dropped(facts: Facts) -> Stage:
    return Stage(
        name="dropped",
        label=pgettext("tip", "Dropped"),
        done=True,
        when=facts.plan.dropped_on,
        detail=_("The newsroom could not follow it this time."),
    )


def in_work(facts: Facts) -> Stage:
    if facts.reporters or facts.story:
        names = ", ".join(facts.reporters) or facts.story.byline
        return Stage(name="work", label=_("In work"), done=True, detail=names)
    return Stage(name="work", label=_("Waits for a reporter"), done=False)


def in_reading(facts: Facts) -> Stage:
    labels = {
        StoryState.READING: _("Being read"),
        StoryState.HELD: _("Being read"),
        StoryState.BACK: _("Read, and being revised"),
    }
    begun = facts.state not in ("", StoryState.DRAFT)
    return Stage(
        name="reading",
        label=labels.get(facts.state, _("Read by three people")),
        done=begun and facts.state not in labels,
        when=day(facts.handed_in_at) if begun else None,
    )


def published(facts: Facts) -> Stage:
    story = facts.story
    if facts.state == StoryState.LIVE:
        return Stage(
            name="published",
            label=pgettext("tip", "Published"),
            done=True,
            when=day(story.first_published_at),
            detail=story.title,
            link=story.get_url() or "",
        )
    if facts.state == StoryState.WITHDRAWN:
        label = pgettext("story", "Withdrawn")
        return Stage(name="withdrawn", label=label, done=True)
    if facts.state == StoryState.SCHEDULED:
        when = day(facts.standing.goes_live_at)
        return Stage(name="published", label=_("Goes public"), done=False, when=when)
    return Stage(name="published", label=pgettext("tip", "Published"), done=False)


def carried(facts: Facts) -> Stage:
    links = tuple(
        Link(
            words=str(each.article.outlet),
            url=each.article.address,
            when=each.article.published_on,
        )
        for each in facts.carried
    )
    return Stage(
        name="carried",
        label=_("Carried by others"),
        done=bool(links),
        when=links[0].when if links else None,
        links=links,
    )


def line_of(facts: Facts) -> str:
    """Where a tip stands, in a few words for a list."""
    way = stages(facts)
    latest = [stage for stage in way if stage.done][-1]
    if facts.leading.state == TipState.WAITING:
        return _("Waits for an editor")
    if latest.name == "carried":
        outlets = {link.words for link in latest.links}
        return ngettext(
            "Published, carried by %(count)d outlet",
            "Published, carried by %(count)d outlets",
            len(outlets),
        ) % {"count": len(outlets)}
    if latest.name == "work" and facts.state in OPEN_READINGS:
        return next(stage.label for stage in way if stage.name == "reading")
    if latest.name == "work" and latest.detail:
        return _("In work: %(who)s") % {"who": latest.detail}
    return latest.label
