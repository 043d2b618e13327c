"""What gunicorn serves: `gunicorn bonemets.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bonemets.settings")
application = get_wsgi_application()
