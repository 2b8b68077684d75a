"""Two documents in one vocabulary: what is one, what is compared as two, how each side calls it, and where remarks point."""

import pytest

from tests.differences.checked import policy
from tos_checker.bench import carrier, undated
from tos_checker.joint import join
from tos_spec import core

OLD = """\
terms was
  default permitted
  before 2030-01-01
kind place "locality": us, france, other
kind size: small, large
entity office
  rooms : integer from 0 to 9
  past  : flag
entity firm is size
  seat  : office
  staff : integer
entity man is size
entity here
  there : there
entity there
relation knows(x: firm, y: firm) "knows"
relation owns(x: firm, y: office)
relation once(x: firm, y: firm)
act use "the old use"
  who   : firm "the old user"
  loud  : flag
  count : integer
  note  : flag
open term hot in use "hot then"
open term cold(p: firm) "cold then"
open duration soon from 1 hour to 2 hours
open duration late from 1 day to 2 days
open term gone in use "what is gone"
  includes loud
  excludes not loud
assume so_far in use
  loud
clause 1
  forbid use when hot
"""
NEW = """\
terms is_now
  default forbidden
kind size: small, large
kind place "country": us, france, italy, other
entity office
  rooms : integer from 5 to 20
entity firm is size
  seat  : office optional
  staff : duration
  fresh : flag
entity man is place
entity here
entity there
  here : here
relation knows(x: firm, y: firm) "is acquainted with"
relation owns(x: office, y: firm)
relation since(x: firm, y: firm)
act use "the new use"
  who   : firm "the new user"
  loud  : flag optional
  count : flag
  more  : flag
open term hot in use "hot now"
open term cold(p: office) "cold now"
open duration soon from 30 minutes to 90 minutes
open duration early from 1 second to 2 seconds
open term fresh in use "what is fresh"
clause 2
  permit use when hot
"""


def _line(text, beginning):
    """The line of a text that begins so, from its own indentation on."""
    (found,) = [n for n, line in enumerate(text.splitlines(), 1) if line.strip().startswith(beginning)]
    return found


def _told(old, new):
    """Each remark: its sort, its text, and the lines at which it points."""
    return {
        (r.sort, r.text, r.old.line if r.old else None, r.new.line if r.new else None)
        for r in join(policy(old), policy(new)).remarks
    }


def _two(what):
    return _line(OLD, what), _line(NEW, what)


_ELSE = "is something else in each document, so what is said of it is not matched"


def test_remarks():
    """A man is classified by two kinds; what is here would lead there, and what is there, here."""
    kinds = _two("kind place")
    vocabulary = {
        ("`place` has `italy` now", None, kinds[1]),
        ("`office` has no field `past` any more", _line(OLD, "past"), None),
        ("`rooms` of `office` has other bounds now", *_two("rooms")),
        ("`seat` of `firm` may be absent now", *_two("seat")),
        ("`firm` has the field `fresh` now", None, _line(NEW, "fresh")),
        ("the relation `since` is new", None, _line(NEW, "relation since")),
        ("the relation `once` is gone", _line(OLD, "relation once"), None),
        ("`use` has the role `more` now", None, _line(NEW, "more")),
        ("`use` has no role `note` any more", _line(OLD, "note"), None),
        ("`loud` of `use` may be absent now", *_two("loud  :")),
        ('the open term "what is fresh" is new', None, _line(NEW, "open term fresh")),
        ('the open term "late" is gone', _line(OLD, "open duration late"), None),
        ('the open term "early" is new', None, _line(NEW, "open duration early")),
        ('the open term "what is gone" is gone', _line(OLD, "open term gone"), None),
    }
    apart = {
        ("the relation `owns` holds between other things: it is compared as two different relations", *_two("relation owns")),
        ('the open term "cold now" is asked of other things: it is compared as two different terms', *_two("open term cold")),
        ("`staff` of `firm` was an integer and is a duration: they are compared as two different things", *_two("staff")),
        ("`count` of `use` was an integer and is a flag: they are compared as two different things", *_two("count")),
        *((f"the entity `{name}` {_ELSE}", *_two(f"entity {name}")) for name in ("man", "here", "there")),
    }
    told = _told(OLD, NEW)
    assert {t[1:] for t in told if t[0] == "vocabulary"} == vocabulary
    assert {t[1:] for t in told if t[0] == "apart"} == apart


