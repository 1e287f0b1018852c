"""Measured comparisons: each beside a bare floor doing the least possible work, in the same run."""
