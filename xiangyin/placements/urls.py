"""The ledger has no public addresses; its screens are registered with Wagtail."""

urlpatterns: list = []
