"""The program a web server runs."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dingxin.settings")
application = get_asgi_application()

from dingxin.accounts.models import Industry  # noqa: E402  only now is Django ready
from dingxin.cases.readings import engine_for  # noqa: E402

for industry in ("", *Industry.values):  # so that nobody waits for the first reading of a day
    engine_for(industry)
