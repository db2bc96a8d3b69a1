"""Addresses of the workbench: the people's, and the staff's below ``/admin/``."""

from django.urls import path

from . import desk, views

urlpatterns = [
    path("start/", views.start, name="start"),
    path("start/language/<slug:language>/", views.choose_language, name="speak"),
    path("my/tips/", views.my_tips, name="my_tips"),
    path("my/figures/", views.my_figures, name="my_figures"),
    path("my/tips/<int:pk>/", views.my_tip, name="my_tip"),
]

staff_urlpatterns = [
    path("chart-<slug:theme>.svg", desk.chart, name="chart"),
    path("late/", desk.LateView.as_view(), name="late"),
    path("tips/<slug:month>/", desk.TipsView.as_view(), name="tips"),
    path("stories/<slug:month>/", desk.StoriesView.as_view(), name="stories"),
    path("outlets/<slug:month>/", desk.OutletsView.as_view(), name="outlets"),
]
