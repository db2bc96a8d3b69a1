from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager

from ..querysets import UnitQuerySet


class UnitManager(MP_NodeManager.from_queryset(UnitQuerySet)):
    """Units in the order of the tree, with our own questions."""

    def get_queryset(self):
        return UnitQuerySet(self.model, using=self._db).order_by("path")


class Unit(MP_Node):
    """A node of the office's tree: county → towns and departments → villages."""

    class Kind(models.TextChoices):
        COUNTY = "county", _("county")
        DEPARTMENT = "department", _("department")
        TOWN = "town", _("town")
        VILLAGE = "village", _("village")

    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)

    objects = UnitManager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def __str__(self):
        if self.name_en and (get_language() or "").startswith("en"):
            return self.name_en
        return self.name

    @property
    def unit(self):
        """A unit belongs to itself, so that rights can be asked for it."""
        return self

    @cached_property
    def county(self):
        """The root of this unit's tree."""
        return self if self.is_root() else self.get_root()

    @property
    def county_path(self) -> str:
        return self.path[: self.steplen]
