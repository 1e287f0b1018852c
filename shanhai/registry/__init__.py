"""Places, parties, programmes and pairings, each with its dates. Knows nothing of entries, offices or figures."""
