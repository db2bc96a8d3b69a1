from django.apps import AppConfig


class BareConfig(AppConfig):
    name = "benchmarks.site.bare"
    label = "bare"
