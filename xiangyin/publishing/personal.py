"""What publishing keeps of people: bylines of what is published."""

from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.personal import Basis, Removal, not_personal, personal

personal(
    "publishing.Item",
    "title",
    "summary",
    "html",
    "byline",
    purpose=_("published texts, which may be about people"),
    basis=Basis.NEWS,
    until=_("until it is withdrawn"),
    seen_by="publishing.see",
    removal=Removal.KEPT,
    why=_("It says what was published."),
)
not_personal(
    "keys, languages and addresses",
    "publishing.Item.key",
    "publishing.Item.language",
    "publishing.Item.address",
)
not_personal(
    "a partner's door and what it answered",
    "publishing.Channel",
    "publishing.Dispatch.receipt",
)