def test_the_other_way_round_the_same_is_apart():
    there = {(text, old, new) for sort, text, old, new in _told(OLD, NEW) if sort == "apart" and "entity" in text}
    back = {(text, old, new) for sort, text, old, new in _told(NEW, OLD) if sort == "apart" and "entity" in text}
    assert back == {(text, new, old) for text, old, new in there}


def _joint():
    return join(policy(OLD), policy(NEW))


def test_each_side_in_its_own_words():
    joint = _joint()
    sides = (joint.old, joint.new)
    assert [p.acts["use"].label for p in sides] == ["the old use", "the new use"]
    assert [next(f.label for f in p.acts["use"].roles if f.key == "who") for p in sides] == ["the old user", "the new user"]
    assert [p.relations["knows"].label for p in sides] == ["knows", "is acquainted with"]
    assert [(p.kinds["place"].name, p.kinds["place"].label) for p in sides] == [("place", "locality"), ("place", "country")]
    assert [p.terms["hot"].label for p in sides] == ["hot then", "hot now"]
    lines = [_two("act use"), _two("relation knows"), _two("entity firm"), _two("kind place"), _two("who   :")]
    for n, p in enumerate(sides):
        who = next(f for f in p.acts["use"].roles if f.key == "who")
        assert [x.span.line for x in (p.acts["use"], p.relations["knows"], p.entities["firm"], p.kinds["place"], who)] == [
            pair[n] for pair in lines
        ]


def test_one_vocabulary():
    joint = _joint()
    old, new = joint.old, joint.new
    assert set(old.kinds["place"].leaves) == set(new.kinds["place"].leaves) == {"us", "france", "italy", "other"}
    assert list(old.entities) == list(new.entities)
    assert len(old.entities) == 2 + 2 * 3  # an office and a firm are one each, the others two
    assert {f.key for f in old.entities["office"].fields} == {f.key for f in new.entities["office"].fields} == {"rooms", "past"}
    (rooms,) = (f.type for f in old.entities["office"].fields if f.key == "rooms")
    assert (rooms.low, rooms.high) == (0, 20)
    assert list(old.relations) == list(new.relations)
    assert len(old.relations) == 1 + 2 + 2  # who knows whom is one, who owns what is two
    assert list(old.terms) == list(new.terms)
    assert len(old.terms) == 1 + 2 + 2  # what is hot is one, what is cold is two, one is gone and one is new
    assert core.FALSE not in (old.terms["gone"].includes, old.terms["gone"].excludes)
    assert (new.terms["gone"].includes, new.terms["gone"].excludes) == (core.FALSE, core.FALSE)
    assert list(old.quantities) == list(new.quantities) == ["soon", "early", "late"]
    assert old.quantities["late"].high == new.quantities["late"].high == 172800
    assert old.quantities["early"].high == new.quantities["early"].high == 2
    assert [t.order for t in old.terms.values()] == sorted(t.order for t in old.terms.values())


def test_what_carries_both():
    """The wider of two quantities, and the clauses, defaults and assumptions of both; no days, no claims."""
    joint = undated(_joint())
    assert (joint.old.period, joint.new.period) == (core.Period(), core.Period())
    carried = carrier(joint, None)
    assert {q: (d.low, d.high) for q, d in carried.quantities.items()} == {
        "soon": (1800, 7200),
        "late": (86400, 172800),
        "early": (1, 2),
    }
    assert [(joint.old.quantities["soon"].low, joint.old.quantities["soon"].high)] == [(3600, 7200)]
    assert [c.number for c in carried.clauses] == ["1", "2"]
    assert [a.name for a in carried.assumptions] == ["so_far"]
    assert [d.verdict for d in carried.defaults][:2] == ["permitted", "forbidden"]
    spoken = carrier(joint, core.Exists(("who",))).defaults
    assert [d.when for d in spoken if d not in carried.defaults] == [core.Exists(("who",))]
    bounds = [b for t in joint.old.terms.values() for b in (t.includes, t.excludes)]
    ends = [
        core.Compare("<=", core.Quantity(name), core.Exactly(end, quantity.type.sort, quantity.type.of))
        for side in (joint.old, joint.new)
        for name, quantity in side.quantities.items()
        for end in (quantity.low, quantity.high)
    ]
    assert [d.when for d in carried.defaults[2:]] == [*bounds, *ends]
    assert {d.verdict for d in carried.defaults[2:]} == {"undecided"}


