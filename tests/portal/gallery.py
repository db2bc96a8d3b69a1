"""Pictures in every state of a newsroom, and the people who might look at them."""

from types import SimpleNamespace

from django.test import Client

from tests.factories.newsroom import a_draft, a_photo, a_tip, edit, open_newsroom, sign
from tests.factories.people import PersonFactory, a_county
from xiangyin.kernel.models import Picture, Unit
from xiangyin.kernel.services.pictures import county_collection
from xiangyin.kernel.services.units import add_unit
from xiangyin.newsroom.models import Story
from xiangyin.newsroom.services.stories import submit_story, withdraw_story

PEOPLE = [
    *(
        "anonymous",
        "sender",
        "neighbour",
        "stranger",
        "reporter",
        "author",
        "elsewhere",
    ),
    *("leader", "editor", "other_county", "operator"),
]
EVERYBODY = set(PEOPLE)


def a_gallery(county) -> SimpleNamespace:
    """A newsroom whose story is the town's, and people near and far."""
    room = open_newsroom(county)
    town = Unit.objects.below(county).get(code="shixi")
    far = add_unit(county, code="bei", name="北河镇", kind="town")
    other = open_newsroom(a_county("linshui", "临水县"))
    people = {
        "anonymous": None,
        "sender": room.sender,
        "neighbour": PersonFactory(posts=[("correspondent", room.village)]),
        "stranger": PersonFactory(posts=[("correspondent", far)]),
        "reporter": room.reporter,
        "author": PersonFactory(posts=[("reporter", town)]),
        "elsewhere": PersonFactory(posts=[("reporter", far)]),
        "leader": PersonFactory(posts=[("leader", county)]),
        "editor": room.editor,
        "other_county": other.editor,
        "operator": PersonFactory(is_superuser=True),
    }
    room.author = people["author"]
    return SimpleNamespace(room=room, town=town, people=people)


def who_sees(gallery, picture: Picture) -> set[str]:
    """The people who are shown ``picture``; all others must be told the same."""
    address = picture.get_rendition("width-32").url
    seen = set()
    for name, person in gallery.people.items():
        client = Client()
        if person:
            client.force_login(
                person, backend="django.contrib.auth.backends.ModelBackend"
            )
        answer = client.get(address)
        if answer.status_code == 200:
            seen.add(name)
    return seen


def a_picture(gallery) -> Picture:
    """A picture unlike the others: a reader signs its file."""
    size = (64 + Picture.objects.count(), 48)
    picture = Picture(
        title="茶园",
        collection=county_collection(gallery.room.county),
        file=a_photo(size=size),
    )
    picture.save()
    return picture


def a_tips_photo(gallery) -> Picture:
    tip = a_tip(gallery.room, photos=[a_photo()])
    return tip.photos.get().picture


def photo(picture) -> tuple:
    words = {"alt": "茶园", "caption": "", "credit": ""}
    return ("photo", {"picture": picture, **words})


def a_story_with(gallery, *pictures) -> Story:
    """A draft of the town's author that shows pictures in its newest revision."""
    room = gallery.room
    body = [("text", "<p>三百亩春茶今天开采。</p>"), *map(photo, pictures)]
    story = a_draft(room, by=room.author, body=body)
    edit(story, unit=gallery.town)
    return Story.objects.get(pk=story.pk)


def published(gallery, story) -> Story:
    submit_story(Story.objects.get(pk=story.pk), by=story.owner)
    return sign(gallery.room, story)


def withdrawn(gallery, story) -> Story:
    withdraw_story(Story.objects.get(pk=story.pk), by=gallery.room.final)
    return Story.objects.get(pk=story.pk)
