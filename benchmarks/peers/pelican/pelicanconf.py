"""Settings under which Pelican makes the pages that are compared."""

SITENAME = "The Sample Archive"
SITEURL = "https://example.org"
PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
TIMEZONE = "UTC"
ARTICLE_PATHS = ["articles"]
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
THEME_STATIC_PATHS: list[str] = []
ARTICLE_URL = "articles/{slug}/"
ARTICLE_SAVE_AS = "articles/{slug}/index.html"
TAG_URL = "entities/{slug}/"
TAG_SAVE_AS = "entities/{slug}/index.html"
YEAR_ARCHIVE_URL = "years/{date:%Y}/"
YEAR_ARCHIVE_SAVE_AS = "years/{date:%Y}/index.html"
CATEGORY_SAVE_AS = AUTHOR_SAVE_AS = ""
DIRECT_TEMPLATES = ["index"]
PAGINATED_TEMPLATES = {"tag": 50, "period_archives": 50}
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/part/{number}/", "{base_name}/part/{number}/index.html"),
]
FEED_ALL_RSS = "index.xml"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = None
FEED_MAX_ITEMS = 50
DEFAULT_DATE_FORMAT = "%d %B %Y"
MARKDOWN = {"extensions": [], "output_format": "html5"}
TYPOGRIFY = False
# The cache is turned on where it helps: its own settings say that a cold build goes without.
CONTENT_CACHING_LAYER = "generator"
GZIP_CACHE = False
CHECK_MODIFIED_METHOD = "mtime"