def test_what_is_apart_leads_nowhere_else():
    """The old man leads to his firm, and the firm now leads to a man, but to the new one: the two firms are one."""
    kinds = "kind place: us, other\nkind size: small, large\n"
    act = "act use\n  who : firm\n  him : man\n"
    old = f"terms was\n{kinds}entity firm\nentity man is size\n  firm : firm\n{act}"
    new = f"terms now\n{kinds}entity firm\n  man : man\nentity man is place\n{act}"
    assert {text for sort, text, *_ in _told(old, new) if sort == "apart" and "entity" in text} == {f"the entity `man` {_ELSE}"}
    assert {text for sort, text, *_ in _told(new, old) if sort == "apart" and "entity" in text} == {f"the entity `man` {_ELSE}"}


def test_roles_of_one_name_in_two_acts_of_a_family():
    """Of a family's roles of one name, each act's are matched with its own."""
    old = "terms was\nact deal\nact sell is deal\n  item : flag\nact lend is deal\n  item : integer\n"
    new = "terms now\nact deal\nact lend is deal\n  item : integer\nact sell is deal\n  item : flag\n  more : flag\n"
    joint = join(policy(old), policy(new))
    assert {(r.sort, r.text) for r in joint.remarks} == {("vocabulary", "`sell` has the role `more` now")}
    for side in (joint.old, joint.new):
        kinds = {name: {f.type.sort.value for f in side.acts[name].roles} for name in ("sell", "lend")}
        assert kinds == {"sell": {"flag", "date"}, "lend": {"integer", "date"}}
        keys = [f.key for name in ("sell", "lend") for f in side.acts[name].roles if f.key != "date"]
        assert len(keys) == len(set(keys)) == 3


WORDS = "kind size: small, large\nkind place: us, other\n"


def test_what_led_to_something_else_leads_there_still():
    """The man is two: whatever the old document alone has, and calls a man, is the old one; a field of both that leads to him is two, too."""
    old = f"terms was\n{WORDS}entity man is size\nentity firm\n  boss : man\n  owner : man\nentity club\n  head : man\nact use\n  who : firm\n  by : man\n  at : club\n"
    new = f"terms now\n{WORDS}entity man is place\nentity firm\n  owner : man\nentity guild\nact use\n  who : firm\n  by : man\n"
    joint = join(policy(old), policy(new))
    assert joint.of_old.names.fields["firm"] == {"boss": "boss", "owner": "owner (old)"}
    assert joint.of_old.names.fields["club"] == {"head": "head"}
    for side in (joint.old, joint.new):
        leads = {(name, f.key): f.type.of for name in ("firm", "club") for f in side.entities[name].fields}
        assert leads == {
            ("firm", "boss"): "man (old)",
            ("firm", "owner"): "man",
            ("firm", "owner (old)"): "man (old)",
            ("club", "head"): "man (old)",
        }
        roles = {f.key: f.type.of for f in side.acts["use"].roles if f.key != "date"}
        assert sorted(roles.values()) == ["club", "firm", "man", "man (old)"]
        assert roles["at"] == "club"
    told = {(r.sort, r.text) for r in joint.remarks if "entity" in r.text}
    assert told == {
        ("apart", f"the entity `man` {_ELSE}"),
        ("vocabulary", "the entity `club` is gone"),
        ("vocabulary", "the entity `guild` is new"),
    }


