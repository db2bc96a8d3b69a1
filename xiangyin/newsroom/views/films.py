"""The office's films: bringing one, watching it, seeing where it stands, letting it go."""

from functools import wraps

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_protect
from wagtail.admin.ui.tables import Column, DateColumn, StatusFlagColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from xiangyin.kernel.bodies import bounded
from xiangyin.kernel.once import once
from xiangyin.kernel.services.audit import record
from xiangyin.kernel.viewsets import (
    NOBODY,
    FactsPage,
    OfficeViewSet,
    PostPolicy,
    county_of,
)

from ..blocks import FilmChooser
from ..forms.films import FilmForm
from ..models import Film, FilmShowing, Story
from ..services.films import MEGABYTE, most_bytes

KEEP = "newsroom.keep_films"
# Beside the file: its still, its title, what a browser writes between them.
BESIDE = 16 * MEGABYTE


class CountyWide(PostPolicy):
    """What a post gives anywhere in a county, it gives for the county's films."""

    def user_has_permission_for_instance(self, user, action, instance):
        if not self.user_has_permission(user, action):
            return False
        return user.is_superuser or instance.county_id == user.county.pk

    def narrow(self, queryset, user, action="view"):
        allowed = self.user_has_permission(user, action)
        return queryset.visible_to(user) if allowed else queryset.none()


def measured(view):
    """Read no more of a body than a film may be, and say so."""

    @wraps(view)
    def door(request, *args, **kwargs):
        return bounded(most_bytes() + BESIDE, refuse=_too_large)(guarded)(
            request, *args, **kwargs
        )

    guarded = csrf_protect(once(view))
    door.csrf_exempt = True
    return door


def _too_large(request, *, status):
    words = _("The file is larger than %(most)d MB: export it smaller (1080p or 720p).")
    messages.error(request, words % {"most": most_bytes() // MEGABYTE})
    return redirect("films:add")


class FilmList(generic.IndexView):
    """The films, each with whether a story shows it: those are not let go."""

    def get_base_queryset(self):
        shown = FilmShowing.objects.filter(film=OuterRef("pk"))
        return super().get_base_queryset().annotate(is_in_a_story=Exists(shown))

    def get_delete_url(self, instance):
        return None if instance.is_in_a_story else super().get_delete_url(instance)


class FilmPage(FactsPage):
    """One film: it can be watched, and the stories are named in which it stands."""

    page_title = ""
    template_name = "newsroom/film.html"

    def get_context_data(self, **kwargs):
        stories = Story.objects.visible_to(self.request.user)
        shown = self.object.showings.values("page")
        return super().get_context_data(
            film=self.object,
            stories=stories.filter(pk__in=shown).order_by("-pk")[:20],
            **kwargs,
        )


class Add(generic.CreateView):
    """Leads to the film itself: whether it plays is seen at once."""

    def get_success_url(self):
        return reverse("films:inspect", args=[self.object.pk])

    def get_success_buttons(self):
        return []


class Delete(generic.DeleteView):
    def get_usage_url(self):
        """None: the film's own page tells where it stands."""

    def get_success_message(self):
        return _("“%(title)s” is deleted, its file too.") % {"title": self.object}


class FilmViewSet(OfficeViewSet):
    model = Film
    name = "films"
    url_prefix = "newsroom/films"
    icon = "media"
    menu_label = gettext_lazy("Films and recordings")
    policy_class = CountyWide
    unit_field = "county"
    see_right = KEEP
    change_right = NOBODY
    add_right = KEEP
    delete_right = KEEP
    select_related = ()
    index_view_class = FilmList
    add_view_class = Add
    delete_view_class = Delete
    inspect_view_class = FilmPage
    inspect_view_enabled = True
    inspect_template_name = "newsroom/film.html"
    inspect_view_fields = ["kind", "seconds", "size", "added_at"]
    list_display = [
        "title",
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display"),
        Column("length", label=gettext_lazy("Length")),
        Column("megabytes", label=gettext_lazy("Size")),
        DateColumn("added_at", label=gettext_lazy("Added on"), sort_key="added_at"),
        StatusFlagColumn(
            "is_in_a_story", label="", true_label=gettext_lazy("In a story")
        ),
    ]
    list_filter = ["kind"]
    search_fields = ["title"]
    search_backend_name = None
    ordering = ["-added_at"]

    @cached_property
    def url_finder_class(self):
        """From a story's form to the film itself: there is no form to change one."""
        told = {"edit_url_name": self.get_url_name("inspect")}
        return type("FilmFinder", (super().url_finder_class,), told)

    def get_form_class(self, for_update=False):
        return FilmForm

    def get_urlpatterns(self):
        kept = {"index", "index_results", "add", "inspect", "delete"}
        urls = [url for url in super().get_urlpatterns() if url.name in kept]
        for url in urls:
            if url.name == "add":
                url.callback = measured(url.callback)
        return urls


class WithinSight:
    """Mixed into the chooser's list and its results."""

    def get_object_list(self):
        return Film.objects.visible_to(self.request.user).order_by("-added_at", "-pk")

    @property
    def columns(self):
        return [
            *super().columns,
            Column("kind", label=_("Kind"), accessor="get_kind_display"),
            Column("length", label=_("Length")),
            DateColumn("added_at", label=_("Added on")),
        ]

    def filter_object_list(self, objects):
        """By words of the title: films are few, and have no index of their own."""
        words = self.request.GET.get("q", "").split()
        for word in words:
            objects = objects.filter(title__icontains=word)
        return objects


class ForOnesCounty:
    """Mixed into every view with the form that brings a film."""

    def get_creation_form_kwargs(self):
        film = Film(county=county_of(self.request.user))
        told = {"instance": film, "for_user": self.request.user}
        return {**super().get_creation_form_kwargs(), **told}


class Choose(ForOnesCounty, WithinSight, chooser.ChooseView):
    pass


class Results(ForOnesCounty, WithinSight, chooser.ChooseResultsView):
    pass


class Chosen(chooser.ChosenView):
    def get_object(self, pk):
        return Film.objects.visible_to(self.request.user).get(pk=pk)


class ChosenMultiple(chooser.ChosenMultipleView):
    def get_objects(self, pks):
        keys = [pk for pk in pks if pk.isascii() and pk.isdigit() and len(pk) < 19]
        return Film.objects.visible_to(self.request.user).filter(pk__in=keys)


class Create(ForOnesCounty, chooser.CreateView):
    def save_form(self, form):
        film = super().save_form(form)
        record(film, "create", by=self.request.user, label=_("Created"))
        return film


class FilmChooserViewSet(ChooserViewSet):
    model = Film
    name = "film_chooser"
    url_prefix = "newsroom/film-chooser"
    icon = FilmChooser.icon
    choose_one_text = FilmChooser.choose_one_text
    choose_another_text = FilmChooser.choose_another_text
    creation_tab_label = gettext_lazy("Add one")
    create_action_label = gettext_lazy("Add")
    create_action_clicked_label = gettext_lazy("On its way…")
    creation_form_class = FilmForm
    choose_view_class = Choose
    choose_results_view_class = Results
    chosen_view_class = Chosen
    chosen_multiple_view_class = ChosenMultiple
    create_view_class = Create
    register_widget = False

    def get_urlpatterns(self):
        urls = super().get_urlpatterns()
        for url in urls:
            if url.name == "create":
                url.callback = measured(url.callback)
        return urls


films = FilmViewSet()
film_chooser = FilmChooserViewSet()
