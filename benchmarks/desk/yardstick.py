"""What Wagtail's own listing takes over the same rows: a yardstick, no screen of ours."""


def stand() -> None:
    """Give works a plain ``ModelViewSet`` below ``/admin/yardstick/``."""
    from wagtail import hooks
    from wagtail.admin.viewsets.model import ModelViewSet

    from xiangyin.placements.models import Work

    class Plain(ModelViewSet):
        model = Work
        name = "yardstick"
        url_prefix = "yardstick"
        list_display = ["title", "unit", "published_on"]
        search_fields = ["title", "authors", "origin", "text"]
        search_backend_name = None
        list_per_page = 50
        exclude_form_fields = []
        add_to_reference_index = False
        menu_hook = "no_menu"

    hooks.register("register_admin_viewset", Plain)
