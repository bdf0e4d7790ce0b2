"""Every setting of Broadsheet, in the order of the publishers' manual.

A machine differs by its environment or its `paper.toml`, not by another settings file.
"""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from broadsheet.lib import env
from broadsheet.lib.card_settings import card_settings
from broadsheet.lib.log_lines import log_settings
from broadsheet.lib.main_database import main_database

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
NEWSROOM_HOST = env.text(
    "NEWSROOM_HOST",
    "A host name of the newsroom's own, for example newsroom.larkmereledger.example: readers' pages then stand at one "
    "name, people sign in at another, and what goes wrong at one cannot reach the other. Empty: the newsroom stands at "
    "/newsroom/ beside the paper.",
    default="",
).lower()
ALLOWED_HOSTS = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    *([urlsplit(ADDRESS).hostname or ""] if ADDRESS else []),
    *([NEWSROOM_HOST] if NEWSROOM_HOST else []),
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
DATABASES: dict[str, Any] = {"default": main_database(DATABASE_URL, HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The press: printed pages. Never shared between machines, and nothing is lost by deleting it.
SHELF = HOME / "shelf" / "shelf.sqlite3"

# The program --------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "broadsheet.press",
    "broadsheet.incoming",
    "broadsheet.masthead",
    "broadsheet.photos",
    "broadsheet.newsroom",
    "broadsheet.mailbag",
    "broadsheet.stories",
    "broadsheet.sections",
    "broadsheet.feeds",
    "broadsheet.letters",
    "broadsheet.contact",
    "broadsheet.standards",
    "broadsheet.donations",
    "broadsheet.archive",
    "broadsheet.tips",
    "broadsheet.staff",
    "broadsheet.health",
    "broadsheet.demo",
    "broadsheet.devtools",
    *("wagtail.contrib.forms", "wagtail.contrib.redirects", "wagtail.contrib.settings"),
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
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
    "broadsheet.masthead.middleware.Headers",
    "broadsheet.masthead.middleware.NewsroomHost",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "broadsheet.newsroom.middleware.ActingUser",
    "broadsheet.newsroom.middleware.OwnPapersPages",
    "django.contrib.messages.middleware.MessageMiddleware",
    "broadsheet.masthead.middleware.PaperLocale",
    "broadsheet.staff.middleware.SecondProofDue",
    "broadsheet.staff.middleware.ExportsNoted",
    "broadsheet.newsroom.unreadable.UnreadableRequests",
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
# Only what is counted about signing in is kept, in the database, where server and worker see the same (decision 10).
CACHES = {"default": {"BACKEND": "broadsheet.staff.limits.LimitsCache", "LOCATION": "staff_limit"}}

# Jobs ---------------------------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# The worker's jobs of what stands alone: by their names the function, and seconds from one turn to the next.
JOBS_BY_NAME = {"tips": ("broadsheet.tips.keeping.keep_house", 60)}

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
LOGIN_REDIRECT_URL = "/newsroom/"
# Signing in is django-allauth's; what it asks of us stands in staff/adapters.py.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "broadsheet.staff.adapters.Accounts"
ACCOUNT_FORMS = {"login": "broadsheet.staff.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
# Until the session ends by itself, whatever was ticked: a newsroom's machine is not one person's.
ACCOUNT_SESSION_REMEMBER = True
# Tries that failed. A block of addresses is one office or household; ten minutes are as long as a person will wait.
# Who has shown within so long that it is them may change accounts.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "from_block": "30/10m/key",
    "at_name_from_block": "5/5m/key",
    "at_name": "50/h/key",
    "forgotten": "10/h/key",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "broadsheet.staff.adapters.SecondProofs"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Addresses are the publisher's word, not the person's: nobody can sign up with somebody else's.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# People choose their passwords by a link that works once (staff/links.py); nobody sets another's.
WAGTAILUSERS_PASSWORD_ENABLED = False

# Tips ---------------------------------------------------------------------------------------------
TIPS_BACKUP = env.text(
    "TIPS_BACKUP",
    "A folder, best on another disk, to which the worker copies the confidential tips once a day, still locked up. What is "
    "deleted here is deleted there. Empty: none.",
    default="",
)
# By name, because the tip line stands alone and knows nothing of papers, of the press or of how people sign in.
TIPS_STATE = "broadsheet.tips.offering.state_now"
TIPS_CHANGED = "broadsheet.masthead.tip_line.print_anew"
TIPS_PAPER = "broadsheet.masthead.tip_line.paper_now"
TIPS_PROVEN = "broadsheet.staff.proving.where_to_prove"
TIPS_DOCTOR = "broadsheet.tips.doctor.findings"

# Gifts by card ------------------------------------------------------------------------------------
STRIPE_KEY, STRIPE_WEBHOOK_SECRETS, STRIPE_API_BASE = card_settings(HOME)
# By name, because health and donations are rooms of one floor.
GIFTS_DOCTOR = "broadsheet.donations.card.checking.findings"

# Language and time; what readers see follows the paper's own ----------------------------------------
LANGUAGE_CODE = "en-us"
# Those in which the program can speak; "en" stands for each English that a paper may be written in.
_ENGLISH = [("en", "English"), ("en-gb", "British English")]
LANGUAGES = [*_ENGLISH, ("es", "Español"), ("ar", "العربية")]
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
# Bytes that someone who has signed in may send at once, by how the address begins; others may send 64 kB. Photographs may
# have half of it, and are refused above that where they were chosen. A recording comes with its still.
NEWSROOM_LARGEST_BYTES = {
    "/newsroom/recordings/": 300 * 1024 * 1024,
    "/newsroom/recording-chooser/": 300 * 1024 * 1024,
    "/newsroom/": 80 * 1024 * 1024,
}
# What of it is no file: a story of 300,000 letters, of which each may take nine bytes on its way.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_PERMISSIONS = 0o644
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "broadsheet.incoming.spooling.ShortNames",
]
STORAGES = {
    "default": {"BACKEND": "broadsheet.incoming.storage.PaperFiles"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# What may come in where stands in incoming/uses.py.
UPLOADS_A_DAY = env.number(
    "UPLOADS_A_DAY",
    "How many files one person may send to the newsroom within 24 hours. 0: any number.",
    default=500,
)
UPLOAD_MEGABYTES_A_DAY = env.number(
    "UPLOAD_MEGABYTES_A_DAY",
    "How many megabytes one person may send to the newsroom within 24 hours. 0: any number.",
    default=2000,
)
VIRUS_SCANNER = env.text(
    "VIRUS_SCANNER",
    "The clamd that looks at each file before it comes in: its socket, such as /run/clamav/clamd.ctl, or host:port. Empty: "
    "none.",
    default="",
)

# Doors --------------------------------------------------------------------------------------------
HTTPS = ADDRESS.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# One working day, however busy: a session that was stolen ends with it.
SESSION_COOKIE_AGE = 12 * 3600
DEVICE_COOKIE_NAME = "device"
if HTTPS:
    # Such a cookie is of this host alone, and no other host of the domain can set it.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    DEVICE_COOKIE_NAME = "__Host-device"
CSRF_FAILURE_VIEW = "broadsheet.newsroom.refusals.refuse_form"
SECURE_CONTENT_TYPE_NOSNIFF = True
# What else is said to browsers stands in press/headers.py alone.
SECURE_REFERRER_POLICY = SECURE_CROSS_ORIGIN_OPENER_POLICY = None
NEWSROOM_ADDRESS = ADDRESS.rstrip("/")
if NEWSROOM_HOST:
    _port = f":{urlsplit(ADDRESS).port}" if urlsplit(ADDRESS).port else ""
    NEWSROOM_ADDRESS = f"{urlsplit(ADDRESS).scheme or 'https'}://{NEWSROOM_HOST}{_port}"
CSRF_TRUSTED_ORIGINS = list(filter(None, {ADDRESS.rstrip("/"), NEWSROOM_ADDRESS}))
if env.flag(
    "BEHIND_PROXY",
    "Yes if a web server in front passes X-Forwarded-Proto. Only then is that header believed.",
    default=False,
):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # And X-Forwarded-For, as far as that one web server wrote it.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

# The newsroom (Wagtail) -----------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Broadsheet"
WAGTAILADMIN_BASE_URL = NEWSROOM_ADDRESS or "http://localhost:8000"
WAGTAILIMAGES_IMAGE_MODEL = "photos.Photo"
WAGTAILDOCS_DOCUMENT_MODEL = "newsroom.PaperDocument"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "avif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE, WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40 * 1024 * 1024, 50_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "broadsheet.photos.photo_form.PhotoForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "broadsheet.newsroom.document_form.DocumentForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "csv", "txt", "xlsx", "docx", "odt"]
WAGTAIL_AUTOSAVE_INTERVAL = 3000
# Wagtail would walk all stories of a renamed section; sections leave their own redirects.
WAGTAILREDIRECTS_AUTO_CREATE = False
WAGTAIL_I18N_ENABLED = False
# Addresses are in Latin letters, whatever the headline is written in (lib/slugs.py).
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# What a person may choose for her own screens: what both Wagtail and we have words in.
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILSEARCH_BACKENDS = {
    # Wagtail's own SQLite index costs 300 ms at each save of a story at 100,000; the search room brings another.
    "default": {"BACKEND": "wagtail.search.backends.database.fallback", "AUTO_UPDATE": False}
}
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "broadsheet.masthead.rich_text.RichTextArea",
        "OPTIONS": {"features": ["bold", "italic", "link"]},
    }
}
WAGTAIL_MODERATION_ENABLED = True
# New passwords come by our own links.
WAGTAIL_PASSWORD_RESET_ENABLED = False

# What the program asks of the outside ---------------------------------------------------------------
FETCH_ALLOWED_PRIVATE = env.names(
    "FETCH_ALLOWED_PRIVATE",
    "Servers of the house's own network that the newsroom may ask, each as host:port, parted by commas: "
    "video.example.internal:443. Empty: none, only public addresses.",
)
# Wagtail would ask by a way of its own.
WAGTAILEMBEDS_FINDERS: list[Any] = []

# Mail -----------------------------------------------------------------------------------------------
MAIL = env.text(
    "MAIL",
    "The server that mail is handed to: smtp://user:password@mail.example.org:587, or smtps:// where it speaks TLS from "
    "the first byte. Empty: no mail is sent, and the newsroom says so.",
    default="",
)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text(
    "MAIL_FROM",
    "The address that the newsroom's mail comes from.",
    default="newsroom@localhost",
)
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
if MAIL:
    _server = urlsplit(MAIL)
    # Django's own, and it notes when mail was last taken.
    EMAIL_BACKEND = "broadsheet.health.mail.NotedMail"
    EMAIL_HOST, EMAIL_PORT = _server.hostname or "localhost", _server.port or 587
    EMAIL_HOST_USER = unquote(_server.username or "")
    EMAIL_HOST_PASSWORD = unquote(_server.password or "")
    EMAIL_USE_SSL = _server.scheme == "smtps"
    _is_here = _server.hostname in ("localhost", "127.0.0.1")
    EMAIL_USE_TLS = _server.scheme == "smtp" and not _is_here
    EMAIL_TIMEOUT = 10

# What is logged: sentences about the program; never a reader's address, name or words. A developer sees what errors say.
LOGGING = log_settings(debug=DEBUG)
