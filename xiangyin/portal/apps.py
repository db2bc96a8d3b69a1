from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "xiangyin.portal"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Public site")

    def ready(self):
        from . import (  # noqa: F401, PLC0415 -- registration
            finding,
            personal,
            signed_in,
            subscribers,
        )

        post_migrate.connect(set_up_words, sender=self)


def set_up_words(using, **kwargs):
    from .services import findable  # noqa: PLC0415 -- models load after apps

    findable.set_up()
