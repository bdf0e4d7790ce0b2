"""What is said to every reader's browser, printed or not."""

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
    ]
)
READER_HEADERS = {
    "Content-Security-Policy": READER_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "browsing-topics=(), camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
