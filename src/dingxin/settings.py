"""All settings. Each comes from an environment variable described in docs/administrator.md, with a default that works at once."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from logging import getLevelNamesMapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parents[2]


def _said(name: str, default: str = "") -> str:
    """Read a variable; an empty one means the default."""
    return os.environ.get(name, "").strip() or default


def _list(name: str, default: str = "") -> list[str]:
    """Read a variable of words divided by commas."""
    return [word.strip() for word in _said(name, default).split(",") if word.strip()]


def _whole(name: str, default: int) -> int:
    """Read a variable that is a whole number above 0."""
    said = _said(name, str(default))
    if not (said.isascii() and said.isdigit() and int(said)):
        msg = f"{name} is no whole number above 0: {said}"
        raise ImproperlyConfigured(msg)
    return int(said)


def _flag(name: str) -> bool:
    """Read an on/off variable: 1, true, yes and on are on."""
    return _said(name).lower() in {"1", "true", "yes", "on"}


DATA_DIR = Path(_said("DINGXIN_DATA_DIR", str(BASE_DIR / "var"))).absolute()


def _kept_secret(name: str, filename: str) -> str:
    """Read a secret from the environment, or from a file of the data folder that is made once and readable by its owner only."""
    try:
        return _said(name) or _secret_in(DATA_DIR / filename)
    except OSError as error:
        msg = f"The data folder {DATA_DIR} cannot be used ({error.strerror}). Make it writable or set DINGXIN_DATA_DIR."
        raise ImproperlyConfigured(msg) from error


def _secret_in(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=path.parent, prefix=".secret-") as draft:  # readable by its owner only
            draft.write(secrets.token_urlsafe(48))
            draft.flush()
            with suppress(FileExistsError):  # another process was first: its secret holds
                os.link(draft.name, path)
    return path.read_text(encoding="ascii").strip()


SECRET_KEY = _kept_secret("DINGXIN_SECRET_KEY", "secret.key")
AUDIT_KEY = _kept_secret("DINGXIN_AUDIT_KEY", "audit.key")  # keys the hashes of the event log
DEBUG = _flag("DINGXIN_DEBUG")
ALLOWED_HOSTS = _list("DINGXIN_ALLOWED_HOSTS", "127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = _list("DINGXIN_TRUSTED_ORIGINS")
HTTPS = _flag("DINGXIN_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "rules.apps.AutodiscoverRulesConfig",
    "template_partials.apps.SimpleAppConfig",
    "dingxin.audit",
    "dingxin.accounts",
    "dingxin.clocks",
    "dingxin.search",
    "dingxin.cases",
    "dingxin.resolution",
    "dingxin.replies",
    "dingxin.escalation",
    "dingxin.followup",
    "dingxin.hall",
    "dingxin.recovery",
    "dingxin.evidence",
    "dingxin.channels",
    "dingxin.insights",
    "dingxin.api",
    "dingxin.desk",
    "dingxin.portal",
    "dingxin.console",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "dingxin.desk.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dingxin.desk.middleware.refusals",
]

ROOT_URLCONF = "dingxin.urls"
ASGI_APPLICATION = "dingxin.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                ("django.template.loaders.filesystem.Loader", [BASE_DIR / "src/dingxin/desk/templates"]),
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": ["template_partials.templatetags.partials"],
        },
    }
]

try:
    DATABASE = dj_database_url.parse(_said("DATABASE_URL", f"sqlite:///{DATA_DIR / 'dingxin.sqlite3'}"), conn_max_age=60)
except ValueError as error:  # its words may hold the password
    msg = "DATABASE_URL is no address of a database, as in postgresql://user:password@host/name."
    raise ImproperlyConfigured(msg) from error
DATABASES = {"default": DATABASE}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A write takes its lock at the start, so that two writers wait for each other instead of failing half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: what was acknowledged is on the disk, also when the power goes.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
        " PRAGMA recursive_triggers=ON;",  # what replaces a row removes it: the triggers that refuse it hear of that
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "dingxin.audit.queue.Queue", "QUEUES": []}}

AUTH_USER_MODEL = "accounts.Staff"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "inbox"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "dingxin.desk.adapter.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Dingxin"


def _zone(name: str) -> str:
    """Give the name of a time zone that there is."""
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        msg = f"DINGXIN_TIME_ZONE names no time zone: “{name}”. One is named as in Asia/Shanghai."
        raise ImproperlyConfigured(msg) from error


def _level(name: str) -> str:
    """Give the name of a level of the log that there is."""
    if name not in getLevelNamesMapping():
        msg = f"DINGXIN_LOG_LEVEL names no level: “{name}”. It is one of {', '.join(getLevelNamesMapping())}."
        raise ImproperlyConfigured(msg)
    return name


LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
TIME_ZONE = _zone(_said("DINGXIN_TIME_ZONE", "Asia/Shanghai"))
USE_TZ = True
FORMAT_MODULE_PATH = ["dingxin.desk.formats"]

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 3600

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024  # the text of a form; its files stream to the disk
EVIDENCE_MAX_BYTES = _whole("DINGXIN_EVIDENCE_MAX_MB", 500) * 1024 * 1024
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    # Another class with the same methods puts the evidence elsewhere, as on S3-compatible storage.
    "evidence": {"BACKEND": "dingxin.evidence.vault.Vault", "OPTIONS": {"location": DATA_DIR / "evidence"}},
}

LOG_LEVEL = _level(_said("DINGXIN_LOG_LEVEL", "WARNING").upper())
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"safe": {"()": "dingxin.logs.SafeFormatter", "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    # The level stands on the handler: the worker sets those of its loggers itself.
    "handlers": {"console": {"class": "logging.StreamHandler", "level": LOG_LEVEL, "formatter": "safe"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
