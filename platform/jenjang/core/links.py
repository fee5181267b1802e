"""Links to evidence: few, and such as a browser opens over TLS."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from jenjang.core.errors import BadUserInput

MOST_LINKS = 10
LONGEST_LINK = 2000
"""Characters of one link."""


class TooManyLinks(BadUserInput):
    """At most {most} links to evidence are kept; these are {count}."""


class NotALink(BadUserInput):
    """This is no link that begins with https:// and has at most {most} characters."""


def check_links(links: Sequence[str], field: str = "evidence") -> list[str]:
    """The links without blanks at their ends, each once. Raises TooManyLinks, NotALink at the link."""
    if len(links) > MOST_LINKS:
        raise TooManyLinks(field, most=MOST_LINKS, count=len(links))
    return list(dict.fromkeys(check_link(link, (field, str(place))) for place, link in enumerate(links)))


def check_link(link: str, field: str | tuple[str, ...]) -> str:
    """The link without blanks at its ends. Raises NotALink."""
    stripped = link.strip()
    try:
        parts = urlsplit(stripped)
        named = parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        named = False
    if not named or len(stripped) > LONGEST_LINK or not stripped.isprintable() or " " in stripped:
        raise NotALink(field, most=LONGEST_LINK)
    return stripped
