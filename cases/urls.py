from django.urls import path

from cases import views
from cases.exports import ExportForm

app_name = "cases"
urlpatterns = [
    path("cases/", views.CaseList.as_view(), name="list"),
    path("deadlines/", views.DeadlineList.as_view(), name="deadlines"),
    *(
        path(f"cases.{form.value}", views.CaseExport.as_view(form=form), name=f"list-{form.value}")
        for form in ExportForm
    ),
    path("cases/<str:ref>/", views.CaseDetail.as_view(), name="detail"),
    path("cases/<str:ref>/restricted/", views.RestrictedRecords.as_view(), name="restricted"),
]
