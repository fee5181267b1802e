"""Every refusal of these rules speaks Indonesian, with the same facts."""

import importlib
import pkgutil
from string import Formatter

import pytest

from jenjang.core.errors import Refusal
from jenjang.core.language import translations
from jenjang.organisation import rules

for module in pkgutil.iter_modules(rules.__path__):
    importlib.import_module(f"{rules.__name__}.{module.name}")
REFUSALS = [error for error in Refusal.registry.values() if error.__module__.startswith(rules.__name__)]


def facts(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("error", REFUSALS)
def test_a_refusal_speaks_indonesian(error: type[Refusal]) -> None:
    sentence = translations("id")[error.template()]
    assert sentence != error.template()
    assert facts(sentence) == facts(error.template())