def test_kinds_and_acts_that_one_document_has():
    old = "terms was\nkind size: small, large\nact use\nact lend\n"
    new = "terms now\nkind place: us, other\nact use\nact sell\n"
    assert _told(old, new) == {
        ("vocabulary", "the kind `size` is gone", 2, None),
        ("vocabulary", "the kind `place` is new", None, 2),
        ("vocabulary", "the act `lend` is gone", 4, None),
        ("vocabulary", "the act `sell` is new", None, 4),
    }


@pytest.mark.parametrize(
    ("old", "new"), [("0 to 30", "5 to 20"), ("5 to 20", "0 to 30"), ("0 to 20", "5 to 30"), ("5 to 30", "0 to 20")]
)
def test_room_for_both(old, new):
    """Of a field and of a role: the lower of the two ends, and the higher."""
    text = "entity room\n  beds : integer from {}\nact let\n  flat : room\n  price : number from {}\n"
    joint = join(*(policy(f"terms x\n{text.format(ends, ends)}") for ends in (old, new)))
    for side in (joint.old, joint.new):
        (beds,) = side.entities["room"].fields
        (price,) = (f for f in side.acts["let"].roles if f.key == "price")
        assert [(f.type.low, f.type.high) for f in (beds, price)] == [(0, 30)] * 2


def test_a_role_that_is_two_is_called_so_where_it_is_not_ones_own():
    joint = join(policy(OLD), policy(NEW))
    labels = [{f.key: f.label for f in side.acts["use"].roles} for side in (joint.old, joint.new)]
    assert [(side["count"], side["count (old)"]) for side in labels] == [
        ("count", "count"),
        ("count", "count (in the old document)"),
    ]
    assert [side["note"] for side in labels] == ["note", "note"]


def test_an_act_between_two_that_one_document_alone_has():
    """What stands below the private act of either document does so in both; what trades places is compared as two."""
    for old, new in (("deal", "sale"), ("sale", "deal")):
        texts = [f"terms x\nact deal\nact sale is deal\nact sell is {above}\n" for above in (old, new)]
        texts = [t if "is sale" in t else t.replace("act sale is deal\n", "") for t in texts]
        joint = join(*map(policy, texts))
        for side in (joint.old, joint.new):
            assert {name: act.parent for name, act in side.acts.items()} == {"deal": None, "sale": "deal", "sell": "sale"}
        assert not any(r.sort == "apart" for r in joint.remarks)
    old, new = (f"terms x\nact {one}\nact {other} is {one}\n" for one, other in (("deal", "sale"), ("sale", "deal")))
    told = {r.text for r in join(policy(old), policy(new)).remarks}
    assert any("has another place among the acts" in text for text in told)


def test_leaves_that_one_side_does_not_know_are_not_the_same_there():
    """Where a list has no `other`, nothing of it tells what a new leaf is: only that two of them are two."""
    old, new = (
        policy(f"terms x\nkind place: {leaves}\nact use\n  at : place\n") for leaves in ("us, france", "us, france, italy, spain")
    )
    joint = join(old, new)
    groups = joint.of_old.names.kinds["place"].one_leaf()
    assert sorted(map(sorted, groups)) == [["france"], ["italy"], ["spain"], ["us"]]


def test_what_an_act_has_from_the_one_above_that_only_the_other_document_knows():
    """A use of the old document has a note, and so has what is a use now, though the new document knows of none."""
    old = 'terms was\nact use\n  note : flag\nact lend "lending"\n'
    joint = join(policy(old), policy("terms now\nact use\nact resell is use\n"))
    for side in (joint.old, joint.new):
        assert {name: sorted(f.key for f in act.roles) for name, act in side.acts.items()} == {
            "use": ["date", "note"],
            "resell": ["date", "note"],
            "lend": ["date"],
        }
        assert side.acts["lend"].label == "lending"


@pytest.mark.parametrize(("bounds", "told"), [("", "without bounds, too"), ("  includes a\n", "with the same bounds")])
def test_a_term_that_may_only_have_another_name(bounds, told):
    old, new = (policy(f"terms x\nact use\n  a : flag\nopen term {name} in use\n{bounds}") for name in ("dark", "dim"))
    (remark,) = (r for r in join(old, new).remarks if "renamed" in r.text)
    assert told in remark.text
