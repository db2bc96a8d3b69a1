"""Addresses of the answers desk: the residents', and what everybody reads."""

from django.urls import path

from .views import (
    asking,
    closing,
    contact,
    following,
    knowledge,
    known,
    public,
    publishing,
    question,
    questions,
    taking_down,
)

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
    path("answers/", public.answered, name="answered"),
    path("answers/figures/", public.figures, name="answer_figures"),
    path("answers/known/", known.known, name="known"),
    path("answers/known/<int:pk>/", known.entry, name="known_entry"),
    path(f"answers/{NUMBER}/", public.answer, name="answer"),
]

staff_urlpatterns = [
    path("questions/", questions.QuestionsView.as_view(), name="questions"),
    path("questions/new/", taking_down.TakeDownView.as_view(), name="take_down"),
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
