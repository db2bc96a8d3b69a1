"""What the frame of every page says and how it looks: the office's own settings."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from xiangyin.kernel.models import Picture, Showing, Unit

from . import reading
from .imprint_form import ImprintForm
from .look import legal_accent

A_WEB_ADDRESS = URLValidator(
    schemes=["http", "https"],
    message=_("An address begins with https:// or http://."),
)


@register_setting(icon="site")
class Imprint(BaseSiteSetting):
    """What the frame of every page says (政府网站发展指引), and how it looks."""

    name = models.CharField(_("name of the site"), max_length=60, blank=True)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    language = models.CharField(
        _("language the office writes in"),
        max_length=10,
        choices=[("zh-hans", "中文"), ("en", "English")],
        default="zh-hans",
    )
    description = models.CharField(
        _("the site in a sentence"),
        max_length=160,
        blank=True,
        help_text=_("For search engines and for whoever shares a link."),
    )
    keywords = models.CharField(
        _("keywords"),
        max_length=160,
        blank=True,
        help_text=_("For machines, parted by commas."),
    )
    sponsor = models.CharField(_("run by"), max_length=120, blank=True)
    undertaker = models.CharField(_("undertaken by"), max_length=120, blank=True)
    contact = models.CharField(_("contact"), max_length=120, blank=True)
    address = models.CharField(_("where the office is"), max_length=120, blank=True)
    site_code = models.CharField(
        _("site identification code"), max_length=40, blank=True
    )
    icp_number = models.CharField(_("ICP record number"), max_length=60, blank=True)
    police_number = models.CharField(
        _("public security record number"), max_length=60, blank=True
    )
    mark_picture = models.ForeignKey(
        Picture,
        verbose_name=_("mark of party and government sites"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    mark_link = models.CharField(
        _("where the mark leads"),
        max_length=300,
        blank=True,
        validators=[A_WEB_ADDRESS],
    )
    says_ipv6 = models.BooleanField(_("says that it is reached by IPv6"), default=False)
    about = models.TextField(
        _("who we are"),
        max_length=4000,
        blank=True,
        help_text=_("An empty line begins a new paragraph. No names of people."),
    )
    about_en = models.TextField(_("the same in English"), max_length=6000, blank=True)
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        blank=True,
        help_text=_("As in #a3301c. Empty: cinnabar. Dark pages get a paler one."),
    )
    logo = models.ForeignKey(
        Picture,
        verbose_name=_("logo"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text=_("It stands before the name, 48 pixels high."),
    )
    shown = models.JSONField(default=dict, editable=False)
    is_sample = models.BooleanField(
        _("sample"),
        default=False,
        editable=False,
        help_text=_("Says on every page that this county is invented."),
    )

    base_form_class = ImprintForm
    # Every page asks for both.
    select_related = ["site__root_page__home__county"]
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("name_en"),
                FieldPanel("language"),
                FieldPanel("description"),
                FieldPanel("keywords"),
            ],
            heading=_("Name"),
        ),
        MultiFieldPanel(
            [FieldPanel("accent"), FieldPanel("logo")],
            heading=_("Look"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("sponsor"),
                FieldPanel("undertaker"),
                FieldPanel("contact"),
                FieldPanel("address"),
                FieldPanel("site_code"),
                FieldPanel("icp_number"),
                FieldPanel("police_number"),
                FieldPanel("mark_picture"),
                FieldPanel("mark_link"),
                FieldPanel("says_ipv6"),
            ],
            heading=_("Footer"),
        ),
        MultiFieldPanel(
            [FieldPanel("about"), FieldPanel("about_en")],
            heading=_("Who we are"),
        ),
    ]

    class Meta:
        verbose_name = _("imprint")
        verbose_name_plural = _("imprints")

    def __str__(self):
        return self.name or self.site.hostname

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Keep it, and the sizes in which its pictures are shown on every page.

        So no page has to ask for them. The pictures are noted as shown by the front
        page: only what a public page shows is given to everybody.
        """
        self.shown = {
            "logo": _size_of(self.logo, "max-480x96|format-webp"),
            "mark": _size_of(self.mark_picture, "max-160x160|format-webp"),
        }
        super().save(*args, **kwargs)
        home = self.site.root_page.specific
        if hasattr(home, "pictures"):
            Showing.objects.note(home, home.pictures)

    def clean(self):
        super().clean()
        if self.accent:
            try:
                legal_accent(self.accent)
            except ValidationError as refusal:
                raise ValidationError({"accent": refusal}) from refusal

    @classmethod
    def for_site(cls, site):
        """The imprint of a site, which from then on knows its county as well."""
        imprint = super().for_site(site)
        home = getattr(imprint.site.root_page, "home", None)
        if home is not None:
            site.county = home.county
        imprint.site = site
        return imprint

    @property
    def unit(self) -> Unit:
        """The county whose site this is."""
        return reading.county_of(self.site)

    @property
    def masthead(self) -> str:
        """The site's name in the reader's language."""
        if self.name_en and (get_language() or "").startswith("en"):
            return self.name_en
        return self.name

    @property
    def police_digits(self) -> str:
        """The number by which the record is looked up: its digits alone."""
        return "".join(filter(str.isdigit, self.police_number))


def _size_of(picture, spec: str) -> dict:
    if picture is None:
        return {}
    size = picture.get_rendition(spec)
    return {"url": size.url, "width": size.width, "height": size.height}
