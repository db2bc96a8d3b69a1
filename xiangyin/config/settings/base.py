"""Facts that hold wherever Xiangyin runs."""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("XIANGYIN_VAR", "var")).resolve()

# What the tracing engine compiles is kept beside its sources, or with our data where
# those may not be written. Set before numba is imported.
if not os.access(PACKAGE / "engines" / "reuse", os.W_OK):
    os.environ.setdefault("NUMBA_CACHE_DIR", str(VAR / "kernels"))

# Trying out may lie in memory and be gone tomorrow; an office may not.
ON_TRIAL = False

DESKS = [
    "xiangyin.newsroom",
    "xiangyin.publishing",
    "xiangyin.placements",
    "xiangyin.answers",
]

INSTALLED_APPS = [
    "xiangyin.config",
    "xiangyin.sample",
    "xiangyin.workbench",
    "xiangyin.portal",
    "xiangyin.bridges",
    *DESKS,
    "xiangyin.kernel",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "treebeard",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "xiangyin.portal.middleware.security_headers",
    "xiangyin.portal.middleware.known_methods",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "xiangyin.portal.display.script",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "xiangyin.portal.signed_in.sessions_end",
    "xiangyin.portal.signed_in.second_factor",
    "xiangyin.kernel.once.once_only",
    "xiangyin.portal.middleware.refusals",
    "xiangyin.portal.doors.doors",
    "xiangyin.portal.furniture.brought",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
            "builtins": ["xiangyin.kernel.templatetags.once"],
        },
    }
]
ROOT_URLCONF = "xiangyin.config.urls"
WSGI_APPLICATION = "xiangyin.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Saved means saved: WAL + FULL lost no acknowledged commit in any power cut.
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": VAR / "xiangyin.sqlite3",
    "CONN_MAX_AGE": 600,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        ),
    },
}
POSTGRES = {
    "ENGINE": "django.db.backends.postgresql",
    "NAME": os.environ.get("PGDATABASE", "xiangyin"),
    "USER": os.environ.get("PGUSER", ""),
    "PASSWORD": os.environ.get("PGPASSWORD", ""),
    "HOST": os.environ.get("PGHOST", ""),
    "PORT": os.environ.get("PGPORT", ""),
    "CONN_MAX_AGE": 600,
    "CONN_HEALTH_CHECKS": True,
    # A page's query takes milliseconds; compiling it first (JIT) took seconds.
    "OPTIONS": {
        "options": "-c lock_timeout=3000 -c statement_timeout=30000 -c jit=off"
    },
}
DATABASES = {
    "default": POSTGRES if os.environ.get("XIANGYIN_DB") == "postgres" else SQLITE
}

