"""Activities and their steps. Steps are only appended; a wrong step is undone by a step."""
