"""Addresses of one's own account, beside those of allauth."""

from django.urls import path

from . import entrance, my_data

urlpatterns = [
    path("invitation/<str:token>/", entrance.invitation, name="invitation"),
    path("sessions/<int:pk>/end/", entrance.end_session, name="end_session"),
    path("data/", my_data.my_data, name="my_data"),
    path("data/copy/", my_data.my_copy, name="my_copy"),
]
