"""Every address of an installation, and the pages for what did not work."""

from django.urls import include, path

urlpatterns = [path("", include("shanhai.web.urls"))]

handler400 = "shanhai.web.pages.errors.show_bad_request"
handler403 = "shanhai.web.pages.errors.show_forbidden"
handler404 = "shanhai.web.pages.errors.show_not_found"
handler500 = "shanhai.web.pages.errors.show_failure"
