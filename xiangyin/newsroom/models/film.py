from django.db import models, transaction
from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.models import Picture, Unit
from xiangyin.kernel.querysets import ShowingQuerySet

from ..querysets import FilmQuerySet


class FilmManager(models.Manager.from_queryset(FilmQuerySet)):  # type: ignore[misc]
    """Brings the still along: wherever a film is shown, it stands for the film."""

    def get_queryset(self):
        return super().get_queryset().select_related("still")


class Film(models.Model):
    """A video or a sound recording (音视频), of a county as its pictures are.

    Neither its file nor its still is ever exchanged: stories were signed with them.
    """

    class Kind(models.TextChoices):
        VIDEO = "video", _("video")
        SOUND = "sound", _("sound")

    county = models.ForeignKey(
        Unit, verbose_name=_("county"), related_name="+", on_delete=models.PROTECT
    )
    title = models.CharField(
        _("title"),
        max_length=60,
        help_text=_("By which it is found here; readers see the caption in the story."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, editable=False)
    file = models.FileField(_("file"), upload_to="films", max_length=100)
    file_hash = models.CharField(max_length=64, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    seconds = models.FloatField(_("length"), editable=False)
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    still = models.ForeignKey(
        Picture,
        verbose_name=_("still"),
        related_name="+",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
    )
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = FilmManager()

    class Meta:
        verbose_name = _("film or recording")
        verbose_name_plural = _("films and recordings")
        # A file is asked for by its name.
        indexes = [
            models.Index(fields=["file"], name="film_by_file"),
            models.Index(fields=["county", "-added_at"], name="films_of_county"),
        ]

    def __str__(self):
        return self.title

    @property
    def unit(self) -> Unit:
        """Whose it is: the county's, as the trail and the rights ask."""
        return self.county

    @property
    def length(self) -> str:
        """As a clock shows it.

        >>> Film(seconds=3725.4).length, Film(seconds=59.6).length
        ('1:02:05', '1:00')
        """
        minutes, seconds = divmod(round(self.seconds), 60)
        hours, minutes = divmod(minutes, 60)
        if hours:
            return f"{hours}:{minutes:02}:{seconds:02}"
        return f"{minutes}:{seconds:02}"

    @property
    def megabytes(self) -> str:
        """What it costs to fetch: ``2.4 MB``."""
        size = max(self.size / 1024 / 1024, 0.1)
        return f"{size:.1f} MB" if size < 10 else f"{size:.0f} MB"

    @property
    def is_shown(self) -> bool:
        """Whether a page shows it or did, drafts and earlier versions included."""
        return self.showings.exists()


class FilmShowing(models.Model):
    """That a page shows a film, as ``kernel.Showing`` tells it of pictures."""

    shown = "film"

    film = models.ForeignKey(Film, related_name="showings", on_delete=models.CASCADE)
    page = models.ForeignKey(Page, related_name="+", on_delete=models.CASCADE)
    is_on_page = models.BooleanField(default=False)

    objects = ShowingQuerySet.as_manager()

    class Meta:
        verbose_name = _("film on a page")
        verbose_name_plural = _("films on pages")
        constraints = [
            models.UniqueConstraint(fields=["film", "page"], name="film_once_a_page")
        ]

    def __str__(self):
        return f"{self.film} · {self.page}"


@receiver(pre_delete, sender=Film)
def keep_what_is_shown(sender, instance, **kwargs):
    """Refuse to delete a film that a page shows or did. Raises ``RuleBroken``."""
    if instance.is_shown:
        raise RuleBroken(
            _("“%(title)s” is shown somewhere: it is not deleted.")
            % {"title": instance.title}
        )


@receiver(post_delete, sender=Film)
def let_its_files_go(sender, instance, **kwargs):
    """Its file, and its still where nothing else shows it."""
    transaction.on_commit(lambda: instance.file.delete(save=False))
    if instance.still and not instance.still.is_shown:
        instance.still.delete()
