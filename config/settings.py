"""Django's settings, all derived from `config.environment`."""

from __future__ import annotations

import logging
import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlparse

import dj_database_url
from botocore.config import Config
from django.utils.translation import gettext_lazy as _

from config import embedded, keys, policy
from config.environment import BASE_DIR, environment

ENV = environment()
VAR: Path = ENV.PUGMARK_VAR

SECRET_KEY = keys.secret_key(ENV.SECRET_KEY, VAR)
ENCRYPTION_KEYS = keys.encryption_keys(ENV.ENCRYPTION_KEYS, VAR)
DEBUG = ENV.DEBUG
PUBLIC_URL = ENV.public_url
FETCHABLE = bool(ENV.PUBLIC_URL)  # platforms can fetch a video from here themselves
ALLOWED_HOSTS = [host.strip() for host in ENV.ALLOWED_HOSTS.split(",") if host.strip()] or [
    "localhost",
    "127.0.0.1",
    "[::1]",
    *{ENV.HOST, urlparse(PUBLIC_URL).hostname or "localhost"},
]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

VERSION = "0.1.0"
PROXIES = ENV.PROXIES
INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "publishing.apps.PublishingConfig",
    "curation.apps.CurationConfig",
    "wagtail.users",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.snippets",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    "axes",
    "csp",
    "django_filters",
    "django_vite",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "config.proxies.ProxyMiddleware",
    "config.audit.AuditMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
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
                "django.template.context_processors.i18n",
            ],
        },
    },
]

DATABASES = {"default": dj_database_url.parse(embedded.database_url(), conn_max_age=60, conn_health_checks=True)}
DATABASES["default"]["TEST"] = {"NAME": os.environ.get("PUGMARK_TEST_DB", f"test_pugmark_{os.getpid()}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_redis = f"unix://{embedded.redis_socket()}" if embedded.needs_redis() else ""
# The server of the search index: given by `make run` to its children, else found by its socket.
SEARCH_ADDRESS = ENV.SEARCH_ADDRESS
SEARCH_SOCKET = str(embedded.redis_socket().with_name("search.sock"))

CELERY_BROKER_URL = ENV.BROKER_URL or f"redis+socket://{embedded.redis_socket()}?virtual_host=0"
_cache = ENV.CACHE_URL or (ENV.BROKER_URL if ENV.BROKER_URL.startswith("redis") else f"{_redis}?db=1")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": _cache, "KEY_PREFIX": "pugmark"}
}

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # too many wrong passwords lock a name at an address
    "django.contrib.auth.backends.ModelBackend",
]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "config.login.locked_out"
AXES_CLIENT_IP_CALLABLE = "config.proxies.address_of"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# --------------------------------------------------------------------------------------------- languages and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = ENV.TIME_ZONE

# ------------------------------------------------------------------------------------------------ files and pages
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static"
STATICFILES_DIRS = [("app", BASE_DIR / "frontend" / "dist")] if (BASE_DIR / "frontend" / "dist").exists() else []
MEDIA_ROOT = ENV.MEDIA_ROOT
MEDIA_URL = "/files/"  # never served as it is: every file goes through a view that asks for permission
if ENV.AWS_STORAGE_BUCKET_NAME:
    _files = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": ENV.AWS_STORAGE_BUCKET_NAME,
            "endpoint_url": ENV.AWS_S3_ENDPOINT_URL or None,
            "region_name": ENV.AWS_S3_REGION_NAME or None,
            "access_key": ENV.AWS_ACCESS_KEY_ID or None,
            "secret_key": ENV.AWS_SECRET_ACCESS_KEY or None,
            "default_acl": None,
            "querystring_auth": True,
            "file_overwrite": True,
            # Checksums in trailers are Amazon's own; other stores refuse them.
            "client_config": Config(
                signature_version="s3v4",
                s3={"addressing_style": ENV.AWS_S3_ADDRESSING_STYLE},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                connect_timeout=10,
                read_timeout=60,
                retries={"max_attempts": 4, "mode": "standard"},
            ),
        },
    }
else:
    _files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"allow_overwrite": True}}
