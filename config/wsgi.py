"""The web server's door. Started by `python manage.py serve`, or by any WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from config.checks import refuse_unsafe  # noqa: E402 - checks are there once Django is

refuse_unsafe()
