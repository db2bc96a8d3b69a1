"""The web server's way in."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiangyin.config.settings.production")

application = get_wsgi_application()
# Django is set up by now.
from xiangyin.portal.kept.opening import with_kept_pages  # noqa: E402
from xiangyin.portal.readiness import be_ready  # noqa: E402
from xiangyin.portal.visiting import with_visits_counted  # noqa: E402

application = with_visits_counted(with_kept_pages(application))
be_ready()
