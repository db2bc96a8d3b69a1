"""Every address of the house, and the door by which facts come true in drills."""

from django.urls import path

from xiangyin.config.urls import handler500 as handler500
from xiangyin.config.urls import urlpatterns as usual

from .kills_web import tell_a_fact

urlpatterns = [path("fact/<int:number>/", tell_a_fact), *usual]
