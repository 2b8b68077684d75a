"""Open quantities narrowed: the cure that a drafter would think of first, and what narrowing does to the law.

Expectations by hand. Suspending is forbidden while the time that has passed is below a reasonable time, from 14 to 30 days. So nobody is suspended within 20 days if and
only if that time is at least 20 days; whoever waits for 30 days may be suspended already.
"""

from fractions import Fraction
from itertools import product

import pytest

from tests.mend import mended
from tos_checker.edits import Narrowed
from tos_checker.switches import Switches
from tos_spec import core, interpret
from tos_spec.load import load
from tos_spec.scenario import Reading, Scenario

DAY = 86_400

TERMS = """\
terms small "Small"
  default permitted

act suspend "suspension"
  passed : duration "the time that passed"
  told   : flag

open duration soon "a reasonable time" from 14 days to 30 days # of the reader's choice

clause 1
  forbid suspend
    when passed < soon

clause 2
  require told of suspend

claim early "Nobody is suspended early"
  suspend is never permitted
    when {when}
"""
_LABEL = '"a reasonable time"'
EARLY = TERMS.format(when="passed < 20 days")


def _narrowed(remedies):
    lines = [one.redlines[0] for one in remedies.mends if len(one.redlines) == 1]
    return [(line.old, line.new) for line in lines if line.where == 'the open quantity "a reasonable time"']


@pytest.fixture
def mend(tmp_path, monkeypatch):
    """The mends of the claim; each is applied by git, and asked anew."""
    monkeypatch.chdir(tmp_path)

    def found(text, **others):
        files = {"small.tos": text, **{f"{name}.tos": said for name, said in others.items()}}
        file = tmp_path / ("amending.tos" if "amending" in others else "small.tos")
        for name, said in files.items():
            (tmp_path / name).write_text(said, encoding="utf-8")
        remedies = mended.found(file.relative_to(tmp_path), "early")
        before = mended.answers(file)
        for one in remedies.mends:
            mended.applied(one.diff, tmp_path)
            mended.check_mend(before, mended.answers(file), "early", one)
            for name, said in files.items():
                (tmp_path / name).write_text(said, encoding="utf-8")
        return remedies

    return found


def test_the_lower_end_is_moved_to_the_claims_number(mend):
    remedies = mend(EARLY)
    first = remedies.mends[0]
    assert _narrowed(remedies) == [("from 14 days to 30 days", "from 20 days to 30 days")]
    assert [(line.where, line.new) for line in first.redlines] == [
        ('the open quantity "a reasonable time"', "from 20 days to 30 days")
    ]
    assert first.else_changed == ()
    assert '+open duration soon "a reasonable time" from 20 days to 30 days # of the reader\'s choice' in first.diff


def test_the_upper_end_is_moved_for_what_ought_to_be_permitted(mend):
    text = TERMS.format(when="passed >= 15 days\n     and told").replace("never permitted", "always permitted")
    assert _narrowed(mend(text)) == [("from 14 days to 30 days", "from 14 days to 15 days")]


def test_the_claims_number_may_be_the_other_end(mend):
    assert _narrowed(mend(TERMS.format(when="passed < 30 days"))) == [("from 14 days to 30 days", "from 30 days to 30 days")]


def test_a_number_that_the_document_names_will_do(mend):
    """The claim names hours, within a day; 25 days come from another clause."""
    text = TERMS.replace("from 14 days", "from 1 hour").format(when="passed < 1 day - 1 hour")
    text += "\nclause 3\n  forbid suspend\n    when passed > 25 days\n"
    assert ("from 1 hour to 30 days", "from 25 days to 30 days") in _narrowed(mend(text))


@pytest.mark.parametrize(
    ("open_", "asks", "claim", "read"),
    [
        ("percent soon {label} from 5% to 10%", "percent", "part < 7.5%", "from 7.5% to 10%"),
        ("money in EUR soon {label} from 1000 EUR to 5000 EUR", "money in EUR", "part < 4000 EUR", "from 4000 EUR to 5000 EUR"),
        ("number soon {label} from 1.5 to 4", "integer", "part < 3", "from 3 to 4"),
        ("duration soon {label} from 90 seconds to 2 hours", "duration", "part < 100 seconds", "from 100 seconds to 2 hours"),
    ],
)
def test_every_sort_of_quantity(mend, open_, asks, claim, read):
    said = f"open {open_.format(label=_LABEL)}"
    text = f"terms small\n  default permitted\n\nact suspend\n  part : {asks}\n\n{said}\n\nclause 1\n  forbid suspend\n    when part < soon\n"
    remedies = mend(f"{text}\nclaim early\n  suspend is never permitted\n    when {claim}\n")
    assert [new for _, new in _narrowed(remedies)] == [read]


