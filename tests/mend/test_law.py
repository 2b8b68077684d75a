"""What edits are said to do to the law is what their text does; and the smallest choices are those that trying them all would find."""

from itertools import combinations, islice
from pathlib import Path

import pytest

from tests.mend import documents as docs
from tests.mend import mended
from tos_checker import keeping, terms
from tos_checker.budget import Budget
from tos_checker.ground import Ground
from tos_checker.law import Law
from tos_checker.mend import _Desk
from tos_checker.mending import Mending
from tos_checker.pose import Pose, stated
from tos_checker.redraft import statuses
from tos_checker.splice import clash
from tos_spec import core
from tos_spec.load import load

EVERYTHING = """\
terms everything "Everything that can be edited"
  default permitted

kind party
  agency
    police
    court
  firm

kind task: face, gait, other

entity body is party
  home : flag

act use "use" says "{who} uses the service"
  who    : body
  client : body optional
  task   : task
  delay  : duration
  agreed : flag

open term prompt in use "prompt"
  includes delay <= 1 second
  excludes delay > 1 hour

open term watched(b: body) "watched"
  excludes b is firm

define known(b: body) "known"
  means b is agency and b.home

open duration soon "soon" from 1 second to 1 minute

clause 1
  forbid use
    when (known(who) or watched(who)) and task is face
    unless agreed

clause 1.1
  exception to 1
  permit use
    when all of
      - any of
          - prompt
          - client exists
      - delay < 1 minute

clause 2
  require agreed of use
    when task is one of face, gait
     and delay < soon

clause 3 # of the two
  disapply 1, 2
    when not prompt
     and who is court

claim nobody "No known body looks for faces"
  use is never permitted
    when (known(who) or known(client))
     and task is one of face, gait
     and delay <= 10 seconds

claim free "Others are free"
  use is always permitted
    when task is other
"""


def desk(file, text, claim):
    file.write_text(text, encoding="utf-8")
    policy = load(file, shown_as=str(file)).policy
    asked = next(c for c in policy.claims if c.name == claim)
    before = statuses(policy, mended.TODAY, None)
    return _Desk(file, policy, asked, mended.TODAY, before, Budget.of_seconds(mended.SECONDS))


@pytest.mark.parametrize("claim", ["nobody", "free"])
def test_each_edit_does_what_it_is_said_to_do(tmp_path, claim):
    """`free` holds, so nobody would mend it; the edits that it suggests go the other way."""
    here = desk(tmp_path / "everything.tos", EVERYTHING, claim)
    sorts = {type(e.change).__name__ for e, _ in here.edits}
    assert sorts >= (
        {"Rewritten", "Added", "Struck", "Unlisted", "Bounded", "Narrowed"}
        if claim == "nobody"
        else {"Rewritten", "Added", "Struck"}
    )
    made = 0
    for n, (edit, _) in enumerate(here.edits):
        redraft = here.text.redraft(here._splices(frozenset({n})), None)
        assert redraft is not None, edit
        made += 1
        every = stated(core.TRUE)
        ground = Ground(Pose(redraft.policy, "use", every, every))
        said = Law(ground.law.view, instead=here.made.chosen(frozenset({n})))
        same = terms.both(
            [
                terms.equivalent(said.permitted, ground.law.permitted),
                terms.equivalent(said.in_breach, ground.law.in_breach),
                terms.equivalent(said.silent, ground.law.silent),
            ]
        )
        ground.settle()
        assert not ground.possible(terms.negated(same)), edit
    assert made > 10


@pytest.mark.parametrize("name", ["CLASS", "CONDITION", "TERM", "EXCEPTION", "DISAPPLIED", "BEYOND"])
def test_the_smallest_are_all_there_are(tmp_path, name):
    here = desk(tmp_path / "small.tos", getattr(docs, name), "nobody")
    places = range(len(here.edits))
    weights = [e.weight for e, _ in here.edits]
    clashes = {(a, b) for a in places for b in range(a) if clash(here.edits[a][0].splices, here.edits[b][0].splices)}
    kept = here._kept(())

    def closes(edits):
        policy = here.made.chosen(edits)
        return all(keeping.holds(policy, asked, mended.TODAY, None) for asked in (here.claim, *kept))

    lightest, all_there_are = None, set()
    for size in (1, 2):
        for some in combinations(places, size):
            weight = sum(weights[n] for n in some)
            together = not any((b, a) in clashes for a, b in combinations(some, 2))
            if together and weight <= (lightest or 2) and closes(frozenset(some)):
                lightest = weight if lightest is None else min(weight, lightest)
                all_there_are.add((weight, frozenset(some)))
    expected = {some for weight, some in all_there_are if weight == lightest}
    search = Mending(here.made, weights, clashes, kept, mended.TODAY, None)
    found = list(islice(search.found(here.claim), len(expected) + 1))
    assert lightest is not None
    assert {f for f in found if sum(weights[n] for n in f) == lightest} == expected
    assert [sum(weights[n] for n in f) for f in found] == sorted(sum(weights[n] for n in f) for f in found)


def test_what_was_tried_is_counted(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("small.tos").write_text(docs.NONE, encoding="utf-8")
    remedies = mended.found(Path("small.tos"), "nobody")
    assert remedies.guesses >= remedies.closing > 0
    assert not remedies.cut
