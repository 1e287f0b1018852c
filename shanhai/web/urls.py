"""Every page and its address, in the order of the menu."""

from shanhai.web.pages import account, audit, find, help, offices, session  # noqa: A004 - the page is named for what it is

urlpatterns = [
    *session.urlpatterns,
    *help.urlpatterns,
    *account.urlpatterns,
    *find.urlpatterns,
    *offices.urlpatterns,
    *audit.urlpatterns,
]
