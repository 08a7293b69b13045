from django.urls import path, register_converter

from reports import views
from reports.converters import DayConverter, FormConverter

register_converter(DayConverter, "day")
register_converter(FormConverter, "form")

app_name = "reports"
urlpatterns = [
    path("bulletins/", views.IssueList.as_view(), name="list"),
    path("bulletins/<slug:series>/<day:dated>/", views.IssueDetail.as_view(), name="issue"),
    path("bulletins/<slug:series>/<day:dated>.<form:kind>", views.IssueFile.as_view(), name="issue-file"),
]
