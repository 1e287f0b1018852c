"""Shanhai (山海): the shared ledger of paired assistance. Knows nothing; its folders are the product."""
