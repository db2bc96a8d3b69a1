"""Every form of ours carries a client key, or stands here with the reason why not."""

import re

import pytest

from .test_shape import COMMENT, TEMPLATES, name

FORM = re.compile(
    r"<form\b[^>]*\bmethod\s*=\s*[\"']?post[\"']?.*?</form>", re.I | re.DOTALL
)
KEY = re.compile(r"\{%\s*client_key\s*%\}|\{\{\s*form\.client_key\s*\}\}")
TOKEN = re.compile(r"\{%\s*csrf_token\s*%\}")

# Logging in and out, passwords, second steps: done as often as asked, and nothing of
# them is kept.
ACCOUNT = re.compile("/(?:account|mfa|usersessions)/")
WITHOUT = {
    "portal/templates/portal/my.html": "logs out",
    "portal/templates/portal/_switches.html": "only a cookie: how pages look",
    "answers/templates/answers/confirm.html": "each try of a code is counted",
    "answers/templates/answers/confirm_sent.html": "each try of a code is counted",
    "answers/templates/answers/contact.html": "each code is counted; a name is only set",
    "answers/templates/answers/follow_code.html": "each try of a code is counted",
    "answers/templates/answers/look_up.html": "each try of a code is counted",
}
# Forms whose frame is a template of Wagtail's: ours fills the frame with a key.
FRAMES = {
    "kernel/templates/wagtailadmin/generic/form.html",
    "placements/templates/placements/scheme_form.html",
}


def forms_of(text: str) -> list[str]:
    return FORM.findall(COMMENT.sub("", text))


def without_key(text: str) -> list[str]:
    return [form for form in forms_of(text) if not KEY.search(form)]


def in_house() -> dict[str, str]:
    return {name(path): path.read_text("utf-8") for path in TEMPLATES}


def test_every_form_of_ours_carries_a_client_key():
    bare = {
        where: len(found)
        for where, text in in_house().items()
        if not ACCOUNT.search(where) and (found := without_key(text))
    }

    assert bare == {
        "portal/templates/portal/my.html": 1,
        "answers/templates/answers/confirm.html": 2,
        "answers/templates/answers/confirm_sent.html": 2,
        "answers/templates/answers/contact.html": 3,
        "answers/templates/answers/follow_code.html": 2,
        "answers/templates/answers/look_up.html": 1,
        "portal/templates/portal/_switches.html": 3,
    }
    assert set(bare) == set(WITHOUT)


def test_forms_in_a_frame_of_wagtails_carry_one_too():
    keyed = {where for where, text in in_house().items() if where in FRAMES}

    assert keyed == {where for where in FRAMES if KEY.search(in_house()[where])}


def test_no_form_of_ours_escapes_the_search():
    tokens = sum(len(TOKEN.findall(text)) for text in in_house().values())
    found = sum(
        len(TOKEN.findall(form))
        for text in in_house().values()
        for form in forms_of(text)
    )

    assert (found == tokens, found > 30) == (True, True)


@pytest.mark.parametrize(
    "form",
    [
        '<form method="post">{% csrf_token %}</form>',
        "<FORM action='x'\n  METHOD=POST>{% csrf_token %}<p></p></FORM>",
    ],
)
def test_a_form_without_a_key_is_seen_however_it_is_written(form):
    assert without_key(form) == [form]
