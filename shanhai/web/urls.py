"""Every page and its address, in the order of the menu."""

from shanhai.web.pages import (
    account,
    audit,
    board,
    documents,
    entry,
    figure,
    find,
    help,  # noqa: A004 - the page is named for what it is
    ledger,
    offices,
    pairing,
    place,
    session,
    sign,
)

urlpatterns = [
    *board.urlpatterns,
    *session.urlpatterns,
    *sign.urlpatterns,
    *ledger.urlpatterns,
    *entry.urlpatterns,
    *documents.urlpatterns,
    *pairing.urlpatterns,
    *place.urlpatterns,
    *figure.urlpatterns,
    *find.urlpatterns,
    *help.urlpatterns,
    *account.urlpatterns,
    *offices.urlpatterns,
    *audit.urlpatterns,
]
