"""The WSGI entry point of the web processes."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lebong_proposals.settings")

application = get_wsgi_application()

from lebong_proposals.startup import refuse_unsafe_start  # noqa: E402 - needs the applications loaded above

refuse_unsafe_start()
