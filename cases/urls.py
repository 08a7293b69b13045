from django.urls import path

from cases.exports import ExportForm
from cases.views import reading

app_name = "cases"
urlpatterns = [
    path("cases/", reading.CaseList.as_view(), name="list"),
    path("deadlines/", reading.DeadlineList.as_view(), name="deadlines"),
    *(
        path(f"cases.{form.value}", reading.CaseExport.as_view(form=form), name=f"list-{form.value}")
        for form in ExportForm
    ),
    path("cases/<str:ref>/", reading.CaseDetail.as_view(), name="detail"),
    path("cases/<str:ref>/restricted/", reading.RestrictedRecords.as_view(), name="restricted"),
]
