"""A link, once: how somebody gets in without a password that anybody else knows."""

from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories.people import PersonFactory, a_county, unit
from xiangyin.kernel.models import Invitation, Record
from xiangyin.kernel.services import invitations
from xiangyin.kernel.services.posts import appoint, dismiss

from .signing import RIGHT, is_in, sign_in, somebody

pytestmark = pytest.mark.django_db
HOUSE = Path(__file__).parents[2] / "xiangyin"


@pytest.fixture
def zhou(county):
    return PersonFactory(username="zhou", posts=[("administrator", county)])


@pytest.fixture
def wu(county):
    person = PersonFactory(username="wu", posts=[("correspondent", unit("chawan"))])
    person.set_unusable_password()
    person.save()
    return person


def a_link(person, by, **fields) -> str:
    made = invitations.invite(person, by=by, now=timezone.now(), **fields)
    return reverse("invitation", args=[invitations.token_of(made)])


def choose(link, password="a-new-one-2026", again=None, client=None):
    client = client or Client()
    told = {"password": password, "again": again or password}
    return client, client.post(link, told)


def test_an_administrator_makes_a_link_and_shows_it_as_a_code(client, zhou, wu):
    client.force_login(zhou)
    address = reverse("people:link", args=[wu.pk])

    client.post(address)
    response = client.get(address)

    made = Invitation.objects.get(person=wu, by=zhou)
    link = f"http://testserver/accounts/invitation/{invitations.token_of(made)}/"
    assert response.context["link"] == link
    assert response.context["qr"] == invitations.qr_code(link)
    assert response.headers["Cache-Control"] == (
        "max-age=0, no-cache, no-store, must-revalidate, private"
    )


def test_the_page_says_for_whom_a_link_would_be(client, zhou, wu):
    client.force_login(zhou)

    said = client.get(reverse("people:link", args=[wu.pk])).content.decode()

    assert f"<h2>{wu}</h2>" in said
    assert Invitation.objects.count() == 0


def test_with_the_link_a_person_chooses_a_password_and_is_in(zhou, wu):
    link = a_link(wu, zhou)
    page = Client().get(link)

    client, response = choose(link)

    wu.refresh_from_db()
    assert page.context["person"] == wu
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert response.url == "/start/"
    assert is_in(client)
    assert wu.check_password("a-new-one-2026")


def test_a_link_is_good_once(zhou, wu):
    link = a_link(wu, zhou)
    choose(link)

    client, response = choose(link, "another-one-2026")

    wu.refresh_from_db()
    assert response.status_code == 409
    assert wu.check_password("a-new-one-2026")
    assert not is_in(client)


def expired(invitation, zhou, wu):
    invitation.ends_at = timezone.now()
    invitation.save()


def followed_by_another(invitation, zhou, wu):
    invitations.invite(wu, by=zhou, now=timezone.now())


def password_changed(invitation, zhou, wu):
    wu.set_password(RIGHT)
    wu.save()


def account_closed(invitation, zhou, wu):
    wu.is_active = False
    wu.save()


def administrator_gone(invitation, zhou, wu):
    dismiss(zhou.posts.get())


def now_works_elsewhere_too(invitation, zhou, wu):
    appoint(wu, "editor", a_county("baihe", "白河县"))


REASONS = [
    expired,
    followed_by_another,
    password_changed,
    account_closed,
    administrator_gone,
    now_works_elsewhere_too,
]


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason.__name__)
def test_a_link_ends(zhou, wu, reason):
    link = a_link(wu, zhou)
    reason(Invitation.objects.get(), zhou, wu)

    seen = Client().get(link)
    client, response = choose(link)

    assert (seen.status_code, response.status_code) == (409, 409)
    assert not is_in(client)


