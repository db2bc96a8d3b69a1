from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ..rights import Role


class Person(AbstractUser):
    """Somebody who works with the office. One name, as it is said."""

    last_name = None
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    name_en = models.CharField(_("name in Latin letters"), max_length=80, blank=True)

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self):
        return self.get_full_name()

    def get_full_name(self):
        if self.name_en and (get_language() or "").startswith("en"):
            return self.name_en
        return self.name or self.username

    @property
    def first_name(self):
        """What Wagtail's menu calls a person."""
        return self.get_full_name()

    def get_short_name(self):
        return self.get_full_name()

    @cached_property
    def held_posts(self) -> list["Post"]:
        """This person's posts with their units, asked once per request."""
        return list(self.posts.select_related("unit"))

    @property
    def roles(self) -> set[str]:
        return {post.role for post in self.held_posts}

    @cached_property
    def county(self):
        """The county this person works in, or None for the operator."""
        for post in self.held_posts:
            return post.unit.county
        return None


class Post(models.Model):
    """A role held at a unit (岗位). It reaches the unit and everything below."""

    person = models.ForeignKey(
        Person,
        verbose_name=_("person"),
        related_name="posts",
        on_delete=models.CASCADE,
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    unit = models.ForeignKey(
        "kernel.Unit",
        verbose_name=_("unit"),
        related_name="posts",
        on_delete=models.PROTECT,
    )

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "unit"],
                name="a_post_is_held_once",
                violation_error_message=_("This person already holds this post."),
            )
        ]

    def __str__(self):
        return f"{self.unit} · {self.get_role_display()}"
