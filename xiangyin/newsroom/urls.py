"""Addresses of the newsroom: the phone's, and the staff's below ``/admin/``."""

from django.urls import path

from .views import captions, phone, plans, readings, stories, tips

urlpatterns = [
    path("my/tips/new/", phone.tip_new, name="tip_new"),
    path(
        "captions/<int:story>/<int:film>-<slug:mark>.vtt",
        captions.captions,
        name="captions",
    ),
]

staff_urlpatterns = [
    path("tips/", tips.TipsView.as_view(), name="tips"),
    path("tips/<int:pk>/", tips.TipView.as_view(), name="tip"),
    path("tips/<int:pk>/<slug:step>/", tips.TipView.as_view(), name="tip_step"),
    path("plans/", plans.PlansView.as_view(), name="plans"),
    path("plans/new/", plans.PlanNewView.as_view(), name="plan_new"),
    path("plans/<int:pk>/", plans.PlanView.as_view(), name="plan"),
    path("plans/<int:pk>/<slug:step>/", plans.PlanView.as_view(), name="plan_step"),
    path("stories/", stories.StoriesView.as_view(), name="stories"),
    path(
        "stories/<int:pk>/submit/",
        stories.StorySubmitView.as_view(),
        name="story_submit",
    ),
    path(
        "stories/<int:pk>/withdraw/",
        stories.StoryWithdrawView.as_view(),
        name="story_withdraw",
    ),
    path("readings/", readings.ReadingsView.as_view(), name="readings"),
    path("readings/<int:pk>/", readings.ReadingView.as_view(), name="reading"),
]
