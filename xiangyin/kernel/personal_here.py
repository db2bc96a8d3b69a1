"""What the kernel keeps of people: accounts, posts, what happened, pictures."""

from django.utils.translation import gettext_lazy as _

from .personal import (
    SELF,
    Basis,
    Removal,
    personal,
)

WORKS_HERE = _("as long as the person works with the office")
ADMINISTER = "kernel.administer"
HALF_A_YEAR = 183  # logs: at least six months (Cybersecurity Law, article 23)

# --- people and their posts ----------------------------------------------------

personal(
    "kernel.Person",
    "name",
    "username",
    of=SELF,
    purpose=_("who does what: tasks, signatures, answers to a tip"),
    basis=Basis.STAFF,
    until=WORKS_HERE,
    seen_by="kernel.use_the_house",
    removal=Removal.PSEUDONYM,
    why=_("What was signed must show that different people signed it."),
)
personal(
    "kernel.Person",
    "name_en",
    "email",
    of=SELF,
    purpose=_("the name for readers of English; letters about the account"),
    basis=Basis.STAFF,
    until=WORKS_HERE,
    seen_by=ADMINISTER,
    removal=Removal.BLANK,
)
personal(
    "kernel.Person",
    "password",
    of=SELF,
    purpose=_("logging in; kept as a hash only"),
    basis=Basis.STAFF,
    until=WORKS_HERE,
    seen_by="",
    removal=Removal.OWN,
    is_copied=False,
)
personal(
    "kernel.Post",
    "person",
    of="person",
    purpose=_("which rights a person has, and where"),
    basis=Basis.STAFF,
    until=WORKS_HERE,
    seen_by=ADMINISTER,
    removal=Removal.ROW,
)
personal(
    "kernel.Person_groups",
    "person",
    of="person",
    purpose=_("which rights a person has, and where"),
    basis=Basis.STAFF,
    until=WORKS_HERE,
    seen_by=ADMINISTER,
    removal=Removal.ROW,
    is_copied=False,
)
personal(
    "kernel.Person_user_permissions",
    "person",
    of="person",
    purpose=_("which rights a person has, and where"),
    basis=Basis.STAFF,
    until=WORKS_HERE,
    seen_by=ADMINISTER,
    removal=Removal.ROW,
    is_copied=False,
)

# --- coming in, and sending twice --------------------------------------------------

personal(
    "kernel.Invitation",
    "person",
    "by",
    of="person",
    purpose=_("a link with which a person chooses a password"),
    basis=Basis.STAFF,
    until=_("30 days after it ended"),
    days=30,
    since="ends_at",
    seen_by=ADMINISTER,
    removal=Removal.ROW,
    is_copied=False,
)
personal(
    "kernel.Tries",
    "key",
    purpose=_("wrong passwords, counted under a hash of account and network"),
    basis=Basis.DUTY,
    until=_("a day"),
    days=1,
    since="at",
    seen_by="",
    removal=Removal.KEPT,
    why=_("Nobody can be read from it, and it is gone within a day."),
    is_copied=False,
)
personal(
    "kernel.ClientKey",
    "owner",
    "location",
    "data",
    "words",
    purpose=_("giving the same answer to what is sent twice"),
    basis=Basis.STAFF,
    until=_("30 days; the words of the answer one day"),
    days=30,
    since="made_at",
    seen_by="",
    removal=Removal.NAMES,
    is_copied=False,
)

# --- what happened --------------------------------------------------------------

personal(
    "kernel.Record",
    "by",
    "note",
    "label",
    "data",
    of="by",
    purpose=_("who did what, when and why"),
    basis=Basis.DUTY,
    until=_("for good; the database refuses to change a line"),
    seen_by=ADMINISTER,
    removal=Removal.KEPT,
    why=_("It names people by number; the number then leads to “deleted #…”."),
)
personal(
    "kernel.Erasure",
    "by",
    purpose=_("who deleted whose data"),
    basis=Basis.DUTY,
    until=_("for good"),
    seen_by=ADMINISTER,
    removal=Removal.KEPT,
    why=_("It names people by number; the number then leads to “deleted #…”."),
)
personal(
    "kernel.Letter",
    "last_error",
    purpose=_("why a letter did not arrive"),
    basis=Basis.STAFF,
    until=_("as long as the thing it is about"),
    seen_by="kernel.see_letters",
    removal=Removal.NAMES,
)
for model in ("ModelLogEntry", "PageLogEntry"):
    personal(
        f"wagtailcore.{model}",
        "user",
        of="user",
        purpose=_("who changed a page, a picture or a setting"),
        basis=Basis.DUTY,
        until=_("as long as the thing it is about"),
        seen_by=ADMINISTER,
        removal=Removal.KEPT,
        why=_("It names people by number; the number then leads to “deleted #…”."),
    )
    personal(
        f"wagtailcore.{model}",
        "label",
        "data",
        purpose=_("what the changed thing was called"),
        basis=Basis.DUTY,
        until=_("as long as the thing it is about"),
        seen_by=ADMINISTER,
        removal=Removal.NAMES,
    )

# --- pictures and files ---------------------------------------------------------

personal(
    "kernel.Picture",
    "title",
    "file",
    "description",
    "credit",
    "uploaded_by_user",
    of="uploaded_by_user",
    purpose=_("pictures for stories and who took them"),
    basis=Basis.NEWS,
    until=_("as long as a page shows it"),
    seen_by="newsroom.see_story",
    removal=Removal.OWN,
    why=_("A picture that a story shows is published and stays with it."),
)
personal(
    "kernel.PictureRendition",
    "file",
    purpose=_("sizes of a picture"),
    basis=Basis.NEWS,
    until=_("as long as its picture"),
    seen_by="newsroom.see_story",
    removal=Removal.OWN,
)
for model in ("wagtaildocs.Document", "wagtailimages.Image"):
    personal(
        model,
        "title",
        "file",
        "uploaded_by_user",
        of="uploaded_by_user",
        purpose=_("files that pages offer"),
        basis=Basis.NEWS,
        until=_("as long as a page shows it"),
        seen_by="newsroom.see_story",
        removal=Removal.KEPT,
        why=_("It is the office's, not the person's who put it there."),
    )
personal(
    "wagtailcore.UploadedFile",
    "file",
    "uploaded_by_user",
    of="uploaded_by_user",
    purpose=_("a file that was sent and not yet described"),
    basis=Basis.STAFF,
    until=_("as long as its form is open"),
    seen_by="",
    removal=Removal.ROW,
    is_copied=False,
)
