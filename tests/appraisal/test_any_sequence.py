"""Whatever several people do in whatever order, everybody sees just what a small model says."""

import os
from dataclasses import dataclass

from factories.appraisal.model import PEOPLE, STEPS, Model
from factories.appraisal.office import Office
from factories.appraisal.story import Story
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

from jenjang.core.context import Context
from jenjang.core.errors import Refusal


@dataclass(frozen=True)
class Ask:
    """A deed by somebody; without a name, one of those that are legal then, by their number."""

    deed: str = ""
    who: str = ""
    number: int = 0
    choice: bool = False


def said(*steps: str) -> list[Ask]:
    """`"deed who"`, with `!` where the deed's choice is the other one."""
    split = [[*step.rstrip("!").split(), step] for step in steps]
    return [Ask(deed, who, choice=step.endswith("!")) for deed, who, step in split]


AGREED = ("draft chief", "offer chief", "give_back staff", "offer chief", "agree staff", "open admin")
JUDGED = ("evaluate chief!", "sit admin", "calibrate stranger", "rise leader", "publish admin")
HEARD = ("explain staff", "explain chief")
LONG = said(*AGREED, *JUDGED, "acknowledge staff", "object staff", *HEARD, "decide leader!", "close admin")
TAKEN_BACK = said(*AGREED, "evaluate chief", "close admin", "object staff", "withdraw staff", "object staff")
LOWERED = said(*AGREED, "evaluate chief", "publish admin", "object staff", *HEARD, "decide leader!")
LATECOMER = said(
    *AGREED, "sit admin", "rise leader", "evaluate chief!", "publish admin", "sit admin", "calibrate leader"
)
CALLED_OFF = said(
    *AGREED, "evaluate chief!", "sit admin", "calibrate stranger", "call_off admin", "evaluate chief"
)
PASSED_ON = said(
    *AGREED,
    *("pass_on admin", "evaluate stranger!", "publish admin", "object staff", "explain staff"),
    *("explain stranger", "decide leader", "decide head!"),
)
MISSED = said(*AGREED, "close admin", "evaluate chief", "publish admin", "object staff")
ASKS = st.one_of(
    st.builds(Ask, number=st.integers(0, 40), choice=st.booleans()),
    st.builds(Ask, number=st.integers(0, 40), choice=st.booleans()),
    st.builds(Ask, st.sampled_from(sorted(STEPS)), st.sampled_from(PEOPLE), choice=st.booleans()),
)
STORIES = st.builds(
    lambda walk, so_far, more: [*walk[:so_far], *more],
    st.sampled_from([LONG, TAKEN_BACK, LOWERED, MISSED, LATECOMER, CALLED_OFF, PASSED_ON]),
    st.integers(0, len(LONG)),
    st.lists(ASKS, min_size=4, max_size=14),
)
"""Some way into a story that is told above as a whole, and then whatever comes."""


def chosen(model: Model, ask: Ask) -> tuple[str, str]:
    """Which deed by whom is meant."""
    if ask.deed:
        return ask.deed, ask.who
    legal = [(deed, who) for deed, step in STEPS.items() for who in PEOPLE if step.may(model, who)]
    return legal[ask.number % len(legal)] if legal else ("publish", "staff")


async def go_on(story: Story, model: Model, ask: Ask) -> None:
    """Do one deed in the house and in the model: both do it, or both refuse it."""
    deed, who = chosen(model, ask)
    step = STEPS[deed]
    legal = step.may(model, who)
    refused = await refusal(story, deed, who, ask.choice)
    event(f"{deed} {refused or 'done'}")
    assert legal == (refused is None), f"{deed} by {who}: {refused or 'done'}"
    if legal:
        step.does(model, who, ask.choice)


async def refusal(story: Story, deed: str, who: str, choice: bool) -> str | None:
    """Why a deed is refused; None: it is done."""
    try:
        async with story.context.session.begin_nested():
            await story.do(deed, who, choice)
    except Refusal as refused:
        return refused.code
    return None


EXAMPLES = int(os.environ.get("JENJANG_STORIES", "10"))
"""Stories beside those that are written out; some hundreds before a release."""


async def check_seen(story: Story, model: Model) -> None:
    for who in PEOPLE:
        assert await story.seen_by(who) == model.seen_by(who), who


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(asks=LONG)
@example(asks=TAKEN_BACK)
@example(asks=LOWERED)
@example(asks=MISSED)
@example(asks=PASSED_ON)
@given(asks=STORIES)
async def test_everybody_sees_what_the_model_says(context: Context, office: Office, asks: list[Ask]) -> None:
    session = context.session
    all_of_it = await session.begin_nested()
    try:
        story, model = Story(context, office), Model()
        await check_seen(story, model)
        for ask in asks:
            await go_on(story, model, ask)
            await check_seen(story, model)
    finally:
        await all_of_it.rollback()
        session.expunge_all()


def test_the_long_walk_meets_no_refusal() -> None:
    """What is told above as one whole story is legal step by step, so that it is no empty example."""
    model = Model()
    for ask in LONG:
        step = STEPS[ask.deed]
        assert step.may(model, ask.who), ask
        step.does(model, ask.who, ask.choice)
    assert (model.appraisal, model.predicate, model.outcome) == ("FINAL", "GOOD", "CHANGED")
    assert (model.path, model.cycle, len(model.ratings)) == ("LAPSED", "CLOSED", 3)
