"""Settings from environment variables; start-up refuses what would be unsafe in production.

Variables that are not in the environment are read from ``$LEBONG_HOME/settings.env``, which ``./run`` writes, so that
``manage.py`` works beside a running copy. Each variable is explained in ``.env.example``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
LEBONG_HOME = Path(os.environ.get("LEBONG_HOME", BASE_DIR / "var")).resolve()

env = environ.Env()
environ.Env.read_env(LEBONG_HOME / "settings.env")

DEBUG: bool = env.bool("DEBUG", default=False)
DEMO: bool = env.bool("DEMO", default=False)
REQUIRE_TOTP: bool = env.bool("REQUIRE_TOTP", default=False)

SECRET_KEY: str = env.str("SECRET_KEY", default="")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        "SECRET_KEY is missing or shorter than 50 characters; ./run makes one, see .env.example."
    )
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])

SITE_URL: str = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
SITE_IS_HTTPS = urlsplit(SITE_URL).scheme == "https"
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[urlsplit(SITE_URL).hostname or "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_IS_HTTPS else []
APP_VERSION = "0.1.0"

# --- Applications ---
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
    "axes",
    "accounts.apps.AccountsConfig",
    "proposals.apps.ProposalsConfig",
    "notifications.apps.NotificationsConfig",
]

MIDDLEWARE = [
    "lebong_proposals.middleware.RequestIdMiddleware",
    "lebong_proposals.middleware.DatabaseAwayMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "lebong_proposals.middleware.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "lebong_proposals.health.HealthMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "lebong_proposals.sent_text.SentTextMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "proposals.views.sessions.SessionLimitsMiddleware",
    "proposals.views.sessions.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.MandateMiddleware",
    "accounts.middleware.MustChangePasswordMiddleware",
    "axes.middleware.AxesMiddleware",
    # Last, so that nothing below it but the form's check and the view reads a body.
    "lebong_proposals.upload_places.UploadPlacesMiddleware",
]

ROOT_URLCONF = "lebong_proposals.urls"
WSGI_APPLICATION = "lebong_proposals.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "proposals.context.frame",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Database: the owner changes the structure, app_rw serves ---
OWNER_COMMANDS = {"migrate", "makemigrations", "rehearse", "seed_reference", "seed_demo", "seed_bulk"}
RUNS_AS_OWNER = len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS
DATABASE_OWNER_URL: str = env.str("DATABASE_OWNER_URL", default="")
DATABASE_APP_ROLE: str = env.str("DATABASE_APP_ROLE", default="app_rw")
DATABASE_READ_ROLE: str = env.str("DATABASE_READ_ROLE", default="app_ro")


def database(url_variable: str) -> dict[str, Any]:
    """Describe one connection; every statement, lock and idle transaction is bounded (milliseconds).

    A proposal is read with ten small tables beside it. Weighing every order of ten joins takes the planner 10 ms,
    reading the one row 0.1 ms; taken in the order they are written, three at a time, planning takes 1 ms.
    """
    config: dict[str, Any] = dict(env.db(url_variable, engine="django.db.backends.postgresql"))
    limits = "" if RUNS_AS_OWNER else "-c statement_timeout=5000 -c idle_in_transaction_session_timeout=10000 "
    limits += "-c lock_timeout=3000 -c join_collapse_limit=3"
    options = {**config.get("OPTIONS", {}), "options": limits, "connect_timeout": 3}
    return {**config, "OPTIONS": options, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


DATABASES = {"default": database("DATABASE_OWNER_URL" if RUNS_AS_OWNER and DATABASE_OWNER_URL else "DATABASE_URL")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Redis and Celery carry nudges only; PostgreSQL is the record ---
REDIS_URL: str = env.str("REDIS_URL", default="redis://127.0.0.1:6379")


def redis_url(number: int, *, celery: bool = False) -> str:
    """Address one logical database of the broker, over TCP or a unix socket."""
    if REDIS_URL.startswith("unix://"):
        scheme, key = ("redis+socket", "virtual_host") if celery else ("unix", "db")
        return f"{scheme}://{REDIS_URL.removeprefix('unix://').split('?')[0]}?{key}={number}"
    parts = urlsplit(REDIS_URL)
    return f"{parts.scheme}://{parts.netloc}/{number}"


CELERY_BROKER_URL = redis_url(0, celery=True)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- Sign-in ---
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "accounts.backends.UsernameOrEmailBackend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_RESET_TIMEOUT = 3600
PASSWORD_HASHERS = [
    "accounts.hashers.ModestArgon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.validators.LengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "accounts.validators.GuessableValidator"},
]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-sid" if SITE_IS_HTTPS else "sid"
SESSION_COOKIE_SECURE = SITE_IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_SECONDS = 2 * 3600  # twice as long from the day before the limit
SESSION_LONGEST_SECONDS = 12 * 3600
CSRF_COOKIE_NAME = "__Host-csrf" if SITE_IS_HTTPS else "csrf"
CSRF_COOKIE_SECURE = SITE_IS_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "lebong_proposals.errors.csrf_failure"

# The pair of user and address: a name alone would let anybody lock an agency head out at 23.50, and an address alone
# would lock a whole office that sits behind one router.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_HTTP_RESPONSE_CODE = 429
AXES_LOCKOUT_CALLABLE = "accounts.views.locked_out"
AXES_IPWARE_PROXY_COUNT = 0
AXES_IPWARE_META_PRECEDENCE_ORDER = (
    ["HTTP_X_FORWARDED_FOR", "REMOTE_ADDR"] if env.bool("TRUSTED_PROXY", default=False) else ["REMOTE_ADDR"]
)
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

# --- Security headers ---
SECURE_SSL_REDIRECT = SITE_IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz/live$"]
SECURE_HSTS_SECONDS = 31_536_000 if SITE_IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SITE_IS_HTTPS
# Preloading would decide for the whole go.id name, which is not this application's to decide.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("TRUSTED_PROXY", default=False) and SITE_IS_HTTPS else None
)
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-src": ["'self'"] if DEMO else ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- Requests, files ---
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(LEBONG_HOME / "media")))
FILE_UPLOAD_HANDLERS = [
    "proposals.files.arriving.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "proposals.files.arriving.RoomyUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
# Of each web process; fewer than its threads, so that a slow line never keeps anybody from sending a proposal in.
UPLOADS_AT_ONCE: int = env.int("UPLOADS_AT_ONCE", default=2)
if UPLOADS_AT_ONCE < 1:
    raise ImproperlyConfigured("UPLOADS_AT_ONCE is how many uploads a web process takes at once; at least 1.")
ATTACHMENT_MAX_BYTES = 25 * 1024 * 1024
# Uploads stop when less than this part of the disk is free, so that drafts can still be saved and handed in.
DISK_RESERVE = 0.05
CLAMD_URL: str = env.str("CLAMD_URL", default="")

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(LEBONG_HOME / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    # It goes first: a page's script is sent without its comments.
    "lebong_proposals.staticfiles_finder.PackageFilesFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
]
GENERATED_STATIC_DIR = LEBONG_HOME / "generated-static"
# Tests serve files straight from where they lie; everywhere else they are collected, hashed and compressed once.
PLAIN_STATIC: bool = env.bool("PLAIN_STATIC", default=False)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if PLAIN_STATIC
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = PLAIN_STATIC

# --- Language and time ---
LANGUAGE_CODE = "id"
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = ["lebong_proposals.formats"]

# --- Mail ---
EMAIL_TIMEOUT = 20
vars().update(env.email_url("EMAIL_URL", default="smtp://127.0.0.1:25"))
MAIL_DOMAIN: str = env.str("MAIL_DOMAIN", default="lebong.example")
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default=f"titian@{MAIL_DOMAIN}")
REPLY_TO_EMAIL: str = env.str("REPLY_TO_EMAIL", default=f"bappeda@{MAIL_DOMAIN}")
MAILDIR = Path(env.str("MAILDIR", default=str(LEBONG_HOME / "maildir")))

# --- Logs: structured, without bodies or secrets ---
LOG_FORMAT: str = env.str("LOG_FORMAT", default="console")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "lebong_proposals.logs.JsonFormatter"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json" if LOG_FORMAT == "json" else "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"axes": {"level": "ERROR"}, "django.security.DisallowedHost": {"level": "CRITICAL"}},
}
