"""All settings of an installation. Its whole state lies in SHANHAI_HOME; DATABASE_URL moves the ledger."""

import os
import secrets
from pathlib import Path

from csp.constants import NONE, SELF

from shanhai.config.database import read_database_url

PACKAGE = Path(__file__).resolve().parent.parent
SHANHAI_HOME = Path(os.environ.get("SHANHAI_HOME", "var")).resolve()
SHANHAI_HOME.mkdir(parents=True, exist_ok=True)


def _read_secret_key(home: Path) -> str:
    """Return the installation's own key, made at first use and readable by its owner only."""
    path = home / "secret_key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return path.read_text()


SECRET_KEY = os.environ.get("SHANHAI_SECRET_KEY") or _read_secret_key(SHANHAI_HOME)
DEBUG = os.environ.get("SHANHAI_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("SHANHAI_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
BEHIND_HTTPS = os.environ.get("SHANHAI_HTTPS") == "1"

INSTALLED_APPS = [
    "shanhai.config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "csp",
    "shanhai.registry",
    "shanhai.offices",
    "shanhai.ledger",
    "shanhai.activities",
    "shanhai.payouts",
    "shanhai.evidence",
    "shanhai.sheets",
    "shanhai.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "shanhai.web.middleware.speak_language",
    "shanhai.web.middleware.keep_pages_private",
    "shanhai.web.middleware.speak_json_to_programs",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "shanhai.web.middleware.AskForSignIn",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "shanhai.config.urls"
WSGI_APPLICATION = "shanhai.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shanhai.web.frame.frame",
            ],
            "builtins": ["shanhai.web.templatetags.words", "shanhai.web.templatetags.registered"],
        },
    }
]

DATABASES = {"default": read_database_url(os.environ.get("DATABASE_URL", ""), SHANHAI_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "offices.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "shanhai.offices.passwords.LongEnoughValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "shanhai.web.pages.session.show_locked"
CSRF_FAILURE_VIEW = "shanhai.web.pages.errors.show_stale_form"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = SHANHAI_HOME / "static"
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = SHANHAI_HOME / "documents"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SECURE = BEHIND_HTTPS
CSRF_COOKIE_SECURE = BEHIND_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None
SECURE_HSTS_SECONDS = 31536000 if BEHIND_HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Fetching a page by its address is off until the installation turns it on; never inside networks (evidence/fetch.py).
FETCH_ADDRESSES = os.environ.get("SHANHAI_FETCH") == "1"
FETCH_PORTS = frozenset(int(port) for port in os.environ.get("SHANHAI_FETCH_PORTS", "80,443").split(","))

# An uploaded file may be this large; anything above is refused before it is read.
UPLOAD_BYTES_MAX = 50 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
