"""The `shanhai` command: Django's command line with our commands in it."""

import os
import sys


def main() -> None:
    """Run one command, such as `shanhai verify`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanhai.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
