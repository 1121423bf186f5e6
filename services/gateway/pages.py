"""HTML pages: plain, without scripts, nothing loaded from elsewhere, so they work on a machine without a network."""

import base64
import hashlib
from html import escape

from fastapi.responses import HTMLResponse

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
pre { padding: .75rem; overflow: auto; max-height: 30rem; border: 1px solid #8886; border-radius: 4px; }
code, pre { font: 14px/1.4 ui-monospace, monospace; }
table { border-collapse: collapse; } td, th { text-align: left; vertical-align: top; padding: .2rem 1rem .2rem 0; }
h3 { margin-top: 2.5rem; border-top: 1px solid #8886; padding-top: 1rem; }
:root { color-scheme: light dark; }
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
# The page's own style, by its hash, and nothing else at all.
POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; frame-ancestors 'none'; base-uri 'none'"


def page(title: str, body: str) -> HTMLResponse:
    """A whole page around `body`, which is HTML already."""
    return HTMLResponse(
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head>\n'
        f"<body>\n{body}\n</body>\n</html>\n",
        headers={"Content-Security-Policy": POLICY},
    )
