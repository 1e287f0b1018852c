"""Settings, addresses and the commands that look after an installation. Imported by nobody."""
