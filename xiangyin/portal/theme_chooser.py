"""Wagtail's list to choose a theme from: the themes that a person's posts reach."""

from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from xiangyin.newsroom.models import Theme

from .blocks import ThemeChooser


def themes_in_sight(request):
    return Theme.objects.visible_to(request.user).order_by("name", "pk")


class WithinSight:
    """Mixed into the list, and into its results."""

    def get_object_list(self):
        return themes_in_sight(self.request)


class Choose(WithinSight, chooser.ChooseView):
    pass


class Results(WithinSight, chooser.ChooseResultsView):
    pass


class Chosen(chooser.ChosenView):
    def get_object(self, pk):
        return themes_in_sight(self.request).get(pk=pk)


class ChosenMultiple(chooser.ChosenMultipleView):
    def get_objects(self, pks):
        keys = [pk for pk in pks if pk.isascii() and pk.isdigit() and len(pk) < 19]
        return themes_in_sight(self.request).filter(pk__in=keys)


class ThemeChooserViewSet(ChooserViewSet):
    model = Theme
    name = "theme_chooser"
    url_prefix = "site/theme-chooser"
    icon = "tag"
    choose_one_text = ThemeChooser.choose_one_text
    choose_another_text = ThemeChooser.choose_another_text
    choose_view_class = Choose
    choose_results_view_class = Results
    chosen_view_class = Chosen
    chosen_multiple_view_class = ChosenMultiple
    register_widget = False

    def get_urlpatterns(self):
        """Without Wagtail's door to create one: themes have a screen of their own."""
        return [each for each in super().get_urlpatterns() if each.name != "create"]


theme_chooser = ThemeChooserViewSet()