EVENT_GAP_SECONDS = ENV.EVENT_GAP_SECONDS
STORAGES = {
    "default": _files,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": BASE_DIR / "frontend" / "dist" / "manifest.json",
        "static_url_prefix": "app",
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 2**20  # one chunk of a resumable upload
FILE_UPLOAD_MAX_MEMORY_SIZE = 2**20
UPLOAD_MAX_BYTES = ENV.UPLOAD_MAX_BYTES
STORE_DIRECT = ENV.AWS_S3_DIRECT
STORE_BROWSER_URL = ENV.AWS_S3_BROWSER_URL
WATCH_ROOTS = [Path(root.strip()) for root in ENV.WATCH_ROOTS.split(",") if root.strip()]
WATCH_SECONDS = ENV.WATCH_SECONDS
WATCH_STILL_SECONDS = ENV.WATCH_STILL_SECONDS

# ------------------------------------------------------------------------------------------------------- the studio
WAGTAIL_SITE_NAME = "Pugmark"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True  # an approval holds for the words that were approved
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = True
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
LOGIN_URL = "wagtailadmin_login"
WAGTAILADMIN_USER_LOGIN_FORM = "config.login.LoginForm"

# -------------------------------------------------------------------------------------------------------- security
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = ENV.HSTS_SECONDS if PUBLIC_URL.startswith("https://") else 0
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = policy.of(
    store=(ENV.AWS_S3_BROWSER_URL or ENV.AWS_S3_ENDPOINT_URL) if ENV.AWS_STORAGE_BUCKET_NAME else "",
    bucket=ENV.AWS_STORAGE_BUCKET_NAME,
    region=ENV.AWS_S3_REGION_NAME,
)

# ----------------------------------------------------------------------------------------------- partners' downloads
CREDENTIALS_CERTIFICATE, CREDENTIALS_KEY = ENV.CREDENTIALS_CERTIFICATE, ENV.CREDENTIALS_KEY
CREDENTIALS_TIMESTAMPS = ENV.CREDENTIALS_TIMESTAMPS
CREDENTIALS_FOLDER = VAR / "credentials"
NGINX_PREFIX = ENV.NGINX_PREFIX

# --------------------------------------------------------------------------------------------------------- engines
TRANSLATION_MODELS = ENV.TRANSLATION_MODELS or VAR / "models"
TRANSLATION_MODEL = ENV.TRANSLATION_MODEL
TRANSLATION_ENGINE = ENV.TRANSLATION_ENGINE
TRANSLATION_URL = ENV.TRANSLATION_URL
TRANSLATION_KEY = ENV.TRANSLATION_KEY
TRANSLATION_TIMEOUT = ENV.TRANSLATION_TIMEOUT
TRANSLATION_LICENCE_WORDS = ENV.TRANSLATION_LICENCE_WORDS
TRANSLATION_CACHE = ENV.TRANSLATION_CACHE or VAR / "translations"
SPEECH_MODEL = ENV.SPEECH_MODEL
DELIVERY_LEASE_SECONDS = ENV.DELIVERY_LEASE_SECONDS
FONTS = VAR / "fonts"  # all installed caption fonts in one folder, for libass

if ENV.EMAIL_URL:
    _mail = urlparse(ENV.EMAIL_URL)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.username or "", _mail.password or ""
    EMAIL_USE_TLS = _mail.scheme == "smtps"
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

DEFAULT_FROM_EMAIL = ENV.EMAIL_FROM or f"Pugmark <pugmark@{urlparse(PUBLIC_URL).hostname or 'localhost'}>"
EMAIL_TIMEOUT = 15  # seconds; a mail server that hangs keeps no worker

# ---------------------------------------------------------------------------------------------- alarms, monitoring
WEBHOOK_PRIVATE_HOSTS = [host.strip() for host in ENV.WEBHOOK_PRIVATE_HOSTS.split(",") if host.strip()]
CHANNEL_PRIVATE_HOSTS = [host.strip() for host in ENV.CHANNEL_PRIVATE_HOSTS.split(",") if host.strip()]
MONITORING_PREFIXES = [prefix.strip() for prefix in ENV.MONITORING_PREFIXES.split(",") if prefix.strip()]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {name: {"level": "WARNING"} for name in ("axes", "httpx", "httpx2", "botocore", "PIL", "transformers")},
}
logging.captureWarnings(True)
