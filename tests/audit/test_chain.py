"""A chain that was touched anywhere tells where, and an auditor recomputes it by the published form."""

import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

import pytest

from jenjang.audit import lines
from jenjang.audit.chain import (
    BEGINNING,
    START,
    ChainBroken,
    Content,
    Head,
    Link,
    canonical,
    chained,
    verify,
)

CODE = "surakarta"
Chain = list[Link]


def content(number: int) -> Content:
    return {"tenant": CODE, "deed": "employeeHire", "reason": f"SK {number}", "client": None, "about": []}


def a_chain(length: int = 5) -> Chain:
    return forged([content(number) for number in range(1, length + 1)])


def forged(contents: list[Content]) -> Chain:
    """A chain that is right in itself."""
    found: Chain = []
    for number, one in enumerate(contents, 1):
        previous = found[-1].hash if found else BEGINNING
        found.append(Link(number, one, previous, chained(previous, number, one)))
    return found


def head_of(chain: Chain) -> Head:
    return Head(chain[-1].number, chain[-1].hash)


def test_the_canonical_form_is_as_it_is_published() -> None:
    told = {"tenant": CODE, "reason": 'Gaji "é" 🙂\n\x7f', "client": None, "about": ["a"], "deed": "x"}
    text = '{"about":["a"],"deed":"x","reason":"Gaji \\"é\\" 🙂\\n\x7f","tenant":"surakarta"}'
    assert canonical(told) == text.encode()
    expected = sha256(b"\x07" * 32 + (258).to_bytes(8, "big") + sha256(text.encode()).digest())
    assert chained(b"\x07" * 32, 258, told) == expected.digest()


def test_a_whole_chain_leads_to_its_head() -> None:
    chain = a_chain()
    assert verify(CODE, chain, head_of(chain), [head_of(chain[:2])]) == head_of(chain)
    assert verify(CODE, [], START) == START


def changed(chain: Chain) -> Chain:
    chain[2] = replace(chain[2], content={**chain[2].content, "reason": "SK 99"})
    return chain


def removed(chain: Chain) -> Chain:
    return [*chain[:2], *chain[3:]]


def removed_and_renumbered(chain: Chain) -> Chain:
    return [*chain[:2], *(replace(one, number=one.number - 1) for one in chain[3:])]


def inserted(chain: Chain) -> Chain:
    return [*chain[:2], replace(chain[2], content=content(99)), *chain[2:]]


def reordered(chain: Chain) -> Chain:
    chain[2], chain[3] = replace(chain[3], number=3), replace(chain[2], number=4)
    return chain


def repeated(chain: Chain) -> Chain:
    return [*chain[:2], chain[1], *chain[2:]]


def rehashed(chain: Chain) -> Chain:
    """Changed by somebody who recomputed the hash of that entry."""
    told = {**chain[2].content, "reason": "SK 99"}
    chain[2] = replace(chain[2], content=told, hash=chained(chain[2].previous, 3, told))
    return chain


def another_s(chain: Chain) -> Chain:
    return forged([*(one.content for one in chain[:3]), {**content(4), "tenant": "plaju"}, content(5)])


def cut_off(chain: Chain) -> Chain:
    return chain[:3]


def prolonged(chain: Chain) -> Chain:
    return a_chain(6)


def rewritten(chain: Chain) -> Chain:
    return forged([content(number + 10) for number in range(5)])


def nothing_left(chain: Chain) -> Chain:
    return []


@pytest.mark.parametrize(
    ("touch", "number", "what"),
    [
        (changed, 3, "its content was changed"),
        (removed, 3, "it is missing; entry 4 follows on 2"),
        (removed_and_renumbered, 3, "it doesn't continue the entry before it"),
        (inserted, 3, "its content was changed"),
        (reordered, 3, "it doesn't continue the entry before it"),
        (repeated, 2, "it stands again after entry 2"),
        (rehashed, 4, "it doesn't continue the entry before it"),
        (another_s, 4, "it is another government's"),
        (cut_off, 4, "it is missing; the head says 5 entries"),
        (prolonged, 6, "it lies beyond the head"),
        (rewritten, 5, "the head has another hash"),
        (nothing_left, 1, "it is missing; the head says 5 entries"),
    ],
)
def test_what_was_touched_is_named(touch: Callable[[Chain], Chain], number: int, what: str) -> None:
    chain = a_chain()
    head = head_of(chain)
    with pytest.raises(ChainBroken) as broken:
        verify(CODE, touch(chain), head)
    assert str(broken.value) == f"surakarta: broken at entry {number}: {what}."


def test_who_rewrites_all_of_it_and_the_head_is_told_by_a_head_kept_elsewhere() -> None:
    kept, other = head_of(a_chain(3)), rewritten([])
    assert verify(CODE, other, head_of(other)) == head_of(other)
    with pytest.raises(ChainBroken, match="entry 3: it isn't the one that was there"):
        verify(CODE, other, head_of(other), [kept])


def test_who_takes_the_tail_and_puts_the_head_back_is_told_by_a_head_kept_elsewhere() -> None:
    kept, shorter = head_of(a_chain(5)), a_chain(3)
    with pytest.raises(ChainBroken, match="entry 4: it is missing; what was kept says 5 entries"):
        verify(CODE, shorter, head_of(shorter), [kept])


def test_an_export_is_the_same_chain() -> None:
    chain = a_chain()
    told = [lines.line(link) for link in chain]
    assert verify(CODE, lines.links(told), head_of(chain)) == head_of(chain)
    more = json.dumps({**json.loads(told[1]), "also": "x"})
    with pytest.raises(ChainBroken, match="entry 2: its content was changed"):
        verify(CODE, lines.links([told[0], more, *told[2:]]))


@pytest.mark.parametrize(
    "text", ["", "nonsense", "[]", "{}", "7", '{"number":1,"previous":"x","hash":"00"}', '{"number":null}']
)
def test_a_line_that_is_no_entry_is_named(text: str) -> None:
    with pytest.raises(lines.LineUnreadable, match="Line 2"):
        list(lines.links([lines.line(a_chain()[0]), text]))
