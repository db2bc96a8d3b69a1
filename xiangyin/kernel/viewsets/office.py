"""The viewset every desk starts from."""

from typing import ClassVar

from django.utils.functional import cached_property
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry, register_permission_policy

from ..pages import KeysFirst
from ..rights import may
from .policy import NOBODY, PostPolicy
from .reach import kept_within_reach


class OfficeViewSet(ModelViewSet):
    """A list with its pages, kept within what a person's posts reach.

    ``unit_field`` leads from the model to its unit as a query would write it;
    ``policy_class`` answers for rights that reach otherwise than by units;
    ``select_related`` is what a line of the list shows besides its own columns;
    ``formfield_widgets`` are the fields, by name, that are not typed in Django's way.
    """

    see_right = "kernel.administer"
    change_right = NOBODY
    add_right = None
    delete_right = None
    unit_field = "unit"
    policy_class = PostPolicy
    select_related: tuple[str, ...] = ("unit",)
    formfield_widgets: ClassVar[dict] = {}
    copy_view_enabled = False
    add_to_reference_index = False
    is_in_registry = True

    def __init__(self, name=None, **kwargs):
        super().__init__(name, **kwargs)
        registered = policy_registry.get_by_type(self.model, fallback=False)
        if self.is_in_registry and not isinstance(registered, PostPolicy):
            register_permission_policy(self.model, self.policy, exact_class=True)

    @cached_property
    def policy(self) -> PostPolicy:
        return self.policy_class(
            self.model,
            see=self.see_right,
            change=self.change_right,
            add=self.add_right,
            delete=self.delete_right,
            unit_field=self.unit_field,
        )

    def formfield_for_dbfield(self, db_field, **kwargs):
        if db_field.name in self.formfield_widgets:
            kwargs["widget"] = self.formfield_widgets[db_field.name]
        return super().formfield_for_dbfield(db_field, **kwargs)

    def construct_view(self, view_class, **kwargs):
        return super().construct_view(kept_within_reach(view_class), **kwargs)

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(
            permission_policy=self.policy, select_related=self.select_related, **kwargs
        )

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(paginator_class=KeysFirst, **kwargs)

    @cached_property
    def menu_item_class(self):
        return menu_item_for(self.see_right)


def menu_item_for(right: str) -> type[MenuItem]:
    """A menu item for those who hold ``right`` anywhere."""

    def is_shown(_item, request):
        return may(request.user, right)

    return type("MenuItem", (MenuItem,), {"is_shown": is_shown})
