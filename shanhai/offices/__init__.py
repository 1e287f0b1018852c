"""Offices, members and what they may see, write and sign. Knows places; must not know entries."""
