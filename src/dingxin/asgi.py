"""The program a web server runs."""

import os
import warnings

from django.core.asgi import get_asgi_application

# WhiteNoise hands out small files as synchronous iterators: nothing to warn of at every picture and script.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dingxin.settings")
django_application = get_asgi_application()

from dingxin.accounts.models import Industry  # noqa: E402  only now is Django ready
from dingxin.cases.readings import engine_for  # noqa: E402
from dingxin.streams import limited  # noqa: E402

application = limited(django_application)

for industry in ("", *Industry.values):  # so that nobody waits for the first reading of a day
    engine_for(industry)
