"""The answer to `check ask`, to be read or as data: the outcome, what it depends on, and why."""

import json
from collections.abc import Sequence
from typing import Any

from tos_checker.render.json import under
from tos_checker.render.loophole import accounts, elsewhere, reading, story
from tos_checker.render.text import Paper
from tos_checker.report import Witness


def full(
    asks: str,
    depends: Sequence[str],
    examples: Sequence[Witness],
    in_force: str,
    width: int,
    *,
    bounded: bool,
    colour: bool,
    verbose: bool,
) -> str:
    """The answer as text: one example if the outcome is settled, else one of each outcome.

    `in_force`: in which of the scenarios (`always`, `sometimes`, `never`) the document is. `bounded`: that there are other days, not asked of.
    """
    days = " on the days on which the document is in force" if bounded else ""
    paper = Paper(width, colour)
    paper.write(asks, lead="asked: ", style="strong")
    if in_force == "never":
        said = f"the document is not in force on that day; as far as it goes, {examples[0].outcome}"
        paper.write(said, lead="answer: ", style="strong")
    elif len(examples) == 1:
        outcome = examples[0].outcome
        paper.write(
            f"{outcome}{days}, whatever{' else' if bounded else ''} is not given, and however the text is read",
            lead="answer: ",
            style="strong",
        )
    else:
        paper.write(f"it depends{',' if bounded else ''}{days}", lead="answer: ", style="strong")
        for what in depends:
            paper.write(what, indent=2, lead="- on ")
    if in_force == "sometimes":
        said = "on some of the days that agree with these facts the document is not in force; as far as it goes, all is permitted on them"
        paper.write(said, lead="note: ", style="note")
    for example in examples:
        paper.blank()
        paper.write(f"{example.outcome}, for example:", style="strong", body="strong")
        paper.blank()
        story(paper, example.story, 2)
        accounts(paper, example.account)
        elsewhere(paper, example.others, 4)
        if verbose or len(examples) > 1:
            reading(paper, example.reading, 4)
    return paper.text()


def as_json(
    document: str, asks: str, facts: Sequence[str], readings: Sequence[str], examples: Sequence[Witness], in_force: str
) -> str:
    """The answer as data."""
    outcome = examples[0].outcome if len(examples) == 1 else "depends"
    data: dict[str, Any] = {
        "schema": 1,
        "document": document,
        "asks": asks,
        "outcome": outcome,
        "in_force": in_force,
        "depends_on": {"facts": list(facts), "readings": list(readings)},
        "examples": [_example(e) for e in examples],
    }
    return json.dumps(data, sort_keys=True, ensure_ascii=False, indent=2) + "\n"


def _example(example: Witness) -> dict[str, Any]:
    data: dict[str, Any] = {
        "outcome": example.outcome,
        "act": example.story.act,
        "sentence": example.story.sentence,
        "scenario": {f.role: f.value for f in example.story.facts},
        "reading": {p.name: p.value for p in example.reading},
        "account": [{"clause": a.clause, "title": a.title, "applies": a.applies, "because": a.because} for a in example.account],
    }
    return {**data, "under": under(example.others)} if example.others else data
