"""What the answers desk keeps of people: of those who ask, and of those who answer."""

from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.personal import (
    BY_NUMBER,
    Basis,
    Removal,
    not_personal,
    personal,
)

SEE = "answers.see"
DAYS_OF_A_NAME = 365
OF_ASKERS = _(
    "The asker deletes name, contact and photos by number and query code; the question"
    " and its reply stay without them."
)
HANDLING = {
    "purpose": _("seeing a question through, and showing that it was"),
    "basis": Basis.DUTY,
    "until": _("for good, as the office's record of its answers"),
}

NAME = personal(
    "answers.Question",
    "sealed_name",
    "sealed_contact",
    "contact_key",
    "code_key",
    purpose=_("so that the unit in charge can ask back and tell you its reply"),
    basis=Basis.DUTY,
    until=_("a year after the question is closed; sealed, and each look is noted"),
    days=DAYS_OF_A_NAME,
    seen_by="answers.see_contact",
    removal=Removal.OWN,
    why=OF_ASKERS,
)
personal(
    "answers.Question",
    "title",
    "text",
    "more",
    "spot",
    "explained",
    "client_key",
    **HANDLING,
    seen_by=SEE,
    removal=Removal.OWN,
    why=OF_ASKERS,
)
personal(
    "answers.Question",
    "taken_by",
    "owner",
    of="taken_by",
    **HANDLING,
    seen_by=SEE,
    **BY_NUMBER,
    is_copied=False,
)
personal(
    "answers.Addition",
    "text",
    **HANDLING,
    seen_by=SEE,
    removal=Removal.OWN,
    why=OF_ASKERS,
)
personal(
    "answers.Rating",
    "words",
    **HANDLING,
    seen_by=SEE,
    removal=Removal.OWN,
    why=OF_ASKERS,
)
personal(
    "answers.Proof",
    "sealed_code",
    purpose=_("seeing that a contact is the asker's"),
    basis=Basis.DUTY,
    until=_("a day"),
    days=1,
    since="ends_at",
    seen_by="",
    removal=Removal.ROW,
    is_copied=False,
)
for model, field in (
    ("Support", "given_by"),
    ("ClockMark", "by"),
    ("Reply", "by"),
    ("Approval", "by"),
    ("Note", "by"),
    ("Extension", "asked_by"),
    ("Blank", "by"),
    ("PhotoLook", "by"),
    ("CallBack", "by"),
    ("BulkClosing", "by"),
    ("Undertaking", "by"),
    ("UndertakingStep", "by"),
    ("UndertakingReminder", "to"),
    ("TipOffer", "by"),
    ("Entry", "owner"),
    ("EntryChange", "by"),
    ("EntryReminder", "to"),
    ("Publication", "published_by"),
    ("Chaser", "to"),
    ("Terms", "overseer"),
    ("Application", "made_by"),
):
    personal(f"answers.{model}", field, of=field, **HANDLING, seen_by=SEE, **BY_NUMBER)
for model, field in (
    ("Extension", "decided_by"),
    ("Blank", "undone_by"),
    ("Entry", "made_by"),
):
    personal(f"answers.{model}", field, of=field, **HANDLING, seen_by=SEE, **BY_NUMBER)
for model, fields in (
    ("Support", ("asked", "word")),
    ("Extension", ("reason",)),
    ("Approval", ("comment",)),
    ("Note", ("text",)),
    ("Blank", ("reason", "undone_why")),
    ("PhotoLook", ("reason",)),
    ("BulkClosing", ("reason",)),
    ("EntryChange", ("before", "reason")),
):
    personal(
        f"answers.{model}", *fields, **HANDLING, seen_by=SEE, removal=Removal.NAMES
    )
personal(
    "answers.ClockMark",
    "reason",
    **HANDLING,
    seen_by="",
    removal=Removal.KEPT,
    why=_("The asker reads it: it is refused if it names anybody."),
)
personal(
    "answers.Reply",
    "text",
    **HANDLING,
    seen_by=SEE,
    removal=Removal.KEPT,
    why=_("It says what was replied, as it was signed."),
)
personal(
    "answers.Publication",
    "title",
    "text",
    "reply",
    "name",
    purpose=_("questions that may be published, with their replies"),
    basis=Basis.DUTY,
    until=_("until it is withdrawn"),
    seen_by="",
    removal=Removal.OWN,
    why=_("The asker withdraws it by number and query code."),
)
for model, fields in (
    ("CallBack", ("words",)),
    ("TipOffer", ("text",)),
):
    personal(
        f"answers.{model}",
        *fields,
        **HANDLING,
        seen_by=SEE,
        removal=Removal.OWN,
        why=OF_ASKERS,
    )
personal(
    "answers.ContactChange",
    "sealed_contact",
    "sealed_code",
    "sealed_former",
    purpose=_("proving a new contact, and telling the former one"),
    basis=Basis.DUTY,
    until=_("thirty days; the former contact until it was told"),
    days=30,
    since="ends_at",
    seen_by="",
    removal=Removal.ROW,
    is_copied=False,
)
FOLLOWING = personal(
    "answers.Follower",
    "sealed_contact",
    "contact_key",
    "sealed_code",
    purpose=_("so that you hear when an answer that you follow changes"),
    basis=Basis.CONSENT,
    until=_("until you end it, or a year after the question is closed; sealed"),
    days=DAYS_OF_A_NAME,
    seen_by="",
    removal=Removal.OWN,
    why=_("Who follows ends it by the link in each message; then the row is deleted."),
)
for model, fields in (
    ("Undertaking", ("what",)),
    ("UndertakingStep", ("words",)),
    ("Entry", ("title", "text")),
):
    personal(
        f"answers.{model}",
        *fields,
        **HANDLING,
        seen_by="",
        removal=Removal.KEPT,
        why=_("Everybody reads it: it is refused if it names anybody."),
    )
not_personal(
    "numbers, states and fingerprints that the program makes",
    "answers.Question.number",
    "answers.Question.state",
    "answers.Question.language",
    "answers.Approval.digest",
    "answers.Application.key_mark",
    "answers.Posted.token",
    "answers.Follower.page",
    "answers.Follower.stop",
    "answers.Follower.language",
    "answers.Blank.field",
    "answers.PhotoLook.boxes",
)
not_personal(
    "words of the office for everybody",
    "answers.Matter",
    "answers.Template",
    "answers.Application.name",
    "answers.Openness",
)
