"""Every address of the house. A desk's own are in its ``urls.py``."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.urls import serve_pattern
from wagtail.views import serve as serve_page

from .films import film
from .media import picture
from .views import healthz

handler500 = "xiangyin.config.views.server_error"

urlpatterns = [
    path("healthz", healthz),
    path(
        "admin/login/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
    ),
    path("admin/", include(wagtailadmin_urls)),
    path("accounts/", include("xiangyin.portal.own_urls")),
    path("accounts/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("", include("xiangyin.workbench.urls")),
    path("", include("xiangyin.newsroom.urls")),
    path("", include("xiangyin.publishing.urls")),
    path("", include("xiangyin.answers.urls")),
    path("", include("xiangyin.portal.urls")),
    re_path(r"^media/(?P<path>images/.*)$", picture),
    re_path(r"^media/(?P<path>films/[^/]+)$", film),
    # Only Wagtail's pages: its own log-in knows neither limits nor second factors.
    re_path(serve_pattern, serve_page, name="wagtail_serve"),
]
