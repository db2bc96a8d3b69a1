"""Wagtail asks for rights; these answers come from the people's posts."""

from functools import reduce

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.permission_policies import BasePermissionPolicy

from ..errors import RuleBroken
from ..models import Person, Unit
from ..rights import may, reach, roles_with, within

NOBODY = ""


class PostPolicy(BasePermissionPolicy):
    """Answers Wagtail's questions about a model from the people's posts.

    ``view`` and ``choose`` ask ``see``, everything that writes asks ``change``
    unless ``add`` or ``delete`` say otherwise; ``NOBODY`` closes an action.
    ``unit_field`` leads from the model to its unit, as a query would write it.
    """

    def __init__(self, model, *, see, change, add=None, delete=None, unit_field="unit"):
        super().__init__(model)
        self.unit_field = unit_field
        self.rights = {
            "view": see,
            "choose": see,
            "change": change,
            "add": change if add is None else add,
            "delete": change if delete is None else delete,
        }

    def right(self, action: str) -> str:
        return self.rights.get(action, self.rights["change"])

    def user_has_permission(self, user, action):
        right = self.right(action)
        return right != NOBODY and may(user, right)

    def user_has_permission_for_instance(self, user, action, instance):
        right = self.right(action)
        if right == NOBODY:
            return False
        unit = reduce(getattr, self.unit_field.split("__"), instance)
        return user.is_superuser if unit is None else may(user, right, unit)

    def narrow(self, queryset, user, action="view"):
        """The rows of ``queryset`` for which ``user`` may do ``action``."""
        right = self.right(action)
        if right == NOBODY:
            return queryset.none()
        return queryset.filter(within(reach(user, right), field=self.unit_field))

    def instances_user_has_any_permission_for(self, user, actions):
        everything = self.model._default_manager.all()
        rows = [self.narrow(everything, user, action) for action in actions]
        return reduce(lambda some, more: some | more, rows)

    def users_with_any_permission(self, actions):
        roles = {role for action in actions for role in roles_with(self.right(action))}
        holders = Q(is_superuser=True) | Q(posts__role__in=roles)
        return Person.objects.filter(holders, is_active=True).distinct()


def county_of(person) -> Unit:
    """The county in which what ``person`` creates is kept.

    The operator works in the only county there is; with several, a post says
    which. Raises ``RuleBroken`` where that cannot be known.
    """
    if person.county is not None:
        return person.county
    counties = list(Unit.objects.counties()[:2])
    if len(counties) != 1:
        raise RuleBroken(_("Take a post in the county this belongs to first."))
    return counties[0]


def choices_for(person, queryset, right="kernel.use_the_house"):
    """Narrow a field's choices to what ``person`` may know of."""
    if queryset.model is Unit:
        return queryset.reached_by(person, right)
    if queryset.model is Person and not person.is_superuser:
        return queryset.filter(
            pk__in=Person.objects.filter(
                is_active=True, posts__unit__path__startswith=county_of(person).path
            )
        )
    if hasattr(queryset, "visible_to"):
        return queryset.visible_to(person)
    return queryset
