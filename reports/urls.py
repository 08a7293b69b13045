from django.urls import path, register_converter
from django.views.decorators.http import require_safe

from reports.converters import DayConverter, FormConverter
from reports.feeds import IssueFeed
from reports.views import (
    desk,
    freezing,
    importing,
    mails,
    mentions,
    notes,
    reading,
    sending,
    series,
    starting,
    subscribers,
    subscribing,
)

register_converter(DayConverter, "day")
register_converter(FormConverter, "form")

ISSUE = "bulletins/<slug:series>/<day:dated>"

app_name = "reports"
urlpatterns = [
    path("bulletins/", reading.IssueList.as_view(), name="list"),
    path("bulletins/new/", starting.IssueNew.as_view(), name="new"),
    path("bulletins/new/series/", series.SeriesNew.as_view(), name="series-new"),
    path("bulletins/<slug:series>/series/", series.SeriesEdit.as_view(), name="series"),
    path("bulletins/<slug:series>/import/", importing.OldIssueImport.as_view(), name="import"),
    path("bulletins/<slug:series>/feed.atom", require_safe(IssueFeed()), name="feed"),
    path("bulletins/<slug:series>/subscribe/", subscribing.Subscribe.as_view(), name="subscribe"),
    path(
        "bulletins/<slug:series>/subscribe/<str:secret>/",
        subscribing.SubscribeConfirm.as_view(),
        name="subscribe-confirm",
    ),
    path("bulletins/<slug:series>/unsubscribe/<str:secret>/", subscribing.Unsubscribe.as_view(), name="unsubscribe"),
    path("bulletins/<slug:series>/subscribers/", subscribers.SubscriberList.as_view(), name="subscribers"),
    path("bulletins/<slug:series>/subscribers/new/", subscribers.SubscriberAdd.as_view(), name="subscriber-add"),
    path(
        "bulletins/<slug:series>/subscribers/<int:subscriber>/remove/",
        subscribers.SubscriberRemove.as_view(),
        name="subscriber-remove",
    ),
    path(f"{ISSUE}/", reading.IssueDetail.as_view(), name="issue"),
    path(f"{ISSUE}/traced.html", reading.IssueTraced.as_view(), name="issue-traced"),
    path(f"{ISSUE}.<form:kind>", reading.IssueFile.as_view(), name="issue-file"),
    path(f"{ISSUE}/edit/", desk.Desk.as_view(), name="desk"),
    path(f"{ISSUE}/edit/epigraph/", desk.EpigraphEdit.as_view(), name="epigraph"),
    path(f"{ISSUE}/edit/entries/<int:entry>/", desk.EntryPlace.as_view(), name="entry-place"),
    path(f"{ISSUE}/edit/entries/<int:entry>/keep/", desk.EntryKeep.as_view(), name="entry-keep"),
    path(f"{ISSUE}/edit/passages/<int:passage>/", desk.PassageEdit.as_view(), name="passage"),
    path(f"{ISSUE}/edit/passages/<int:passage>/delete/", notes.PassageDelete.as_view(), name="passage-delete"),
    path(f"{ISSUE}/edit/sections/", desk.SectionsEdit.as_view(), name="sections"),
    path(f"{ISSUE}/edit/notes/", notes.NoteAdd.as_view(), name="note-add"),
    path(f"{ISSUE}/edit/notes/<int:entry>/", notes.NotePassageAdd.as_view(), name="note-passage-add"),
    path(f"{ISSUE}/edit/notes/<int:entry>/delete/", notes.NoteDelete.as_view(), name="note-delete"),
    path(f"{ISSUE}/edit/compile/", desk.Recompile.as_view(), name="recompile"),
    path(f"{ISSUE}/freeze/", freezing.IssueFreeze.as_view(), name="freeze"),
    path(f"{ISSUE}/mentions/", mentions.IssueMentions.as_view(), name="mentions"),
    path(f"{ISSUE}/mail/", mails.IssueMail.as_view(), name="mail"),
    path(f"{ISSUE}/mail.html", mails.MailBody.as_view(), name="mail-body"),
    path(f"{ISSUE}/send/", sending.IssueSend.as_view(), name="send"),
]
