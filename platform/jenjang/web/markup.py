"""HTML built from parts, so that no text gets into a page unescaped."""

from html import escape


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


VOID = frozenset({"br", "img", "input", "link", "meta"})
"""Elements without an end tag."""


def element(name: str, /, *inside: str, **attributes: str | bool) -> Markup:
    """One element with its attributes and content; whatever is not Markup is escaped.

    An attribute that is a Python word ends in `_`; another `_` stands for `-`; True stands alone,
    False is left out.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items() if value is not False)
    if name in VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{join(*inside)}</{name}>")


def join(*parts: str) -> Markup:
    """Parts one after the other, escaped unless they are Markup."""
    return Markup("".join(part if isinstance(part, Markup) else escape(part) for part in parts))


def _attribute(key: str, value: str | bool) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
