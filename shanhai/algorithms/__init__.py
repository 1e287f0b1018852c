"""Pure functions over values: no clock, no files, no Django, nothing of ours."""
