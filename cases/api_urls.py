from django.urls import path
from django.views.decorators.gzip import gzip_page

from cases import api

urlpatterns = [
    path("cases/", gzip_page(api.CaseList.as_view()), name="cases"),
    path("cases.ndjson", api.CaseLines.as_view(), name="cases-ndjson"),
    path("cases.csv", api.CaseTable.as_view(), name="cases-csv"),
    path("cases.xlsx", api.CaseWorkbook.as_view(), name="cases-xlsx"),
    path("cases/<str:ref>/", gzip_page(api.CaseDetail.as_view()), name="case"),
    path("cases/<str:ref>/versions/", api.VersionList.as_view(), name="versions"),
    path("cases/<str:ref>/versions/<int:number>/", gzip_page(api.VersionDetail.as_view()), name="version"),
    path("people/<str:person>/", gzip_page(api.PersonDetail.as_view()), name="person"),
    path("changes/", gzip_page(api.ChangeList.as_view()), name="changes"),
    path("facilities/", gzip_page(api.FacilityList.as_view()), name="facilities"),
    path("articles/", gzip_page(api.ArticleList.as_view()), name="articles"),
]
