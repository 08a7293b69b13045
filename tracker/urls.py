"""Every address of the site; apps are included by name."""

from django.contrib import admin
from django.urls import include, path

from tracker import views

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-in/<str:secret>/", views.SignInByLink.as_view(), name="sign-in-link"),
    path("sign-out/", views.SignOut.as_view(), name="sign-out"),
    path("health/live", views.live, name="health-live"),
    path("health/ready", views.Ready.as_view(), name="health-ready"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("tracker.api_urls")),
    path("", include("cases.urls")),
    path("", include("reports.urls")),
]
