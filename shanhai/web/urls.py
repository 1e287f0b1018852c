"""Every page and its address, in the order of the menu."""

from django.urls import path

from shanhai.web.activity_api import router as activities_router
from shanhai.web.api import api, show_docs
from shanhai.web.pages import (
    account,
    activities,
    activity,
    audit,
    board,
    documents,
    entry,
    figure,
    find,
    help,  # noqa: A004 - the page is named for what it is
    imports,
    ledger,
    offices,
    pairing,
    payouts,
    place,
    session,
    settings,
    sign,
    split,
    term_sheets,
    waiting,
)

api.add_router("", activities_router)

urlpatterns = [
    *board.urlpatterns,
    *session.urlpatterns,
    *sign.urlpatterns,
    *imports.urlpatterns,
    *ledger.urlpatterns,
    *entry.urlpatterns,
    *documents.urlpatterns,
    *pairing.urlpatterns,
    *place.urlpatterns,
    *activities.urlpatterns,
    *waiting.urlpatterns,
    *split.urlpatterns,
    *activity.urlpatterns,
    *payouts.urlpatterns,
    *term_sheets.urlpatterns,
    *figure.urlpatterns,
    *find.urlpatterns,
    *help.urlpatterns,
    *account.urlpatterns,
    *offices.urlpatterns,
    *settings.urlpatterns,
    *audit.urlpatterns,
    path("api/docs", show_docs, name="api_docs"),
    path("api/", api.urls),
]
