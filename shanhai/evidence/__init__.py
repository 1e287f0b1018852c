"""Documents read: text taken out, repaired, its claims found and held against the ledger. Writes no entry itself."""
