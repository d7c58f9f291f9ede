"""The web application."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jejaring.config.settings")
application = get_wsgi_application()
gc.freeze()  # what is loaded now stays for good: no collection has to look at it again
gc.set_threshold(20_000, 20, 20)  # nor after every 700 objects, of which one page makes thousands
