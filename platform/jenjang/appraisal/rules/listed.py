"""The nation's behaviours and competencies: what an SKP, an evaluation or feedback names is listed."""

from collections.abc import Sequence

from jenjang.core.errors import BadUserInput

Field = str | tuple[str, ...]


class NoSuchBehaviour(BadUserInput):
    """{behaviour} is none of the behaviours of civil servants; they are: {known}."""


class NoSuchCompetency(BadUserInput):
    """{competency} is none of the competencies of civil servants; they are: {known}."""


def check_behaviour(code: str, known: Sequence[str], field: Field) -> None:
    """Refuse a behaviour that the list doesn't know. Raises NoSuchBehaviour."""
    if code not in known:
        raise NoSuchBehaviour(field, behaviour=code, known=", ".join(known))


def check_competency(code: str, known: Sequence[str], field: Field) -> None:
    """Refuse a competency that the list doesn't know. Raises NoSuchCompetency."""
    if code not in known:
        raise NoSuchCompetency(field, competency=code, known=", ".join(known))
