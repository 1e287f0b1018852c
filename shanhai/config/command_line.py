"""The `shanhai` command: Django's command line with our commands in it.

What a user can mend (no installation here yet, a database that does not answer, a file that cannot be written) is told
in a sentence with exit code 2; a fault of the program keeps its traceback.
"""

import os
import sys


def main() -> None:
    """Run one command, such as `shanhai verify`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanhai.config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError

    try:
        execute_from_command_line(sys.argv)
    except BrokenPipeError:
        # The reader of our output (head, less) has seen enough; nothing more may be written, not even at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except ImproperlyConfigured as error:
        _stop(str(error))
    except (FileNotFoundError, PermissionError, IsADirectoryError, NotADirectoryError) as error:
        if error.filename is None:
            raise
        _stop(f"{error.filename}: {error.strerror}")
    except DatabaseError as error:
        from shanhai.config.database import say_what_database_lacks

        lacks = say_what_database_lacks()
        if not lacks:
            raise
        _stop(f"{lacks} ({str(error).strip().splitlines()[0]})")


def _stop(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.exit(2)


if __name__ == "__main__":
    main()
