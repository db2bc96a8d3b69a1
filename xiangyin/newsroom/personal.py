"""What the newsroom keeps of people."""

from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.personal import (
    BY_NUMBER,
    Basis,
    Removal,
    not_personal,
    personal,
)

SEE_TIP = "newsroom.see_tip"
SEE_STORY = "newsroom.see_story"
CONTACT_DAYS = 180
WITH_THE_STORY = _("as long as the story it carries")
OF_TIPS = _(
    "Words, place, contact and photos of the tips they sent are deleted; a story made"
    " of one stays as it was published."
)

CONTACT = personal(
    "newsroom.Tip",
    "contact",
    of="sender",
    purpose=_("so that a reporter can ask back"),
    basis=Basis.CONSENT,
    until=_("180 days after the tip is closed"),
    days=CONTACT_DAYS,
    seen_by=SEE_TIP,
    removal=Removal.OWN,
    why=OF_TIPS,
)
personal(
    "newsroom.Tip",
    "text",
    "place",
    "happens",
    "answer",
    "client_key",
    of="sender",
    purpose=_("word of something that may be worth a story"),
    basis=Basis.CONSENT,
    until=_("for good, as the office's record of its sources"),
    seen_by=SEE_TIP,
    removal=Removal.OWN,
    why=OF_TIPS,
)
personal(
    "newsroom.Tip",
    "sender",
    of="sender",
    purpose=_("the sender reads what became of the tip"),
    basis=Basis.CONSENT,
    until=_("for good, as the office's record of its sources"),
    seen_by=SEE_TIP,
    **BY_NUMBER,
    is_copied=False,
)
personal(
    "newsroom.Tip",
    "owner",
    of="owner",
    purpose=_("who answers for the tip"),
    basis=Basis.STAFF,
    until=_("for good, as the office's record of its sources"),
    seen_by=SEE_TIP,
    **BY_NUMBER,
    is_copied=False,
)
personal(
    "newsroom.Plan",
    "made_by",
    of="made_by",
    purpose=_("who wrote, handed in or read a text"),
    basis=Basis.STAFF,
    until=WITH_THE_STORY,
    seen_by="newsroom.see_plan",
    **BY_NUMBER,
    is_copied=False,
)
personal(
    "newsroom.Plan",
    "working_title",
    purpose=_("what a story is called while it is planned"),
    basis=Basis.STAFF,
    until=WITH_THE_STORY,
    seen_by="newsroom.see_plan",
    removal=Removal.OWN,
    why=_("Where it was the tip's own words, the tip's number stands instead."),
)
personal(
    "newsroom.Assignment",
    "reporter",
    of="reporter",
    purpose=_("who writes what until when"),
    basis=Basis.STAFF,
    until=WITH_THE_STORY,
    seen_by="newsroom.see_plan",
    **BY_NUMBER,
)
personal(
    "newsroom.Assignment",
    "note",
    purpose=_("who writes what until when"),
    basis=Basis.STAFF,
    until=WITH_THE_STORY,
    seen_by="newsroom.see_plan",
    removal=Removal.NAMES,
)
personal(
    "newsroom.Story",
    "byline",
    "lead",
    "body",
    "cover_alt",
    "cover_caption",
    purpose=_("published texts, which may be about people"),
    basis=Basis.NEWS,
    until=_("until it is withdrawn"),
    seen_by=SEE_STORY,
    removal=Removal.OWN,
    why=_(
        "A published text stays as it was signed. To take a name out of it, an editor"
        " changes it and it is read anew."
    ),
)
personal(
    "newsroom.Signature",
    "reader",
    "decision",
    of="reader",
    purpose=_("who signed which text, in which reading"),
    basis=Basis.DUTY,
    until=WITH_THE_STORY,
    seen_by=SEE_STORY,
    **BY_NUMBER,
)
personal(
    "newsroom.Signature",
    "comment",
    purpose=_("what a reader said about a text"),
    basis=Basis.DUTY,
    until=WITH_THE_STORY,
    seen_by=SEE_STORY,
    removal=Removal.NAMES,
)
personal(
    "newsroom.Film",
    "title",
    "file",
    purpose=_("videos and recordings for stories"),
    basis=Basis.NEWS,
    until=_("as long as a page shows it"),
    seen_by=SEE_STORY,
    removal=Removal.OWN,
    why=_(
        "A film that a story shows is published and stays with it; one that none shows"
        " is deleted in the list of films."
    ),
)
not_personal(
    "numbers, states, fingerprints and addresses that the program makes",
    "newsroom.Tip.number",
    "newsroom.Tip.state",
    "newsroom.Signature.digest",
    "newsroom.Film.file_hash",
)
not_personal(
    "names of campaigns, chosen by the newsroom",
    "newsroom.Theme.name",
    "newsroom.Theme.name_en",
    "newsroom.Theme.slug",
    "newsroom.Theme.about",
)
