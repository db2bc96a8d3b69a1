"""People and their posts, within an administrator's reach."""

from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views import generic

from ..forms import ADMINISTER, PersonForm
from ..models import Person
from ..rights import may, reach, within
from ..services.posts import may_keep
from ..viewsets import NOBODY, OfficeViewSet, PostPolicy
from .invitations import SignInLink
from .personal import PersonalCopy, PersonalData


class PersonPolicy(PostPolicy):
    """Who may see and change an account.

    Seen are people with a post within reach. Changed is only somebody whose
    every post lies within reach: who resets a password could act with it.
    """

    def user_has_permission_for_instance(self, user, action, instance):
        right = self.right(action)
        if right == NOBODY:
            return False
        if user.is_superuser:
            return True
        if action == "view":
            return any(may(user, right, post.unit) for post in instance.held_posts)
        return may_keep(user, instance)

    def narrow(self, queryset, user, action="view"):
        if user.is_superuser:
            return queryset
        posts = within(reach(user, self.right(action)), field="posts__unit")
        return queryset.filter(pk__in=Person.objects.filter(posts))


class PostsColumn(Column):
    """Every post on a line of its own."""

    cell_template_name = "kernel/_posts_cell.html"

    def get_value(self, instance):
        return instance.held_posts


class PeopleList(generic.IndexView):
    list_display = None
    index_results_url_name = None

    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("posts__unit")

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        for person in context["object_list"]:
            person.held_posts = list(person.posts.all())
        return context

    def get_list_more_buttons(self, instance):
        return []


class CreatePerson(generic.CreateView):
    template_name = "kernel/person_form.html"
    success_message = gettext_lazy("%(object)s has an account now.")
    submit_button_label = gettext_lazy("Make the account")

    def get_success_buttons(self):
        return []

    def get_success_url(self):
        """On to the link with which the person chooses a password."""
        return reverse("people:link", args=[self.object.pk])


class EditPerson(generic.EditView):
    template_name = "kernel/person_form.html"
    success_message = gettext_lazy("%(object)s is saved.")

    def get_context_data(self, **kwargs):
        urls = {
            f"{name}_url": reverse(f"people:{name}", args=[self.object.pk])
            for name in ("link", "data")
        }
        return super().get_context_data(**urls, **kwargs)

    def get_success_buttons(self):
        return []


class PersonViewSet(OfficeViewSet):
    model = Person
    icon = "user"
    menu_label = gettext_lazy("People")
    see_right = ADMINISTER
    change_right = ADMINISTER
    delete_right = NOBODY
    select_related = ()
    is_in_registry = False
    index_view_class = PeopleList
    add_view_class = CreatePerson
    edit_view_class = EditPerson
    create_template_name = "kernel/person_form.html"
    edit_template_name = "kernel/person_form.html"
    search_fields = ["name", "name_en", "username"]
    search_backend_name = None
    ordering = "username"
    list_display = [
        "name",
        "username",
        PostsColumn("posts", label=gettext_lazy("Posts")),
        BooleanColumn("is_active", label=gettext_lazy("May log in")),
        DateColumn("last_login", label=gettext_lazy("Last here")),
    ]
    list_filter = ["is_active"]
    list_export = ["username", "name", "name_en", "is_active"]

    @cached_property
    def policy(self):
        return PersonPolicy(Person, see=ADMINISTER, change=ADMINISTER, delete=NOBODY)

    def get_form_class(self, for_update=False):
        return PersonForm

    def get_urlpatterns(self):
        more = {"link": SignInLink, "data": PersonalData, "copy": PersonalCopy}
        return [
            *super().get_urlpatterns(),
            *(
                path(f"<int:pk>/{name}/", self.construct_view(view), name=name)
                for name, view in more.items()
            ),
        ]
