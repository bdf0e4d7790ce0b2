"""What is said to every browser: to readers' with each page, printed or not, and to those in the newsroom.

The words of each policy are those of the W3C's Content Security Policy Level 3 and Trusted Types.
"""

from django.conf import settings

# Whose players may stand in a page, each in a frame that a reader's click makes. Nothing else is asked of them.
FRAME_HOSTS = (
    "https://www.youtube-nocookie.com",
    "https://player.vimeo.com",
    "https://w.soundcloud.com",
)
# Nothing is asked of another host before a reader's click, nothing runs that the paper did not send, nobody frames the
# paper. JSON-LD stands in a data block, which is not run and so needs no exception.
READER_POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        f"frame-src {' '.join(FRAME_HOSTS)}",
        "font-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        # Words never become elements or code: our scripts build what they show piece by piece.
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]
)
# What runs is the newsroom's own files alone. Wagtail's editor writes styles of its own, which show but do nothing.
NEWSROOM_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
# For a year, browsers that came by HTTPS come by nothing else.
STRICT_TRANSPORT = {"Strict-Transport-Security": "max-age=31536000"} if settings.HTTPS else {}
READER_HEADERS = {
    "Content-Security-Policy": READER_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "browsing-topics=(), camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    **STRICT_TRANSPORT,
}
# The newsroom shows a page beside its text, in a frame.
PREVIEW_HEADERS = {
    **READER_HEADERS,
    "Content-Security-Policy": READER_POLICY.replace(
        "frame-ancestors 'none'", "frame-ancestors 'self'"
    ),
    "X-Frame-Options": "SAMEORIGIN",
}
NEWSROOM_HEADERS = {
    **READER_HEADERS,
    "Content-Security-Policy": NEWSROOM_POLICY,
    "Cache-Control": "no-store",
    # What a link is followed to learns which host it came from, never which page of the newsroom.
    "Referrer-Policy": "strict-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}
