"""HTML of the stand-in's own pages: plain, without scripts, and always under the banner that says what they are."""

from html import escape
from urllib.parse import urlsplit

from broadsheet.devtools.paystub.answering import Answer

BANNER = "TEST, no money moves"
STYLE = "/paystub.css"


def text(written: object) -> str:
    """Return words as they stand in a page, whoever wrote them."""
    return escape(str(written), quote=True)


def page(
    title: str,
    body: str,
    *,
    status: int = 200,
    leads_to: tuple[str | None, ...] = (),
    wide: bool = False,
) -> Answer:
    """Return a page.

    Args:
        leads_to: addresses on other sites that a form of this page may end at.
    """
    html = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{BANNER}: {text(title)}</title>
<link rel="stylesheet" href="{STYLE}">
</head>
<body>
<header><p class="banner"><strong>{BANNER}.</strong> This page stands in for the payment processor. Never type a real card here.</p></header>
<main{' class="wide"' if wide else ""}>
<h1>{text(title)}</h1>
{body}
</main>
</body>
</html>
"""
    return Answer(status, html.encode(), headers(leads_to))


def headers(leads_to: tuple[str | None, ...]) -> dict[str, str]:
    sites = " ".join(sorted({site for one in leads_to if one and (site := site_of(one))}))
    return {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action 'self' {sites}".strip(),
        "Cache-Control": "no-store",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }


def site_of(address: str) -> str:
    """Return the site of an address, as a policy names it; nothing where it would break the policy.

    >>> site_of("http://127.0.0.1:8000/thanks?a=b"), site_of("http://a b;c/")
    ('http://127.0.0.1:8000', '')
    """
    parts = urlsplit(address)
    site = f"{parts.scheme}://{parts.netloc}"
    return site if not set(site) & set(" ;,'\"\t\n") else ""


def go(address: str) -> Answer:
    """Send the browser on."""
    return Answer(303, b"", {"Location": address, "Cache-Control": "no-store"})


def note(title: str, words: str, *, status: int = 200, back: str | None = None) -> Answer:
    """Return a page that only says something."""
    link = f'<p><a href="{text(back)}">Go back</a></p>' if back else ""
    return page(title, f"<p>{text(words)}</p>{link}", status=status)


def field(
    name: str, label: str, *, value: str = "", hint: str = "", error: str = "", kind: str = "text",
    more: str = "",
) -> str:  # fmt: skip
    """Return a labelled field; what is wrong with it stands between its label and itself."""
    described = [f"{name}-hint"] if hint else []
    described += [f"{name}-error"] if error else []
    by = f' aria-describedby="{" ".join(described)}"' if described else ""
    wrong = ' aria-invalid="true"' if error else ""
    return (
        f'<p class="field"><label for="{name}">{text(label)}</label>'
        + (f'<span class="hint" id="{name}-hint">{text(hint)}</span>' if hint else "")
        + (f'<span class="error" id="{name}-error">{text(error)}</span>' if error else "")
        + f'<input id="{name}" name="{name}" type="{kind}" value="{text(value)}"{by}{wrong} {more}></p>'
    )


def button(label: str, act: str = "", *, plain: bool = False, **hidden: str) -> str:
    """Return a form with one button.

    Args:
        hidden: what is sent along.
    """
    sent = {**hidden, **({"act": act} if act else {})}
    inputs = "".join(
        f'<input type="hidden" name="{text(name)}" value="{text(value)}">'
        for name, value in sent.items()
    )
    looks = ' class="plain"' if plain else ""
    return f'<form method="post">{inputs}<button type="submit"{looks}>{text(label)}</button></form>'


def card_fields(expiry: str, error: str = "") -> str:
    """Return the fields of a card; its number is never written back into the page."""
    number = field(
        "number",
        "Card number",
        error=error,
        hint="Test numbers alone, such as 4242 4242 4242 4242.",
        more='inputmode="numeric" autocomplete="off" maxlength="24"',
    )
    until = field(
        "expiry", "Expires (MM/YY)", value=expiry, more='autocomplete="off" maxlength="7"'
    )
    cvc = field(
        "cvc",
        "Security code",
        value="123",
        more='inputmode="numeric" autocomplete="off" maxlength="4"',
    )
    return f'{number}<div class="pair">{until}{cvc}</div>'


NUMBERS = """<table>
<caption>Numbers to try</caption>
<thead><tr><th scope="col">Number</th><th scope="col">What happens</th></tr></thead>
<tbody>
<tr><td>4242 4242 4242 4242</td><td>It is paid</td></tr>
<tr><td>4000 0000 0000 0002</td><td>It is declined</td></tr>
<tr><td>4000 0000 0000 9995</td><td>Declined: insufficient funds</td></tr>
<tr><td>4000 0025 0000 3155</td><td>The bank asks for 3-D Secure</td></tr>
<tr><td>4000 0027 6000 3184</td><td>It asks each time, also for renewals</td></tr>
<tr><td>4000 0000 0000 0259</td><td>It is paid, then disputed</td></tr>
<tr><td>000123456789 (account)</td><td>The bank pays some days later</td></tr>
<tr><td>000111111116 (account)</td><td>The bank refuses some days later</td></tr>
</tbody>
</table>"""
