"""Addresses of one's own account, beside those of allauth."""

from django.urls import path

from . import entrance

urlpatterns = [
    path("invitation/<str:token>/", entrance.invitation, name="invitation"),
    path("sessions/<int:pk>/end/", entrance.end_session, name="end_session"),
]
