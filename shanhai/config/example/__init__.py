"""The example: published figures with their documents, and made-up flows whose sums equal three published totals.

Everything made up is marked as example data in the ledger itself, so that every page can say so.
"""
