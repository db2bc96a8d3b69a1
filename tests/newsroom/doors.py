"""A newsroom to break into: a site, a story, and every way in that Wagtail has."""

import json
from dataclasses import dataclass

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from tests.factories.people import PersonFactory
from xiangyin.kernel.services.posts import group_of
from xiangyin.newsroom.models import Story
from xiangyin.newsroom.services.readings import decide
from xiangyin.newsroom.services.stories import submit_story
from xiangyin.portal.models import Home, Section
from xiangyin.portal.services.sites import open_site

SECTIONS = [{"slug": "news", "name": "要闻"}, {"slug": "villages", "name": "乡村"}]
POSTS = {
    "reporter": ["reporter"],
    "editor": ["editor"],
    "first": ["first_reader"],
    "second": ["second_reader"],
    "final": ["final_reader"],
    "all_three": ["first_reader", "second_reader", "final_reader"],
    "administrator": ["administrator"],
}
EVERY_WAGTAIL_RIGHT = ["add", "change", "publish", "lock", "unlock", "bulk_delete"]
STAGES = ("first", "second", "final")


@dataclass
class Newsroom:
    """One county's newsroom, its people by what they do, and its two sections."""

    county: object
    home: Home
    news: Section
    villages: Section
    people: dict

    def __getattr__(self, name):
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None


def a_newsroom(county, hostname="testserver") -> Newsroom:
    """Open a county's site and fill its posts.

    Every group gets every right Wagtail has, also those our own site withholds:
    the readings must hold even where an administrator was generous.
    """
    home = open_site(
        county, hostname=hostname, name=county.name, sections=SECTIONS, is_default=True
    )
    people = {
        name: PersonFactory(posts=[(role, county) for role in roles])
        for name, roles in POSTS.items()
    }
    people["superuser"] = PersonFactory(is_superuser=True, is_staff=True)
    for role in {role for roles in POSTS.values() for role in roles}:
        _be_generous(group_of(county, role), home)
    sections = {section.slug: section for section in Section.objects.child_of(home)}
    return Newsroom(county, home, sections["news"], sections["villages"], people)


def _be_generous(group, home) -> None:
    kind = ContentType.objects.get_for_model(Page)
    for right in EVERY_WAGTAIL_RIGHT:
        GroupPagePermission.objects.get_or_create(
            group=group,
            page=home.page_ptr,
            permission=Permission.objects.get(
                content_type=kind, codename=f"{right}_page"
            ),
        )
    group.permissions.add(
        *Permission.objects.filter(
            codename__in=["access_admin", "change_workflow", "change_task"]
        )
    )


def a_draft(newsroom, **told) -> Story:
    """An unpublished story of the reporter's, ready to be read."""
    values = {
        "title": "茶湾村的桥通了",
        "slug": "chawan-bridge",
        "lead": "村民盼了三年的桥今天通车。",
        "unit": newsroom.county,
        "owner": newsroom.reporter,
        "body": [("text", "<p>桥长四十米。</p>")],
    }
    story = newsroom.news.add_child(instance=Story(live=False, **{**values, **told}))
    story.save_revision(user=newsroom.reporter)
    return Story.objects.get(pk=story.pk)


def read_by(story, person, decision="accept", **more):
    """One reader decides about what is written now."""
    draft = story.get_latest_revision_as_object()
    return decide(
        story, by=person, decision=decision, digest=draft.digest, comment="好", **more
    )


def publish(newsroom, story, **more) -> Story:
    """The one way in: handed in, and read by three people."""
    submit_story(Story.objects.get(pk=story.pk), by=newsroom.reporter)
    for stage in STAGES:
        last = more if stage == "final" else {}
        read_by(Story.objects.get(pk=story.pk), newsroom.people[stage], **last)
    return Story.objects.get(pk=story.pk)


def a_live_story(newsroom, **told) -> Story:
    return publish(newsroom, a_draft(newsroom, **told))


def with_unread_edit(newsroom, story, **changes) -> Story:
    """The story with a newer draft that nobody has read."""
    draft = story.get_latest_revision_as_object()
    for name, value in {"title": "没有人读过的标题", **changes}.items():
        setattr(draft, name, value)
    draft.save_revision(user=newsroom.reporter)
    return Story.objects.get(pk=story.pk)


def public_text(story) -> dict | None:
    """What the site shows of a story now, or None while it is not public."""
    story = Story.objects.get(pk=story.pk)
    if not story.live:
        return None
    names = ("title", "lead", "byline", "seo_title", "search_description", "slug")
    shown = {name: getattr(story, name) for name in names}
    return {**shown, "body": list(story.body.raw_data), "unit": story.unit_id}


def everything_public() -> dict:
    """Every live story of the installation with its text, by its address."""
    return {
        story.url_path: public_text(story) for story in Story.objects.filter(live=True)
    }


def knock(person) -> Client:
    """A browser in which ``person`` is logged in."""
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def said(response) -> str:
    """Everything a person is told by a response: its text and its messages."""
    told = [str(message) for message in response.wsgi_request._messages]
    return response.content.decode() + " ".join(told)


def form_of(story, **changes) -> dict:
    """What Wagtail's editor posts for a story."""
    values = {
        "title": story.title,
        "slug": story.slug,
        "lead": story.lead,
        "cover": story.cover_id or "",
        "cover_alt": story.cover_alt,
        "cover_caption": story.cover_caption,
        "byline": story.byline,
        "unit": story.unit_id,
        "theme": story.theme_id or "",
        "language": story.language,
        "seo_title": story.seo_title,
        "search_description": story.search_description,
        "go_live_at": "",
        "expire_at": "",
        "body": streamfield([("text", rich_text("<p>桥长四十米。</p>"))]),
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "comments-MIN_NUM_FORMS": 0,
        "comments-MAX_NUM_FORMS": "",
    }
    return nested_form_data({**values, **changes})


def page_url(name, *args) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def bulk_url(action, *pages) -> str:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    return f"{address}?" + "&".join(f"id={page.pk}" for page in pages)


def call_api(client, story, action, **data):
    """Wagtail's own API behind its screens: it has every page action."""
    return client.post(
        f"/admin/api/main/pages/{story.pk}/action/{action}/",
        json.dumps(data),
        content_type="application/json",
    )
