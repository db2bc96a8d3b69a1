"""Addresses of the public site that are not pages of the tree."""

from django.urls import path, re_path

from . import bulletins, display, going_out, looking, offline, views

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
    path("whats-on/", going_out.whats_on, name="whats_on"),
    path("whats-on/past/", going_out.whats_past, name="whats_past"),
    path("whats-on/<int:pk>/", going_out.occasion, name="occasion"),
    path(
        "whats-on/<int:year>/<int:month>/",
        going_out.whats_on_month,
        name="whats_on_month",
    ),
    path("whats-on.ics", going_out.whats_on_feed, name="whats_on_feed"),
    path("services/", going_out.services, name="services"),
    path("about/", going_out.about, name="about"),
    path("look/<slug:version>.css", going_out.stylesheet, name="look"),
    path("site-map/", views.site_map, name="site_map"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("display/large/", display.large_type, name="large_type"),
    path("display/script/", display.choose_script, name="choose_script"),
    path("display/language/", display.choose_language, name="choose_language"),
    path("offline/", offline.kept, name="offline"),
    path("offline/gone/", offline.gone, name="offline_gone"),
    path("sw.js", offline.worker, name="service_worker"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
]