@pytest.mark.parametrize(
    ("ends", "claim", "read"),
    [
        ("from 2 weeks to 60 days", "passed < 21 days", "from 21 days to 60 days"),
        ("from 14 days to 9 weeks", "passed < 21 days", "from 3 weeks to 9 weeks"),
        ("from 14 days to 9 weeks", "passed < 20 days", "from 20 days to 9 weeks"),
        ("from 24 hours to 9 weeks", "passed < 20 days", "from 20 days to 9 weeks"),
        ("from 1 day to 2 weeks", "passed < 7 days", "from 1 week to 2 weeks"),
    ],
)
def test_an_end_is_written_in_the_unit_of_the_other_one(mend, ends, claim, read):
    text = EARLY.replace("from 14 days to 30 days", ends).replace("passed < 20 days", claim)
    assert [new for _, new in _narrowed(mend(text))][:1] == [read]


def test_what_the_claim_uses_stays(mend):
    remedies = mend(TERMS.format(when="passed < soon + 1 day"))
    assert remedies.status in ("fails", "arguable")
    assert _narrowed(remedies) == []


def test_what_an_imported_document_uses_stays(mend):
    shared = 'open duration soon "a reasonable time" from 14 days to 30 days\n'
    act = 'act suspend "suspension"\n  passed : duration "the time that passed"\n  told   : flag\n'
    other = 'terms other\n  default permitted\n\nimport "words.tos"\n\nclause 1\n  forbid suspend\n    when passed < soon\n'
    head, _, rest = EARLY.partition("act suspend")
    text = f'{head}import "words.tos"\nimport "other.tos" as other\n\n{rest[rest.index("clause 1") :]}'
    assert _narrowed(mend(text, words=f"{act}\n{shared}", other=other)) == []
    assert _narrowed(mend(text.replace('import "other.tos" as other\n', ""), words=f"{act}\n{shared}")) != []


def test_what_was_published_stays(mend):
    remedies = mend(EARLY, amending='terms amending\n  amends "small.tos"\n')
    assert _narrowed(remedies)
    assert '+replace open duration soon "a reasonable time" from 20 days to 30 days' in remedies.mends[0].diff


@pytest.mark.parametrize("ends", [((20, "low"),), ((20, "high"),), ((18, "low"), (22, "high")), ((30, "low"),)])
def test_what_narrowing_does_to_the_law(tmp_path, ends):
    """By enumeration: under each reading of the quantity, it is as the narrowed text under that reading, moved to the nearer end."""
    text = EARLY.replace("passed < soon", "passed < soon and not (passed + soon > 40 days and told)")
    low, high = 14, 30
    for value, end in ends:
        low, high = (value, high) if end == "low" else (low, value)
    wide, narrow = (
        _policy(tmp_path, text.replace("from 14 days to 30 days", f"from {a} days to {b} days"))
        for a, b in ((14, 30), (low, high))
    )
    changes = [(Narrowed("soon", end, core.Exactly(Fraction(v * DAY), core.Sort.DURATION)), core.TRUE) for v, end in ends]
    made = Switches(wide, "suspend", {}, changes).chosen(frozenset(range(len(changes))))
    unlike = 0
    for passed, soon, told in product((0, 14, 17, 18, 19, 20, 21, 22, 25, 30), (14, 16, 18, 20, 22, 26, 30), (False, True)):
        facts = {("date",): Fraction(738_000), ("passed",): Fraction(passed * DAY), ("told",): told}
        here = Scenario("suspend", facts, {})
        said = interpret.judge(made, here, Reading({}, {}, {"soon": Fraction(soon * DAY)}))
        meant = interpret.judge(narrow, here, Reading({}, {}, {"soon": Fraction(min(max(soon, low), high) * DAY)}))
        before = interpret.judge(wide, here, Reading({}, {}, {"soon": Fraction(soon * DAY)}))
        assert (said.outcome, said.applies) == (meant.outcome, meant.applies)
        unlike += said.outcome != before.outcome
    assert unlike


def _policy(folder, text):
    (folder / "small.tos").write_text(text, encoding="utf-8")
    loaded = load(folder / "small.tos")
    assert loaded.policy is not None, [d.message for d in loaded.diagnostics]
    return loaded.policy
