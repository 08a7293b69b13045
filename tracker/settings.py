"""Django's settings. What the environment may change is in `tracker/environment.py`; the rest is decided here."""

import sys
from pathlib import Path

import dj_database_url

from tracker import embedded
from tracker.environment import BadSetting, read_environment

try:
    ENVIRONMENT = read_environment()
except BadSetting as fault:
    sys.exit(f"settings: {fault}")

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = (BASE_DIR / ENVIRONMENT["TRACKER_DATA"]).resolve()
PRODUCTION = ENVIRONMENT["TRACKER_ENV"] == "production"
DEBUG = False
SECRET_KEY = ENVIRONMENT["TRACKER_SECRET_KEY"]
SEALING_KEYS = ENVIRONMENT["TRACKER_SEALING_KEYS"]
FOUR_EYES = ENVIRONMENT["FOUR_EYES"]
SITE = ENVIRONMENT["TRACKER_SITE"]
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *ENVIRONMENT["TRACKER_HOSTS"]]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_linear_migrations",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "health_check",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "tracker",
    "people",
    "cases",
    "reports",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # The API goes no further: what follows is for pages.
    "tracker.shortcut.ApiMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tracker.sessions.IdleMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tracker.second_factor.SecondFactorMiddleware",
    "csp.middleware.CSPMiddleware",
    "tracker.history.HistoryMiddleware",
    "tracker.faults.DatabaseFaultMiddleware",
]
ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"
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
                "tracker.context.site",
            ],
        },
    },
]

DATABASES = {
    "default": {
        **dj_database_url.parse(
            ENVIRONMENT["DATABASE_URL"] or embedded.database_url(DATA_DIR), engine="tracker.database"
        ),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}
REDIS_URL = ENVIRONMENT["REDIS_URL"] or embedded.redis_url(DATA_DIR)
CACHES = {
    "default": {
        "BACKEND": "tracker.cache.ForgivingCache",
        "LOCATION": REDIS_URL.replace("redis+socket://", "unix://"),
        "KEY_PREFIX": "tracker",
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "tracker.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
CSRF_FAILURE_VIEW = "tracker.views.form_ran_out"
SESSION_ENGINE = "tracker.sessions"
SESSION_COOKIE_AGE = ENVIRONMENT["TRACKER_IDLE_MINUTES"] * 60
SESSION_HOURS = ENVIRONMENT["TRACKER_SESSION_HOURS"]
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# Messages name people: the usual storage would write them into a cookie that anybody can read.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECOND_FACTOR_REQUIRED = PRODUCTION
ACCOUNT_ADAPTER = "tracker.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# By name, never by address: behind one exit of Tor sits everybody, and the addresses are not kept.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key", "login": None, "reauthenticate": None}
# Of the whole site a minute, and of one address a day.
ACCOUNT_RATE_LIMITS |= {"subscribe": "30/m/key", "subscribe_address": "3/d/key"}
MFA_ADAPTER = "tracker.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
# It stands in a list on somebody's phone, which others may look at: it says no more than it must.
MFA_TOTP_ISSUER = "Tracker"

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en", "English"), ("az", "Azərbaycanca"), ("ru", "Русский")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = not PRODUCTION
MEDIA_ROOT = DATA_DIR / "files"

EMAIL_URL, EMAIL_FROM, EMAIL_RATE = (ENVIRONMENT[name] for name in ("EMAIL_URL", "EMAIL_FROM", "EMAIL_RATE"))
# Seconds that a mail server may be silent.
EMAIL_SECONDS = 30
MAIL_ROOT = DATA_DIR / "mail"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
# Other hosts learn nothing. With "no-referrer" a browser hides the origin of our own forms too, and each is refused.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^health/"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["tracker.tokens.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["tracker.tokens.HasScope"],
    "DEFAULT_RENDERER_CLASSES": ["tracker.rest.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_THROTTLE_CLASSES": ["tracker.rest.MinuteThrottle"],
    "DEFAULT_SCHEMA_CLASS": "tracker.api.Schema",
    "EXCEPTION_HANDLER": "tracker.api.problem_response",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "URL_FORMAT_OVERRIDE": None,
    # Behind the one proxy of a server its word for the address counts; elsewhere nobody's does.
    "NUM_PROXIES": 1 if PRODUCTION else 0,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Case tracker",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVERS": [],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}
API_RATE = ENVIRONMENT["TRACKER_API_RATE"]
STATEMENT_SECONDS = ENVIRONMENT["TRACKER_STATEMENT_SECONDS"]
EXPORT_SECONDS = ENVIRONMENT["TRACKER_EXPORT_SECONDS"]
REST_KNOX = {"AUTH_HEADER_PREFIX": "Bearer", "TOKEN_MODEL": "tracker.ApiToken", "TOKEN_TTL": None}
KNOX_TOKEN_MODEL = REST_KNOX["TOKEN_MODEL"]
# Its migrations make the table of the model that ours replaces, and nothing could empty or drop it in order.
MIGRATION_MODULES = {"knox": None}

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_TASK_SEND_SENT_EVENT = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "send-due-mail": {"task": "reports.tasks.send_due_mail", "schedule": 30.0},
    "forget-unconfirmed-subscribers": {"task": "reports.tasks.forget_unconfirmed_subscribers", "schedule": 3600.0},
    "render-awaited-forms": {"task": "reports.tasks.render_awaited_forms", "schedule": 30.0},
    "render-redacted-issues": {"task": "reports.tasks.render_redacted_issues", "schedule": 60.0},
    "compile-due-issues": {"task": "reports.tasks.compile_due_issues", "schedule": 60.0},
    "rebuild-stale-documents": {"task": "cases.tasks.rebuild_stale_documents", "schedule": 60.0},
    "forget-old-unfinished-forms": {"task": "tracker.tasks.forget_old_unfinished_forms", "schedule": 3600.0},
    "forget-unused-name-words": {"task": "cases.tasks.forget_unused_name_words", "schedule": 3600.0},
}

PGHISTORY_APPEND_ONLY = True
PGHISTORY_LEVEL = "Statement"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": ENVIRONMENT["TRACKER_LOG_LEVEL"]},
    "loggers": {"django.request": {"level": "ERROR"}},
}
