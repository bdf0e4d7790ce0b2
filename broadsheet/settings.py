"""Every setting of Broadsheet, in the order of the publishers' manual.

A machine differs by its environment or its `paper.toml`, not by another settings file.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

from broadsheet.lib import env

# The paper's folder -------------------------------------------------------------------------------
HOME = env.home()
BROADSHEET_HOME = env.text(
    "BROADSHEET_HOME",
    "The folder that holds all that the paper owns: database, media, shelf, secrets, paper.toml.",
    default="paper",
)
SECRET_KEY = env.secret(
    "SECRET_KEY",
    "Signs sessions and links. Made at the first run and kept in the folder's secrets; set it only if "
    "several machines serve one paper.",
)
ADDRESS = env.text(
    "ADDRESS",
    "The paper's public address, for example https://www.larkmereledger.example. Feeds, sitemaps and "
    "search engines are given it.",
    default="",
)
ALLOWED_HOSTS = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    *([urlsplit(ADDRESS).hostname or ""] if ADDRESS else []),
    *env.names(
        "ALLOWED_HOSTS",
        "Further host names under which the paper answers, parted by commas.",
    ),
]
# A flag of the developer, never of a paper: it shows the program's insides to whoever makes it fail.
DEBUG = env.flag("DEBUG", "Show errors in the browser. For development only.", default=False)

DEMO_NOW = env.text(
    "DEMO_NOW",
    "The moment that the demo paper takes for the present, such as 2026-11-22T00:00:00+00:00: its current stories "
    "are dated just before it. Empty: now. For tests and pictures.",
    default="",
)

THEME = env.text(
    "THEME",
    "The folder of the paper's own look, whose templates and styles are found before Broadsheet's. Empty: the folder "
    "theme in the paper's folder, if there is one.",
    default="",
)
THEME_FOLDER = HOME / Path(THEME or "theme").expanduser()

# Databases ----------------------------------------------------------------------------------------
DATABASE_URL = env.text(
    "DATABASE_URL",
    "Where the paper's records are kept. Empty: one SQLite file in the paper's folder. For PostgreSQL: "
    "postgres://user:password@host/name.",
    default="",
)
SQLITE: Any = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": HOME / "paper.sqlite3",
    "OPTIONS": {
        # IMMEDIATE: with deferred transactions, writers that read first fail when another wrote in between.
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        # The file is mapped: what is read of it is the system's file cache, not memory of each connection.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8192; "
            "PRAGMA mmap_size=68719476736;"
        ),
    },
    # A file, so that `pytest --reuse-db` can keep it.
    "TEST": {"NAME": HOME / "test.sqlite3"},
}
if DATABASE_URL:
    DATABASES: dict[str, Any] = {"default": dj_database_url.parse(DATABASE_URL)}
    if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
        # A request has its own thread; without a pool, each would open a connection of its own.
        DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
            "min_size": 1,
            "max_size": 12,
            "timeout": 5,
        }
        DATABASES["default"]["CONN_MAX_AGE"] = 0
else:
    DATABASES = {"default": SQLITE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The press: printed pages. Never shared between machines, and nothing is lost by deleting it.
SHELF = HOME / "shelf" / "shelf.sqlite3"

# The program --------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "broadsheet.press",
    "broadsheet.masthead",
    "broadsheet.photos",
    "broadsheet.newsroom",
    "broadsheet.stories",
    "broadsheet.sections",
    "broadsheet.feeds",
    "broadsheet.archive",
    "broadsheet.demo",
    "broadsheet.devtools",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
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
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "broadsheet.masthead.middleware.ReaderHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "broadsheet.newsroom.middleware.ActingUser",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "broadsheet.masthead.middleware.PaperLocale",
]
ROOT_URLCONF = "broadsheet.urls"
ASGI_APPLICATION = "broadsheet.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "broadsheet.masthead.themes.ThemedTemplates",
        "DIRS": [THEME_FOLDER / "templates"] if THEME_FOLDER.is_dir() else [],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
# None: server and worker would each keep their own (decision 10).
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

# Jobs ---------------------------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# The press ----------------------------------------------------------------------------------------
# By name, because the press stands below the masthead and knows nothing of papers.
PRESS_LOCALE = "broadsheet.masthead.locale.paper_locale"
PRESS_AT_ONCE = (
    12  # sheets and parts printed in the editor's own request; the worker prints the rest
)

# People -------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "newsroom.User"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "/newsroom/login/"

# Language and time; what readers see follows the paper's own ----------------------------------------
LANGUAGE_CODE = "en-us"
# Those in which the program can speak; "en" stands for each English that a paper may be written in.
LANGUAGES = [("en", "English"), ("en-gb", "British English"), ("es", "Español"), ("ar", "العربية")]
# One catalogue a language for all rooms, made by `make messages`.
# What Wagtail calls an image is a photo here.
LOCALE_PATHS = [Path(__file__).parent / "locale", Path(__file__).parent / "photos" / "words"]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

# Files --------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
# Served from where they are installed: nothing is collected, nothing is copied.
STATIC_ROOT = None
STATICFILES_DIRS = [THEME_FOLDER / "static"] if (THEME_FOLDER / "static").is_dir() else []
MEDIA_URL = "/media/"
MEDIA_ROOT = HOME / "media"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
# Typefaces carry a hash in their names; the rest of the newsroom's files is asked for with a version.
WHITENOISE_IMMUTABLE_FILE_TEST = r"\.[0-9a-f]{8}\.\w+$"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_PERMISSIONS = 0o644

# Doors --------------------------------------------------------------------------------------------
HTTPS = ADDRESS.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CSRF_TRUSTED_ORIGINS = [ADDRESS.rstrip("/")] if ADDRESS else []
if env.flag(
    "BEHIND_PROXY",
    "Yes if a web server in front passes X-Forwarded-Proto. Only then is that header believed.",
    default=False,
):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# The newsroom (Wagtail) -----------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Broadsheet"
WAGTAILADMIN_BASE_URL = ADDRESS or "http://localhost:8000"
WAGTAILIMAGES_IMAGE_MODEL = "photos.Photo"
WAGTAILDOCS_DOCUMENT_MODEL = "newsroom.PaperDocument"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "avif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 40 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILDOCS_EXTENSIONS = ["pdf", "csv", "txt", "xlsx", "docx", "odt"]
WAGTAIL_AUTOSAVE_INTERVAL = 3000
# Wagtail would walk all stories of a renamed section; sections leave their own redirects.
WAGTAILREDIRECTS_AUTO_CREATE = False
WAGTAIL_I18N_ENABLED = False
# Addresses are in Latin letters, whatever the headline is written in (lib/slugs.py).
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# What a person may choose for her own screens: what both Wagtail and we have words in.
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("es", "Español"), ("ar", "العربية")]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILSEARCH_BACKENDS = {
    # Wagtail's own SQLite index costs 300 ms at each save of a story at 100,000; the search room brings another.
    "default": {"BACKEND": "wagtail.search.backends.database.fallback", "AUTO_UPDATE": False}
}
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["bold", "italic", "link"]},
    }
}
WAGTAIL_MODERATION_ENABLED = True
# Until mail can be sent, a new password comes from `broadsheet password` or a Publisher.
WAGTAIL_PASSWORD_RESET_ENABLED = False

# What the program asks of the outside ---------------------------------------------------------------
FETCH_ALLOWED_PRIVATE = env.names(
    "FETCH_ALLOWED_PRIVATE",
    "Servers of the house's own network that the newsroom may ask, each as host:port, parted by commas: "
    "video.example.internal:443. Empty: none, only public addresses.",
)
# Wagtail would ask by a way of its own.
WAGTAILEMBEDS_FINDERS: list[Any] = []

# Mail: without a server, mail is written to the log's place of the worker and the newsroom says so ---
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

# What is logged -------------------------------------------------------------------------------------
# Sentences about the program; never a reader's address, name or words.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django.server": {"level": "ERROR"},
        "django.request": {"level": "ERROR"},
        "wagtail": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
        # It repeats each second what the command then says once.
        "psycopg.pool": {"level": "CRITICAL"},
    },
}
