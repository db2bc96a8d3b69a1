"""What waits for one person, asked of every desk."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from xiangyin.kernel.reports import failed_letters
from xiangyin.kernel.rights import may
from xiangyin.newsroom.models import Assignment, Plan, Reading, Story, Tip
from xiangyin.newsroom.reports import OpenPlans, Sketch, StoryState, standings
from xiangyin.newsroom.services.readings import waiting_for
from xiangyin.placements.models import Placement
from xiangyin.placements.reports import waiting_for as placements_waiting_for

from .asking import promises_for, questions_for
from .lines import SHOWN, Group, Line, day_of, is_late


def waits_for(person, *, today: date, plans: OpenPlans | None = None) -> list[Group]:
    """Everything that waits for ``person``, the most pressing kind first.

    ``plans`` are the open ones, where the page has asked for them already.
    """
    plans = plans or OpenPlans(person)
    jobs, sent_back = own_work(person, today=today)
    groups = [
        tips_to_look_at(person, today=today),
        stories_to_read(person),
        sent_back,
        jobs,
        plans_to_assign(person, today=today, plans=plans),
        candidates(person),
        *questions_for(person, today=today),
        *promises_for(person, today=today),
        letters(person),
    ]
    return [group for group in groups if group and group.count]


def tips_to_look_at(person, *, today) -> Group | None:
    if not may(person, "newsroom.handle_tip"):
        return None
    tips = Tip.objects.visible_to(person, "newsroom.handle_tip").waiting()
    shown = tips.oldest_first().select_related("unit")[:SHOWN]
    return Group(
        name=_("Tips to look at"),
        count=tips.count(),
        url=reverse("newsroom:tips"),
        lines=[tip_line(tip, today=today) for tip in shown],
    )


def stories_to_read(person) -> Group:
    waiting = waiting_for(person)
    stages = dict(Reading.objects.values_list("pk", "stage")) if waiting else {}
    lines = [
        Line(
            what=str(Reading.Stage(stages[state.task_id]).label),
            title=story.title,
            url=reverse("newsroom:reading", args=[story.pk]),
            unit=str(story.unit),
            since=day_of(state.started_at),
        )
        for story, state in waiting[:SHOWN]
    ]
    return Group(
        name=_("Stories to read"),
        count=len(waiting),
        url=reverse("newsroom:readings"),
        lines=lines,
    )


def own_work(person, *, today) -> tuple[Group, Group]:
    """The assignments still with ``person``, and their stories that came back."""
    own = Story.objects.unpublished_of(person).order_by("path")
    stories = [Sketch(*told) for told in own.values_list(*Sketch._fields)]
    known = standings(stories)
    read = {s.plan_id for s in stories if known[s.pk].is_being_read}
    read |= {s.plan_id for s in stories if known[s.pk].state == StoryState.SCHEDULED}
    back = [s.pk for s in stories if known[s.pk].state == StoryState.BACK]
    jobs = Assignment.objects.of_open_plans().filter(reporter=person)
    days = jobs.order_by().values_list("due_on", "pk", "plan_id")
    open_jobs = sorted((day, pk) for day, pk, plan in days if plan not in read)
    shown = [pk for _day, pk in open_jobs[:SHOWN]]
    told = Assignment.objects.select_related("plan__unit").in_bulk(shown)
    returned = Story.objects.select_related("unit").defer("body").in_bulk(back[:SHOWN])
    board, stories_url = reverse("newsroom:plans"), reverse("newsroom:stories")
    return (
        Group(
            name=_("My assignments"),
            count=len(open_jobs),
            url=board,
            lines=[job_line(told[pk], today=today) for pk in shown],
        ),
        Group(
            name=_("My stories sent back"),
            count=len(back),
            url=f"{stories_url}?state=back&mine=1",
            lines=[
                back_line(returned[pk], since=known[pk].since) for pk in back[:SHOWN]
            ],
        ),
    )


def plans_to_assign(person, *, today, plans: OpenPlans) -> Group | None:
    if not may(person, "newsroom.assign"):
        return None
    found = plans.unassigned("newsroom.assign")
    shown = [plan.pk for plan in found[:SHOWN]]
    told = Plan.objects.select_related("unit").in_bulk(shown)
    return Group(
        name=_("Plans nobody is on"),
        count=len(found),
        url=reverse("newsroom:plans"),
        lines=[plan_line(told[pk], today=today) for pk in shown],
    )


def candidates(person) -> Group | None:
    if not may(person, "placements.handle"):
        return None
    waiting = placements_waiting_for(person)
    found = Placement.objects.visible_to(person, "placements.handle").to_confirm()
    shown = found.surest_first().select_related("work", "article__outlet")
    return Group(
        name=_("Placements to confirm"),
        count=waiting.count,
        url=waiting.url,
        lines=[
            Line(
                what=_("Placement to confirm"),
                title=placement.work.title,
                url=reverse("placements_confirm:pair", args=[placement.pk]),
                unit=str(placement.article.outlet or placement.article.outlet_said),
                since=placement.opened_on,
            )
            for placement in shown.defer("work__text", "article__text")[:SHOWN]
        ],
    )


def letters(person) -> Group | None:
    if not may(person, "kernel.see_letters"):
        return None
    return Group(
        name=_("Letters that did not arrive"),
        count=failed_letters(person).count(),
        url=reverse("letters:index"),
    )


def tip_line(tip, *, today) -> Line:
    return Line(
        what=_("Tip"),
        title=tip.headline,
        url=reverse("newsroom:tip", args=[tip.pk]),
        unit=str(tip.unit),
        since=tip.opened_on,
        due=tip.due_on,
        late=is_late(tip.due_on, today),
    )


def plan_line(plan, *, today) -> Line:
    return Line(
        what=_("Plan"),
        title=plan.working_title,
        url=reverse("newsroom:plan", args=[plan.pk]),
        unit=str(plan.unit),
        since=day_of(plan.made_at),
        due=plan.due_on,
        late=is_late(plan.due_on, today),
    )


def back_line(story, *, since) -> Line:
    return Line(
        what=pgettext("story", "sent back"),
        title=story.title,
        url=reverse("wagtailadmin_pages:edit", args=[story.pk]),
        unit=str(story.unit),
        since=day_of(since),
    )


def job_line(job, *, today, who: str = "") -> Line:
    return Line(
        what=_("Assignment: %(who)s") % {"who": who} if who else _("Assignment"),
        title=job.plan.working_title,
        url=reverse("newsroom:plan", args=[job.plan_id]),
        unit=str(job.plan.unit),
        due=job.due_on,
        late=is_late(job.due_on, today),
    )


def placement_line(placement, *, today) -> Line:
    return Line(
        what=_("Placement to confirm"),
        title=placement.work.title,
        url=reverse("placements_confirm:pair", args=[placement.pk]),
        unit=str(placement.unit),
        since=placement.opened_on,
        due=placement.due_on,
        late=is_late(placement.due_on, today),
    )
