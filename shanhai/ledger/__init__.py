"""Entries, signatures, batches and the chain that holds them. `record` is the only writer."""
