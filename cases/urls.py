from django.urls import path

from cases.exports import ExportForm
from cases.views import consents, entry, history, people, reading, records, reference, review, ties, versions, worklist

app_name = "cases"
urlpatterns = [
    path("cases/", reading.CaseList.as_view(), name="list"),
    path("deadlines/", reading.DeadlineList.as_view(), name="deadlines"),
    *(
        path(f"cases.{form.value}", reading.CaseExport.as_view(form=form), name=f"list-{form.value}")
        for form in ExportForm
    ),
    path("cases/new/", entry.CaseNew.as_view(), name="new"),
    path("cases/new/alike/", entry.CaseAlike.as_view(), name="alike"),
    path("cases/<str:ref>/", reading.CaseDetail.as_view(), name="detail"),
    path("cases/<str:ref>/edit/", entry.CaseEdit.as_view(), name="edit"),
    path("cases/<str:ref>/history/", history.CaseHistory.as_view(), name="history"),
    path("cases/<str:ref>/versions/", versions.VersionList.as_view(), name="versions"),
    path("cases/<str:ref>/versions/<int:number>/", versions.VersionDetail.as_view(), name="version"),
    path("cases/<str:ref>/restricted/", reading.RestrictedRecords.as_view(), name="restricted"),
    path("cases/<str:ref>/add/<str:code>/", records.RecordAdd.as_view(), name="record-add"),
    path("cases/<str:ref>/records/<str:code>/<int:pk>/", records.RecordEdit.as_view(), name="record-edit"),
    path("cases/<str:ref>/records/<str:code>/<int:pk>/delete/", records.RecordDelete.as_view(), name="record-delete"),
    path("cases/<str:ref>/records/<str:code>/<int:pk>/undo/", records.RecordUndo.as_view(), name="record-undo"),
    path(
        "cases/<str:ref>/records/<str:code>/<int:pk>/history/", history.RecordHistory.as_view(), name="record-history"
    ),
    path("people/<str:person>/", people.PersonDetail.as_view(), name="person"),
    path("people/<str:person>/edit/", people.PersonEdit.as_view(), name="person-edit"),
    path("people/<str:person>/names/", people.PersonNames.as_view(), name="person-names"),
    *(
        path(f"people/<str:person>/{name}/", ties.PersonTies.as_view(name=name), name=f"person-{name}")
        for name in ("affiliations", "relationships")
    ),
    path("people/<str:person>/citations/", ties.PersonCitations.as_view(), name="person-citations"),
    path("people/<str:person>/consent/", consents.ConsentAdd.as_view(), name="consent-add"),
    path("people/<str:person>/consent/<int:number>/edit/", consents.ConsentEdit.as_view(), name="consent-edit"),
    path(
        "people/<str:person>/consent/<int:number>/withdraw/",
        consents.ConsentWithdraw.as_view(),
        name="consent-withdraw",
    ),
    path("facilities/", reference.FacilityList.as_view(), name="facilities"),
    path("facilities/<slug:slug>/", reference.FacilityDetail.as_view(), name="facility"),
    path("articles/", reference.ArticleList.as_view(), name="articles"),
    path("articles/<slug:law>/<str:article>/", reference.ArticleDetail.as_view(), name="article"),
    path("sources/<slug:source>/", reference.SourceDetail.as_view(), name="source"),
    path("drafts/", worklist.MyDrafts.as_view(), name="drafts"),
    path("review/", review.ReviewQueue.as_view(), name="review"),
    path("cases/<str:ref>/send/", review.CaseSend.as_view(), name="send"),
    path("cases/<str:ref>/review/", review.CaseReview.as_view(), name="review-case"),
    path("cases/<str:ref>/approve/", review.CaseApprove.as_view(), name="approve"),
    path("cases/<str:ref>/return/", review.CaseReturn.as_view(), name="return"),
    path("cases/<str:ref>/publish/", review.CasePublish.as_view(), name="publish"),
    path("cases/<str:ref>/withdraw/", review.CaseWithdraw.as_view(), name="withdraw"),
]
