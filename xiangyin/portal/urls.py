"""Addresses of the public site that are not pages of the tree."""

from django.urls import path, re_path

from . import bulletins, looking, views

urlpatterns = [
    path("search/", looking.search, name="search"),
    path("search/offers/", looking.offers, name="search_offers"),
    path("archive/", views.archive, name="archive"),
    path("archive/<int:year>/<int:month>/", views.archive_month, name="archive_month"),
    path("themes/<slug:slug>/", views.theme, name="theme"),
    path("units/<slug:code>/", views.unit, name="unit"),
    path("bulletins/", bulletins.bulletins, name="public_bulletins"),
    re_path(
        r"^bulletins/(?P<period>\d{4}(?:-\d{2}|-Q[1-4])?)/$",
        bulletins.bulletin,
        name="public_bulletin",
    ),
    re_path(
        r"^bulletins/(?P<period>\d{4}(?:-\d{2}|-Q[1-4])?)\.json$",
        bulletins.bulletin_json,
        name="public_bulletin_json",
    ),
    path("site-map/", views.site_map, name="site_map"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("display/large/", views.large_type, name="large_type"),
    path("display/language/", views.choose_language, name="choose_language"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
]
