"""The answers desk: what residents and everybody open, and the staff's screens."""

from .rows import (
    ADMIN,
    ANSWERING,
    CLERK,
    COORDINATOR,
    LEADER,
    everyone,
    office,
    staff,
)

KEEPERS = COORDINATOR | ADMIN
WHO_SEES = ANSWERING | ADMIN
# A number alone opens nothing, whoever is logged in: that takes its query code too.
CLOSED = "=ASK-2026-0001"
SEE_FIGURES = ANSWERING | LEADER | ADMIN


def catalogue(name, thing, **more) -> dict:
    return office(name, thing, see=WHO_SEES, add=KEEPERS, change=KEEPERS, **more)


ANSWERS = {
    "ask": everyone(),
    "ask_about": everyone("matter", shared=True, act=...),
    "ask_status": everyone(act=...),
    "ask_close": everyone(see=False, act=...),
    "ask_question": everyone(CLOSED, see=False),
    "ask_confirm": everyone(CLOSED, see=False),
    "ask_copy": everyone(CLOSED, see=False),
    "ask_step": everyone(CLOSED, "=add", see=False),
    "ask_contact": everyone(CLOSED, see=False),
    # What everybody reads can be followed by anybody; numbers run anew in each county.
    "ask_follow": everyone("published.question.number", alike=True, act=...),
    # Only the token leads there: the one is told to a browser, the other to a contact.
    "ask_follow_code": everyone("=unknown", see=False),
    "ask_follow_stop": everyone("=unknown", see=False),
    "ask_follow_ended": everyone(),
    "answered": everyone(),
    "known": everyone(),
    "known_entry": everyone("entry", shared=True),
    "answer_figures": everyone(),
    "answer_figures_picture": everyone("=received"),
    "answers_csv": everyone(),
    # Only the token leads there, and it opens nothing without the code of the message.
    "ask_confirm_sent": everyone("=unknown", see=False),
    "open311_discovery": everyone("=xml"),
    "open311_services": everyone("=xml"),
    "open311_service": everyone("matter.pk", "=xml", shared=True),
    # Without a key of an application nothing is taken.
    "open311_requests": everyone("=xml", act=...),
    "open311_request": everyone("published.question.number", "=xml", alike=True),
    "open311_token": everyone("=unknown", "=xml", see=False),
    "open311_nothing": everyone("=nothing.xml", see=False),
    # Numbers run anew in each county, so that each host has one of this number.
    "answer": everyone("published.question.number", alike=True),
    "answers:questions": staff(see=ANSWERING),
    "answers:question": staff("question", see=ANSWERING),
    "answers:question_step": staff(
        "question", "=note", see=ANSWERING, act=ANSWERING, sends="text"
    ),
    "answers:close_together": staff(see=COORDINATOR, act=COORDINATOR),
    "answers:public": staff("published.question", see=COORDINATOR),
    "answers:public_step": staff(
        "published.question",
        "=take_back",
        see=COORDINATOR,
        act=COORDINATOR,
        sends="reason",
    ),
    "answers:photo": staff(
        "published.question", "photo", see=COORDINATOR, act=COORDINATOR
    ),
    "answers:knowledge": staff(see=ANSWERING),
    "answers:entry": staff("entry", see=ANSWERING, shared=True),
    "answers:entry_step": staff(
        "entry",
        "=withdraw",
        see=ANSWERING,
        act=COORDINATOR,
        shared=True,
        sends="reason",
    ),
    "answers:promises": staff(see=ANSWERING),
    "answers:take_down": staff(
        see=COORDINATOR | CLERK, act=COORDINATOR | CLERK, operator="no"
    ),
    "answers:applications": staff(see=KEEPERS, act=KEEPERS, operator="no"),
    "answers:application_step": staff(
        "application", "=shut", act=KEEPERS, operator="no"
    ),
    "answers:figures": staff(see=SEE_FIGURES),
    "answers:figures_picture": staff("=received", see=SEE_FIGURES, operator="no"),
    "answers:figures_bulletin": staff("=xlsx", see=SEE_FIGURES, operator="no"),
    "answers:figures_register": staff(see=ANSWERING, operator="no"),
    **catalogue("answers_matters", "matter"),
    **catalogue("answers_openness", "openness"),
    **catalogue("answers_responsibilities", "responsibility"),
    **catalogue("answers_terms", "terms"),
    **catalogue("answers_templates", "template", delete=KEEPERS),
}
