"""The web application as a server sees it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanhai.config.settings")
application = get_wsgi_application()

from shanhai.web.first_visit import make_ready_beside  # noqa: E402 - Django must be set up first

make_ready_beside()
