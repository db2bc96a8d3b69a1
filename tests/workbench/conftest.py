"""A newsroom at work: its people, its paper, and tips on their way."""

from datetime import date

import pytest

from tests.factories.people import PersonFactory, unit
from tests.portal.paper import a_site
from xiangyin.newsroom.models import Story
from xiangyin.newsroom.services.plans import assign
from xiangyin.newsroom.services.readings import decide
from xiangyin.newsroom.services.stories import start_draft, submit_story
from xiangyin.newsroom.services.tips import receive_tip, take_up_tip
from xiangyin.portal.models import Section

TODAY = date(2026, 10, 12)
READERS = ("first_reader", "second_reader", "final_reader")


class Newsroom:
    """People by role, and the steps of a story as one call each."""

    def __init__(self, county):
        self.county = county
        self.home = a_site(county)
        roles = ("editor", "reporter", "leader", "administrator", *READERS)
        for role in roles:
            person = PersonFactory(username=role, posts=[(role, county)])
            setattr(self, role, person)
        self.correspondent = PersonFactory(
            username="tea", posts=[("correspondent", unit("chawan"))]
        )

    def tip(self, text="茶湾村晚稻开镰", *, on=TODAY):
        sender = self.correspondent
        at = unit("chawan")
        return receive_tip(by=sender, unit=at, text=text, today=on)

    def plan(self, tip=None, *, on=TODAY):
        return take_up_tip(tip or self.tip(on=on), by=self.editor, today=on)

    def job(self, plan=None):
        return assign(plan or self.plan(), reporter=self.reporter, by=self.editor)

    def draft(self, plan=None):
        plan = plan or self.plan()
        if not plan.assignments.exists():
            self.job(plan)
        section = Section.objects.child_of(self.home).first()
        story = start_draft(plan, by=self.reporter, under=section)
        story.lead = "一句导语。"
        story.save_revision(user=self.reporter)
        return story

    def handed_in(self, plan=None):
        story = self.draft(plan)
        submit_story(story, by=self.reporter)
        return Story.objects.get(pk=story.pk)

    def read(self, story, reader, decision="accept", comment=""):
        story = Story.objects.get(pk=story.pk)
        text = story.get_latest_revision_as_object().digest
        decide(story, by=reader, decision=decision, digest=text, comment=comment)
        return Story.objects.get(pk=story.pk)

    def published(self, plan=None):
        story = self.handed_in(plan)
        for role in READERS:
            story = self.read(story, getattr(self, role))
        return story


@pytest.fixture
def newsroom(county):
    return Newsroom(county)
