"""Term sheets, clauses and pay-out runs: how enclave income is shared. Writes entries only through the ledger."""
