"""Addresses of the answers desk: the residents', and what everybody reads."""

from django.urls import path

from .views import (
    applications,
    asking,
    closing,
    contact,
    desk_figures,
    figures,
    follow,
    following,
    knowledge,
    known,
    open_data,
    promises,
    public,
    publishing,
    question,
    questions,
    sending,
    taking_down,
)
from .views.open311.urls import urlpatterns as open311

NUMBER = "<slug:number>"

urlpatterns = [
    path("ask/", asking.start, name="ask"),
    path("ask/about/<int:pk>/", asking.ask, name="ask_about"),
    path("ask/status/", following.look_up, name="ask_status"),
    path("ask/status/close/", following.close, name="ask_close"),
    path(f"ask/status/{NUMBER}/", following.question, name="ask_question"),
    path(f"ask/status/{NUMBER}/confirm/", asking.confirm, name="ask_confirm"),
    path(f"ask/status/{NUMBER}/contact/", contact.correct, name="ask_contact"),
    path(f"ask/status/{NUMBER}/copy.json", following.copy, name="ask_copy"),
    path(f"ask/status/{NUMBER}/<slug:step>/", following.step, name="ask_step"),
    path("ask/confirm/<slug:token>/", sending.confirm_sent, name="ask_confirm_sent"),
    path("ask/follow/code/<slug:page>/", follow.prove, name="ask_follow_code"),
    path("ask/follow/stop/<slug:stop>/", follow.end, name="ask_follow_stop"),
    path("ask/follow/ended/", follow.ended, name="ask_follow_ended"),
    path(f"ask/follow/{NUMBER}/", follow.follow, name="ask_follow"),
    path("answers/", public.answered, name="answered"),
    path("answers/figures/", figures.figures, name="answer_figures"),
    path(
        "answers/figures/<slug:name>.svg",
        figures.picture,
        name="answer_figures_picture",
    ),
    path("answers/answers.csv", open_data.table, name="answers_csv"),
    path("answers/known/", known.known, name="known"),
    path("answers/known/<int:pk>/", known.entry, name="known_entry"),
    path(f"answers/{NUMBER}/", public.answer, name="answer"),
    *open311,
]

staff_urlpatterns = [
    path("questions/", questions.QuestionsView.as_view(), name="questions"),
    path("promises/", promises.PromisesView.as_view(), name="promises"),
    path("questions/new/", taking_down.TakeDownView.as_view(), name="take_down"),
    path("applications/", applications.ApplicationsView.as_view(), name="applications"),
    path(
        "applications/<int:pk>/<slug:step>/",
        applications.ApplicationStepView.as_view(),
        name="application_step",
    ),
    path("figures/", desk_figures.FiguresView.as_view(), name="figures"),
    path(
        "figures/<slug:name>.svg",
        desk_figures.FiguresPictureView.as_view(),
        name="figures_picture",
    ),
    path(
        "figures/bulletin.<slug:ending>",
        desk_figures.FiguresBulletinView.as_view(),
        name="figures_bulletin",
    ),
    path(
        "figures/register.xlsx",
        desk_figures.FiguresRegisterView.as_view(),
        name="figures_register",
    ),
    path(
        "questions/closing/",
        closing.CloseTogetherView.as_view(),
        name="close_together",
    ),
    path("knowledge/", knowledge.KnowledgeView.as_view(), name="knowledge"),
    path("knowledge/<int:pk>/", knowledge.EntryView.as_view(), name="entry"),
    path(
        "knowledge/<int:pk>/<slug:step>/",
        knowledge.EntryView.as_view(),
        name="entry_step",
    ),
    path("questions/<int:pk>/public/", publishing.PublicView.as_view(), name="public"),
    path(
        "questions/<int:pk>/public/<slug:step>/",
        publishing.PublicView.as_view(),
        name="public_step",
    ),
    path(
        "questions/<int:pk>/photos/<int:photo>/",
        publishing.PhotoView.as_view(),
        name="photo",
    ),
    path("questions/<int:pk>/", question.QuestionView.as_view(), name="question"),
    path(
        "questions/<int:pk>/<slug:step>/",
        question.QuestionView.as_view(),
        name="question_step",
    ),
]
