"""Tags the templates share."""
