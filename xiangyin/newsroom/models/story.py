from django.db import models, transaction
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.permissions import policy_registry
from wagtail.search import index

from xiangyin.kernel.errors import NotAllowed
from xiangyin.kernel.models import Picture, Showing, Unit

from .. import rules
from ..blocks import BodyBlock
from ..body import words_in
from ..querysets import StoryQuerySet
from .film import Film, FilmShowing
from .offered import without_strangers
from .plan import Plan, Theme
from .restricted import AskedAtOnce

SIGNED_FIELDS = frozenset(
    {"live", "title", "slug", "seo_title", "search_description", "lead", "body"}
    | {"byline", "language", "unit", "theme", "cover", "cover_alt", "cover_caption"}
)
WITH_PICTURES = frozenset({"cover", "body"})


class StoryForm(WagtailAdminPageForm):
    """The editor's form. A draft may be unfinished; what is handed in may not.

    A key that is sent names something the person may choose, or something that
    stands in this story already.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        pictures, pages = self.choosable_pictures(), self.linkable_pages()
        self.data, self.strangers = without_strangers(
            self.data, pictures=pictures, films=self.choosable_films(), pages=pages
        )
        choices = {"cover": pictures}
        unit = self.instance.unit if self.instance.unit_id else None
        county = unit.county if unit else getattr(self.for_user, "county", None)
        if county is not None:
            choices["unit"] = Unit.objects.below(county)
            choices["theme"] = Theme.objects.filter(unit__in=choices["unit"])
        for name in choices.keys() & self.fields.keys():
            self.fields[name].queryset = choices[name]

    def choosable_pictures(self):
        policy = policy_registry.get_by_type(Picture)
        offered = policy.instances_user_has_any_permission_for(
            self.for_user, ["choose", "change"]
        )
        standing = Showing.objects.filter(page=self.instance.pk).values("picture")
        return Picture.objects.filter(
            Q(pk__in=offered.values("pk")) | Q(pk__in=standing)
        )

    def choosable_films(self):
        standing = FilmShowing.objects.filter(page=self.instance.pk).values("film")
        offered = Film.objects.visible_to(self.for_user).values("pk")
        return Film.objects.filter(Q(pk__in=offered) | Q(pk__in=standing))

    def linkable_pages(self):
        """Public pages, the stories the person may see, and what is linked already."""
        seen = Story.objects.visible_to(self.for_user).values("pk")
        named = references_in(self.instance.body).get(Page, ())
        linked = [key for key in named if key.isdecimal()]
        return Page.objects.filter(Q(live=True) | Q(pk__in=seen) | Q(pk__in=linked))

    def clean(self):
        cleaned = super().clean()
        if self.strangers:
            field = "cover" if "cover" in self.strangers else "body"
            self.add_error(
                field,
                _("A picture, a film or a linked page is not there: choose another."),
            )
        if not self.is_deferred_validation:
            cover, alt = cleaned.get("cover"), cleaned.get("cover_alt")
            if cover and not (alt or "").strip():
                self.add_error("cover_alt", rules.COVER_NEEDS_WORDS)
        return cleaned


def references_in(body) -> dict[type, set[str]]:
    """What a body names by key: models, each with its keys.

    A link that says it leads to a page and not to which names no key: "".
    """
    found: dict = {}
    for block in body:
        try:
            for model, key, *_where in block.block.extract_references(block.value):
                found.setdefault(model, set()).add(key)
        except KeyError:
            found.setdefault(Page, set()).add("")
    return found


class Story(AskedAtOnce, Page):
    """The text with its pictures (稿件). Drafts and corrections are revisions.

    Three people sign the exact text before it is public; :meth:`save` is the
    last door and lets no unsigned text go live, whoever asks and by whatever way.
    """

    unit = models.ForeignKey(
        Unit,
        verbose_name=_("credited unit"),
        related_name="+",
        on_delete=models.PROTECT,
    )
    plan = models.ForeignKey(
        Plan,
        verbose_name=_("plan"),
        related_name="stories",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
    )
    theme = models.ForeignKey(
        Theme,
        verbose_name=_("theme"),
        related_name="stories",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
    )
    lead = models.CharField(
        _("lead"),
        max_length=300,
        help_text=_("One or two sentences: what happened, and for whom."),
    )
    byline = models.CharField(_("byline"), max_length=120, blank=True)
    cover = models.ForeignKey(
        Picture,
        verbose_name=_("cover picture"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    cover_alt = models.CharField(
        _("alternative text"),
        max_length=200,
        blank=True,
        help_text=_("What the picture shows, for readers who cannot see it."),
    )
    cover_caption = models.CharField(_("caption"), max_length=200, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("body"))
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=[("zh-hans", "中文"), ("en", "English")],
        default="zh-hans",
    )

    objects = PageManager.from_queryset(StoryQuerySet)()

    base_form_class = StoryForm
    content_panels = [
        *Page.content_panels,
        FieldPanel("lead", widget=AdminAutoHeightTextInput(attrs={"rows": 2})),
        MultiFieldPanel(
            [
                FieldPanel("cover"),
                FieldPanel("cover_alt"),
                FieldPanel("cover_caption"),
            ],
            heading=_("Cover picture"),
        ),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("byline"),
                FieldPanel("unit"),
                FieldPanel("theme"),
                FieldPanel("language"),
            ],
            heading=_("About this story"),
        ),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("lead", boost=2),
        index.SearchField("body"),
        index.SearchField("byline"),
        index.FilterField("unit_id"),
        index.FilterField("theme_id"),
        index.FilterField("first_published_at"),
    ]
    subpage_types: list[str] = []
    parent_page_types = ["portal.Section"]
    template = "newsroom/story.html"

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Keep the story, and which pictures it shows, if its readers signed it."""
        touched = kwargs.get("update_fields")
        if self.alias_of_id:
            raise NotAllowed(_("A story stands in one place: link to it instead."))
        if self.live and (touched is None or SIGNED_FIELDS & set(touched)):
            rules.require_three_signatures(self)
        super().save(*args, **kwargs)
        if touched is None or WITH_PICTURES & set(touched):
            Showing.objects.note(self, self.pictures)
            FilmShowing.objects.note(self, self.films)

    def publish(self, revision, *args, **kwargs):
        """Publish or schedule a signed revision; an unsigned one is not even planned.

        One transaction, so that whoever must hear of it surely does. Raises
        ``NotAllowed``, and takes a text that lost its signatures from the schedule:
        it would hold up all that are due after it.
        """
        try:
            with transaction.atomic():
                rules.require_three_signatures(revision.as_object())
                return super().publish(revision, *args, **kwargs)
        except NotAllowed:
            self.revisions.filter(pk=revision.pk).update(approved_go_live_at=None)
            raise

    @transaction.atomic
    def unpublish(self, *args, **kwargs):
        """Withdraw, in one transaction with the letters that tell of it."""
        return super().unpublish(*args, **kwargs)

    @property
    def is_kept(self) -> bool:
        """Whether somebody read or published it, so that it is never deleted."""
        return bool(self.first_published_at) or self.signatures.exists()

    @transaction.atomic
    def save_revision(self, *args, overwrite_revision=None, **kwargs):
        """Keep a new revision; one that somebody has signed is never written over."""
        if (
            overwrite_revision
            and self.signatures.filter(revision=overwrite_revision).exists()
        ):
            overwrite_revision = None
        revision = super().save_revision(
            *args, overwrite_revision=overwrite_revision, **kwargs
        )
        Showing.objects.note_draft(self, self.pictures)
        FilmShowing.objects.note_draft(self, self.films)
        return revision

    def permissions_for_user(self, user):
        return rules.StoryPermissions(user, self)

    @property
    def pictures(self) -> set[int]:
        """Keys of every picture that this text shows, stills of its films included."""
        found = {int(key) for key in references_in(self.body).get(Picture, ())}
        if self.films:
            stills = Film.objects.filter(pk__in=self.films, still__isnull=False)
            found |= set(stills.values_list("still", flat=True))
        return found | ({self.cover_id} if self.cover_id else set())

    @property
    def films(self) -> set[int]:
        """Keys of every film that this text shows."""
        return {int(key) for key in references_in(self.body).get(Film, ())}

    @property
    def digest(self) -> str:
        """The fingerprint of what a reader signs."""
        return rules.digest(self)

    @cached_property
    def plain_text(self) -> str:
        """Lead and body without markup, as the ledger and the engine read it."""
        parts = [self.lead, *(word for block in self.body for word in words_in(block))]
        return "\n".join(part.strip() for part in parts if part.strip())
