from django.urls import path, register_converter
from django.views.decorators.http import require_safe

from reports import views
from reports.converters import DayConverter, FormConverter
from reports.feeds import IssueFeed

register_converter(DayConverter, "day")
register_converter(FormConverter, "form")

app_name = "reports"
urlpatterns = [
    path("bulletins/", views.IssueList.as_view(), name="list"),
    path("bulletins/<slug:series>/<day:dated>/", views.IssueDetail.as_view(), name="issue"),
    path("bulletins/<slug:series>/<day:dated>/traced.html", views.IssueTraced.as_view(), name="issue-traced"),
    path("bulletins/<slug:series>/feed.atom", require_safe(IssueFeed()), name="feed"),
    path("bulletins/<slug:series>/<day:dated>.<form:kind>", views.IssueFile.as_view(), name="issue-file"),
]
