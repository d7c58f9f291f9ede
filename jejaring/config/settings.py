"""All settings, from the environment with safe defaults. `./run` sets the environment; the web process never gets the owner's URL."""

import os
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlparse

from jejaring.ui import BUILTINS

BASE = Path(__file__).resolve().parent.parent.parent
DATA = Path(os.environ.get("JEJARING_DATA") or BASE / ".data" / "demo")
KEYRING = os.environ.get("JEJARING_KEYRING") or str(DATA / "keyring.json")
KEYRING_PROVIDER = os.environ.get("JEJARING_KEYRING_PROVIDER", "")  # how the keyring lies on the disk; see jejaring/vault/keyring.py
SEAL_KEY = os.environ.get("JEJARING_SEAL_KEY") or str(Path(KEYRING).with_name("seal_key"))  # signs the log
# Where the seals of the log are brought, best out of reach of whoever keeps the database: folders and mail, separated by commas.
ANCHORS = os.environ.get("JEJARING_ANCHORS") or str(DATA / "anchors")
BACKUP_DAYS = int(os.environ.get("JEJARING_BACKUP_DAYS", "35"))  # how long backups are kept; certificates of destruction say so
FILES = DATA / "files"  # sealed files of cases
PAPERS = DATA / "papers"  # a city's own templates of letters, and its logo
SECRET_KEY = os.environ.get("JEJARING_SECRET_KEY", "for-checks-only")
SECURE = os.environ.get("JEJARING_SECURE") == "1"  # behind https

# Proxies in front: addresses or networks, separated by commas. Only what they say in X-Forwarded-For is believed.
PROXIES = [ip_network(one.strip(), strict=False) for one in os.environ.get("JEJARING_PROXIES", "").split(",") if one.strip()]

DEBUG = False
ALLOWED_HOSTS = os.environ.get("JEJARING_HOSTS", "127.0.0.1,localhost,testserver").split(",")
ROOT_URLCONF = "jejaring.config.urls"
WSGI_APPLICATION = "jejaring.config.wsgi.application"
AUTH_USER_MODEL = "directory.User"
AUTHENTICATION_BACKENDS = ["jejaring.config.accounts.Accounts"]
LOGIN_URL = "directory:sign_in"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_htmx",
    "jejaring.access",
    "jejaring.kernel",
    "jejaring.vault",
    "jejaring.audit",
    "jejaring.notices",
    "jejaring.reference",
    "jejaring.ui",
    "jejaring.directory",
    "jejaring.commitments",
    "jejaring.people",
    "jejaring.intake",
    "jejaring.cases",
    "jejaring.triage",
    "jejaring.referrals",
    "jejaring.indicators",
    "jejaring.exchange",
    "jejaring.desk",
    "jejaring.config",
    "procrastinate.contrib.django",
]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "jejaring.config.middleware.headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jejaring.config.middleware.bounded",
    "jejaring.config.middleware.connected",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jejaring.config.middleware.ActingAs",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "jejaring.config.context.frame",
            ],
            "builtins": [*BUILTINS],
        },
    }
]
FORM_RENDERER = "jejaring.ui.rendering.FormRenderer"


def database(url: str) -> dict[str, object]:
    """Django's settings for one postgresql:// URL. Kept connections; server-side binding so that plans are reused."""
    u = urlparse(url)
    options: dict[str, object] = {k: v[0] for k, v in parse_qs(u.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": u.path.lstrip("/"),
        "USER": unquote(u.username or ""),
        "PASSWORD": unquote(u.password or ""),
        "HOST": options.pop("host", u.hostname or ""),
        "PORT": str(u.port or ""),
        "CONN_MAX_AGE": 600,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": options | {"server_side_binding": True, "prepare_threshold": 2},
    }


DATABASES = {"default": database(os.environ.get("DATABASE_URL", "postgresql://jejaring_app@/jejaring"))}
if owner := os.environ.get("DATABASE_OWNER_URL"):
    DATABASES["owner"] = database(owner)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SESSION_ENGINE = "jejaring.config.sessions"
IDLE_MINUTES = int(os.environ.get("JEJARING_IDLE_MINUTES", "15"))  # after so long without an act a session is locked
SESSION_HOURS = int(os.environ.get("JEJARING_SESSION_HOURS", "12"))  # a session lasts no longer, whatever is done in it
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# A browser takes a cookie of this prefix from this host alone, over https alone.
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = ("__Host-session", "__Host-csrf") if SECURE else ("sessionid", "csrftoken")
CSRF_FAILURE_VIEW = "jejaring.config.errors.stale_form"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS, SECURE_HSTS_INCLUDE_SUBDOMAINS = (31536000, True) if SECURE else (0, False)
SECURE_REFERRER_POLICY = "no-referrer"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_HANDLERS = ["jejaring.config.uploads.Bounded"]
FILE_LIMIT = int(os.environ.get("JEJARING_FILE_MB", "20")) * 1_000_000  # of one attached file; above, the form says so
REQUEST_LIMIT = max(300_000_000, 4 * FILE_LIMIT)  # above, nothing is read at all

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATICFILES = "django.contrib.staticfiles.storage.StaticFilesStorage"
if not os.environ.get("JEJARING_PLAIN_STATIC"):
    STATICFILES = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}, "staticfiles": {"BACKEND": STATICFILES}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_identity": {"()": "jejaring.config.logs.NoQuery"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["no_identity"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}

# Mail goes out only where the administrator names a server: smtp://user:password@host:587/?tls=1&from=jejaring@example.go.id
MAIL = urlparse(os.environ.get("JEJARING_MAIL", ""))
MAIL_OPTIONS = {name: values[0] for name, values in parse_qs(MAIL.query).items()}
EMAIL_HOST, EMAIL_PORT = MAIL.hostname or "", MAIL.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(MAIL.username or ""), unquote(MAIL.password or "")
EMAIL_USE_TLS, EMAIL_TIMEOUT = MAIL_OPTIONS.get("tls") == "1", 20
DEFAULT_FROM_EMAIL = MAIL_OPTIONS.get("from", "jejaring@localhost")
PUBLIC_URL = os.environ.get("JEJARING_URL", "")  # the address that a mail names; without one it says "open Jejaring"