AUTH_USER_MODEL = "kernel.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "xiangyin.kernel.backends.PostBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    *(
        {"NAME": f"django.contrib.auth.password_validation.{name}"}
        for name in (
            "UserAttributeSimilarityValidator",
            "MinimumLengthValidator",
            "CommonPasswordValidator",
            "NumericPasswordValidator",
        )
    ),
    {"NAME": "xiangyin.kernel.passwords.NotOurOwnWords"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/start/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "xiangyin.portal.accounts.StaffAccounts"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
# Passwords are counted by kernel.services.sign_in: a limit of allauth's for an account
# or an address would let one neighbour lock out a village.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
# With a passkey that asks for finger, face or PIN nobody types a password.
MFA_PASSKEY_LOGIN_ENABLED = True
# There is nothing to guess; a village behind one address comes in all the same.
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_FORMS = {
    "add_webauthn": "xiangyin.portal.forms.AddPasskey",
    "authenticate": "xiangyin.portal.forms.SecondStep",
    "reauthenticate": "xiangyin.portal.forms.SecondStepAgain",
}
MFA_TOTP_ISSUER = "乡音"
MFA_TOTP_TOLERANCE = 1
XIANGYIN_SECOND_FACTOR = False
XIANGYIN_DEVICE_COOKIE = "device"
XIANGYIN_SIZE_COOKIE = "size"
XIANGYIN_SCRIPT_COOKIE = "script"
# Each choice a reader can make by a cookie, by the setting that names it: the pages
# that are kept are told apart by these and by nothing else that a browser remembers.
XIANGYIN_PAGE_COOKIES = (
    ("LANGUAGE_COOKIE_NAME", ("zh-hans", "en")),
    ("XIANGYIN_SIZE_COOKIE", ("large",)),
    ("XIANGYIN_SCRIPT_COOKIE", ("hant",)),
)
# Public pages are kept until something they are made from changes.
XIANGYIN_KEEP_PAGES = True
XIANGYIN_KEPT = VAR / "kept"
SESSION_COOKIE_AGE = 90 * 24 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SAMESITE = "Lax"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LOCALE_PATHS = [PACKAGE / "locale", PACKAGE / "locale" / "wagtail"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
# What was deleted, by number: kept apart, and heard when a backup is restored.
XIANGYIN_DELETIONS = Path(os.environ.get("XIANGYIN_DELETIONS", VAR / "deletions.jsonl"))
STORAGES = {
    "default": {"BACKEND": "xiangyin.kernel.storage.DurableStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Where we publish besides the sites of this installation: mirrors, an older site. What
# stands there never counts as carried.
XIANGYIN_OWN_HOSTS = os.environ.get("XIANGYIN_OWN_HOSTS", "").replace(",", " ").split()
# Pages and scans that prove a placement are deleted after so many years.
XIANGYIN_EVIDENCE_YEARS = int(os.environ.get("XIANGYIN_EVIDENCE_YEARS", "3"))

# A video or recording may be so large.
XIANGYIN_FILM_MEGABYTES = int(os.environ.get("XIANGYIN_FILM_MEGABYTES", "200"))

# Secrets under which names and contacts of residents are sealed, the newest first;
# without any, Django's own. See docs/how-to/change-the-seal.md.
XIANGYIN_SEALS = os.environ.get("XIANGYIN_SEALS", "").replace(",", " ").split()

# How residents are told something: the address of the office's provider of text
# messages with the secret they share, and the sender of our mail.
XIANGYIN_SMS_URL = os.environ.get("XIANGYIN_SMS_URL", "")
XIANGYIN_SMS_SECRET = os.environ.get("XIANGYIN_SMS_SECRET", "")
XIANGYIN_MAIL_FROM = os.environ.get("XIANGYIN_MAIL_FROM", "")
# How often the site is opened is noted here; see portal.visiting.
XIANGYIN_VISITS = VAR / "visits"
XIANGYIN_VISITS_BY_NGINX = os.environ.get("XIANGYIN_VISITS_BY_NGINX") == "1"

# Shared by the worker processes, so that a limit counts once for all of them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    # Wagtail would write each size of each picture to a file at every page that shows
    # it: 10 ms of a story's page. A page reads all its sizes from the database at once.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default", "tracing"],
    }
}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "xiangyin.kernel.search"}}
WAGTAIL_SITE_NAME = "乡音"
WAGTAILADMIN_BASE_URL = os.environ.get("XIANGYIN_URL", "http://localhost:8000")
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# An embed would fetch what its address says, past the gateway.
WAGTAILEMBEDS_FINDERS = []
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False
WAGTAIL_FINISH_WORKFLOW_ACTION = (
    "xiangyin.newsroom.lifecycles.publish_after_three_readings"
)
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {"WIDGET": "xiangyin.kernel.rich_text.CarefulEditor"}
}
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "gif", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILDOCS_MAX_UPLOAD_SIZE = 30 * 1024 * 1024
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SILENCED_SYSTEM_CHECKS = []
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
WAGTAILIMAGES_IMAGE_MODEL = "kernel.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "xiangyin.kernel.picture_forms.PictureForm"
