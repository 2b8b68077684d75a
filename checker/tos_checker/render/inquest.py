"""The answer to `check ask`, to be read or as data: the outcome, what it depends on, and why."""

from typing import Any

from tos_checker.render import certificate
from tos_checker.render.json import as_text, under
from tos_checker.render.loophole import accounts, elsewhere, reading, story
from tos_checker.render.text import Paper
from tos_checker.report import Answered, Witness


def full(told: Answered, width: int, *, colour: bool, verbose: bool) -> str:
    """The answer as text: one example if the outcome is settled, else one of each outcome, with the readings that it turns on."""
    paper = Paper(width, colour)
    paper.write(told.asks, lead="asked: ", style="strong")
    _answer(paper, told)
    if told.in_force == "sometimes":
        said = "on some of the days that agree with these facts the document is not in force; as far as it goes, all is permitted on them"
        paper.write(said, lead="note: ", style="note")
    for example in told.examples:
        paper.blank()
        paper.write(f"{example.outcome}, for example:", style="strong", body="strong")
        paper.blank()
        story(paper, example.story, 2)
        accounts(paper, example.account)
        elsewhere(paper, example.others, 4)
        reading(paper, example.reading if verbose else example.turns_on, 4)
    certificate.below(paper, told.certification)
    return paper.text()


def _answer(paper: Paper, told: Answered) -> None:
    bounded = told.bounded
    days = " on the days on which the document is in force" if bounded else ""
    outcome = told.examples[0].outcome
    if told.in_force == "never":
        said = f"the document is not in force on that day; as far as it goes, {outcome}"
    elif len(told.examples) == 1:
        said = f"{outcome}{days}, whatever{' else' if bounded else ''} is not given, and however the text is read"
    else:
        said = f"it depends{',' if bounded else ''}{days}"
    paper.write(said, lead="answer: ", style="strong")
    if told.in_force != "never" and len(told.examples) > 1:
        for what in told.depends:
            paper.write(what, indent=2, lead="- on ")


def as_json(told: Answered) -> str:
    """The answer as data."""
    data: dict[str, Any] = {
        "schema": 1,
        "document": told.document,
        "asks": told.asks,
        "outcome": told.examples[0].outcome if len(told.examples) == 1 else "depends",
        "in_force": told.in_force,
        "days": "in_force" if told.bounded else "all",
        "depends_on": {"facts": list(told.facts), "readings": list(told.readings)},
        "examples": [_example(e) for e in told.examples],
        "certification": certificate.as_data(told.certification),
    }
    return as_text(data)


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
