"""What a browser is told it may do with a page: nothing but what this server itself sends."""

#: No script, style, frame or request to elsewhere.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "connect-src 'self'",
        "font-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def with_frame(origin: str) -> str:
    """Give the policy of a page in which a frame of another origin stands."""
    return f"{POLICY}; frame-src {origin}"
