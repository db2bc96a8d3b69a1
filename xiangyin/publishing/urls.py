"""Addresses of the publishing desk."""

from django.urls import path

from . import views

urlpatterns = [path("feed.atom", views.atom, name="feed")]
