from django.urls import path

from reports import api

urlpatterns = [
    path("bulletins/", api.IssueList.as_view(), name="bulletins"),
    path("bulletins/<slug:series>/<str:dated>/", api.IssueDetail.as_view(), name="bulletin"),
]
