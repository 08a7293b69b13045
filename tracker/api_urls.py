"""The addresses of API v1. A path that is none of them answers with a problem document too."""

from django.urls import include, path, re_path
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView

from tracker.views import NoSuchAddress

app_name = "api"
urlpatterns = [
    path("", include("cases.api_urls")),
    path("", include("reports.api_urls")),
    path(
        "schema/",
        gzip_page(
            SpectacularJSONAPIView.as_view(authentication_classes=[], permission_classes=[], throttle_classes=[])
        ),
        name="schema",
    ),
    path(
        "docs/",
        # Its renderer has a page for reading alone, and none for OPTIONS.
        require_safe(
            SpectacularSwaggerSplitView.as_view(
                url_name="api:schema", authentication_classes=[], permission_classes=[], throttle_classes=[]
            )
        ),
        name="docs",
    ),
    re_path(r"^.*$", NoSuchAddress.as_view(), name="nothing"),
]