@pytest.mark.parametrize("reason", REASONS[:4], ids=lambda reason: reason.__name__)
def test_without_its_guard_a_dead_link_would_open(zhou, wu, reason, monkeypatch):
    link = a_link(wu, zhou)
    monkeypatch.setattr(invitations, "_is_alive", lambda *_args: True)
    reason(first(wu), zhou, wu)

    choose(link)

    wu.refresh_from_db()
    assert wu.check_password("a-new-one-2026")


def first(person):
    return person.invitations.order_by("pk")[0]


@pytest.mark.parametrize("change", ["1~forged", "~", "x", "999999~abc", "１~a"])
def test_a_link_cannot_be_made_up(zhou, wu, change):
    a_link(wu, zhou)

    response = Client().get(reverse("invitation", args=[change]))

    assert response.status_code == 409


def test_nothing_that_is_kept_opens_an_account(zhou, wu, settings):
    made = invitations.invite(wu, by=zhou, now=timezone.now())
    token = invitations.token_of(made)

    settings.SECRET_KEY = "of another installation"

    assert invitations.token_of(made) != token
    assert token not in repr(Invitation.objects.values().get())


@pytest.mark.parametrize(
    ("password", "again", "field"),
    [("12345678", None, "password"), ("a-new-one-2026", "another", "again")],
)
def test_a_weak_or_mistyped_password_is_told_and_the_link_stays(
    zhou, wu, password, again, field
):
    link = a_link(wu, zhou)

    _client, response = choose(link, password, again)

    assert list(response.context["form"].errors) == [field]
    assert Client().get(link).status_code == 200


def test_a_new_link_ends_every_session_and_may_free_the_second_step(zhou, county):
    person = somebody("lin", ("editor", county))
    client, _response = sign_in("lin")
    Authenticator.objects.create(user=person, type="totp", data={})

    choose(a_link(person, zhou, frees_second_factor=True))

    assert client.get("/my/tips/").status_code == 302
    assert Authenticator.objects.count() == 0


def test_a_new_link_alone_leaves_the_second_step_standing(zhou, county):
    person = somebody("lin", ("editor", county))
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})

    client, response = choose(a_link(person, zhou))

    assert response.url == reverse("mfa_authenticate")
    assert not is_in(client)


def test_a_link_is_not_made_for_who_also_works_elsewhere(client, zhou, county):
    other = a_county("baihe", "白河县")
    shared = PersonFactory(posts=[("reporter", unit("rmt")), ("editor", other)])
    client.force_login(zhou)

    response = client.post(reverse("people:link", args=[shared.pk]))

    assert response.status_code == 302
    assert Invitation.objects.count() == 0


def test_an_editor_makes_no_links(client, county, wu):
    client.force_login(PersonFactory(posts=[("editor", county)]))

    client.post(reverse("people:link", args=[wu.pk]))

    assert Invitation.objects.count() == 0


def test_the_trail_tells_who_made_a_link_and_that_it_was_used(zhou, wu):
    choose(a_link(wu, zhou))

    lines = Record.objects.filter(subject=f"kernel.person:{wu.pk}").order_by("pk")

    assert [(line.action, line.by) for line in lines[1:]] == [
        ("invite", zhou),
        ("password", wu),
        ("sign_in", wu),
    ]


def test_wagtails_own_page_changes_no_password(client, county):
    person = somebody("lin", ("editor", county))
    client.force_login(person)
    new = {f"password-{name}": "another-one-2026" for name in ("new_password1",)}

    client.post("/admin/account/", {"password-old_password": RIGHT, **new})

    person.refresh_from_db()
    assert person.check_password(RIGHT)


def test_no_password_stands_in_the_program():
    """Where one is set it is asked for, chosen, or made on this machine."""
    makers = ("set_password(", "make_password(", "create_user(", "create_superuser(")
    setters = {
        path.relative_to(HOUSE).as_posix()
        for path in HOUSE.rglob("*.py")
        if any(maker in path.read_text("utf-8") for maker in makers)
    }

    assert setters == {
        "config/management/commands/set_up.py",
        "kernel/services/invitations.py",
        "sample/county.py",
    }
