"""The one settings file: every value comes from the environment, or is the demo's.

`BONEMETS_MODE` is `demo` (the default: one process, SQLite, a simulated provider, this machine
only) or `production`.  A value that production lacks stops the start with a sentence that says
what to set; the table of all of them is in the README.
"""

import os
import sys
from pathlib import Path
from typing import Any

import django_stubs_ext
import environ

from bonemets import environment, keys, logs, theme

django_stubs_ext.monkeypatch()

env = environ.Env()


def _told(name: str) -> str:
    """A value as it stands; `env.str` would take one that begins with $ for another's name."""
    return os.environ.get(name, "").strip()


def _number(name: str, default: int) -> int:
    try:
        return int(env.int(name, default))
    except ValueError:
        sys.exit(f"{name} is {os.environ[name]!r}: set it to a whole number.")


BASE_DIR = Path(__file__).resolve().parent.parent
BONEMETS_MODE = env.str("BONEMETS_MODE", "demo")
PRODUCTION = BONEMETS_MODE == "production"
if BONEMETS_MODE not in {"demo", "production"}:
    sys.exit(f"BONEMETS_MODE is {BONEMETS_MODE!r}: set it to demo or production.")
if PRODUCTION and (problems := environment.problems(os.environ)):
    sys.exit("\n".join(["Bonemets cannot start in production:", *problems]))

DATA_DIR = Path(env.str("BONEMETS_DATA", str(BASE_DIR / "data"))).expanduser().absolute()
PORT = _number("BONEMETS_PORT", 8000)

if PRODUCTION:
    SECRET_KEY = _told("SECRET_KEY")
    FIELD_KEYS = environment.names(_told("FIELD_KEYS"))
    INDEX_KEY = _told("INDEX_KEY")
    ALLOWED_HOSTS = environment.names(_told("ALLOWED_HOSTS"))
    PUBLIC_URL = _told("PUBLIC_URL").rstrip("/")
    REDIS_URL = _told("REDIS_URL")
    DATABASE_URL = _told("DATABASE_URL")
    TWILIO: dict[str, str | None] = {
        "account_sid": _told("TWILIO_ACCOUNT_SID"),
        "auth_token": _told("TWILIO_AUTH_TOKEN"),
        "previous_auth_token": _told("TWILIO_AUTH_TOKEN_PREVIOUS"),
        "api_key": _told("TWILIO_API_KEY"),
        "api_secret": _told("TWILIO_API_SECRET"),
        "api_base": None,
    }
else:
    try:
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        _keys = keys.load(DATA_DIR)
    except (OSError, keys.KeysLostError) as error:
        sys.exit(f"The data folder cannot be used: {error}")
    SECRET_KEY = _keys["secret_key"]
    FIELD_KEYS = _keys["field_keys"]
    INDEX_KEY = _keys["index_key"]
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
    PUBLIC_URL = f"http://127.0.0.1:{PORT}"
    # Only the suite names other engines than SQLite and memory.
    REDIS_URL = env.str("BONEMETS_TEST_REDIS_URL", "")
    DATABASE_URL = env.str("BONEMETS_TEST_DATABASE_URL", "")
    TWILIO = {
        "account_sid": _keys["twilio_account_sid"],
        "auth_token": _keys["twilio_auth_token"],
        "previous_auth_token": "",
        "api_key": "",
        "api_secret": "",
        "api_base": f"{PUBLIC_URL}/simulator",
    }

# "memory" is for tests; production always talks to the provider.
GATEWAY = "twilio" if PRODUCTION else env.str("BONEMETS_GATEWAY", "twilio")
# Seconds, but `batch` (rows).  A lease outlasts connecting and reading, the quarantine outlasts
# a lease and the longest queue: scale them together or not at all.  `quiet_seconds` stands alone:
# how long a reply to an unclear text waits for the next one; 0 sends it at once.  A sender that
# sends more texts in an hour than `breaker_floor`, and than `breaker_per_phone` for each phone of
# its clinic, is paused; a floor of 0 switches that off.  After `circuit_doubts` requests in a row
# without a clear answer one text is tried every `circuit_seconds`; 0 doubts switch that off.
PIPELINE = {
    name: _number(f"BONEMETS_PIPELINE_{name.upper()}", value)
    for name, value in {
        "batch": 20,
        "lease_seconds": 40,
        "claim_lease_seconds": 60,
        "quarantine_seconds": 180,
        "list_lag_seconds": 60,
        "schedule_lead_seconds": 1200,
        "fence_seconds": 300,
        "fence_skew_seconds": 30,
        "quiet_seconds": 20,
        "connect_timeout": 5,
        "read_timeout": 30,
        "total_timeout": 35,
        "breaker_floor": 100,
        "breaker_per_phone": 3,
        "circuit_doubts": 5,
        "circuit_seconds": 30,
    }.items()
}
if problems := environment.pipeline_problems(PIPELINE):
    sys.exit("\n".join(["The pipeline's times do not fit together:", *problems]))
# Post planned texts ahead of their time and let the provider's own schedule keep them: for
# senders with a messaging service.  See docs/pipelines.md, mode S.
SCHEDULE_AHEAD = env.bool("BONEMETS_SCHEDULE_AHEAD", False)
# Whether the provider's list shows numbers and words.  Where redaction hides them, absence can
# never be proven, and a text in doubt waits for a callback or a person.
LIST_SHOWS_TEXTS = env.bool("BONEMETS_LIST_SHOWS_TEXTS", True)

DEBUG = not PRODUCTION and env.bool("DEBUG", False)
INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "unfold.contrib.inlines",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "content",
    "messaging",
    "bonemets",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "bonemets.csp.policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    # Sets Content-Length, without which waitress closes every connection.
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "bonemets.urls"
WSGI_APPLICATION = "bonemets.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Ahead of the theme's own: our pages add the landmarks that it lacks.
        "DIRS": [BASE_DIR / "messaging" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

_SQLITE: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": str(DATA_DIR / "db.sqlite3"),
}
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db_url_config(DATABASE_URL) if DATABASE_URL else _SQLITE
}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE, because a transaction that reads and then writes would else fail with
    # "database is locked" at once; FULL, because a receipt that was answered must survive.
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1) or "memory://localhost/"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "cache",
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# What must outlive a restored database is kept outside of it: in Redis, or in this file.
REMEMBERED = None if REDIS_URL else DATA_DIR / "remembered.json"

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]

STATIC_URL = "static/"
# The demo serves straight from the packages, production what `collectstatic` gathered.
STATIC_ROOT = BASE_DIR / "staticfiles" if PRODUCTION else None
WHITENOISE_USE_FINDERS = not PRODUCTION
_STATIC = (
    "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if PRODUCTION
    else "django.contrib.staticfiles.storage.StaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC},
}

# Rights are memberships; the one backend both signs in and answers what somebody may.
AUTHENTICATION_BACKENDS = ["messaging.admin.people.RoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_SSL_REDIRECT = True
    # Twilio does not follow redirects as it signs them; the health pages are asked from inside.
    SECURE_REDIRECT_EXEMPT = [r"^twilio/", r"^health/"]
    if env.bool("BEHIND_PROXY", False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = logs.config(production=PRODUCTION)

UNFOLD = theme.UNFOLD
