"""Reports built by hand: every renderer shows each of them."""

from dataclasses import replace

from tos_checker.report import (
    Account,
    Checked,
    Escape,
    Exit,
    Fact,
    Family,
    Neighbour,
    PatternEntry,
    Point,
    Proof,
    Report,
    Result,
    Story,
    Witness,
)
from tos_spec.diagnostics import Diagnostic
from tos_spec.source import Span

TEXTS = {
    "wide.tos": '\tkind 国家: 日本 "日本国", フランス\n\tact use\n\t  国 : 国家国家国家\n',
    "long.tos": "  forbid use when " + " or ".join(f"country is c{n:02}" for n in range(40)) + "\n",
    "hostile.tos": 'terms hostile "\x1b[31mred\u202e"\n',
}
_FILE = "image_terms.tos"


def _place(line: int, column: int = 1, end_line: int | None = None, end_column: int = 24) -> Span:
    return Span(_FILE, line, column, end_line or line, end_column)


_FACTS = (
    Fact("actor", "company", "the customer", "company"),
    Fact("actor.country", "us", "the customer's country", "the United States"),
    Fact("client", "federal_agency", "the party on whose behalf the customer acts", "federal agency"),
    Fact("client.country", "us", "the country of the party on whose behalf the customer acts", "the United States"),
    Fact("task", "face_identification", "task", "identifying people by face"),
    Fact("camera", "body_worn", "camera", "body-worn camera"),
    Fact("place", "public_space", "place", "public space"),
    Fact("delay", "0 seconds", "time from capture to result", "0 seconds"),
    Fact("human_review", "true", "a person reviews the result", "yes"),
)
_ACCOUNT = (
    Account("1", "Human oversight", applies=False, because="its duty is met: a person reviews the result", span=_place(57)),
    Account(
        "2",
        "Facial recognition by US police",
        applies=False,
        because="the customer is a company, not a law-enforcement agency",
        span=_place(61),
    ),
)
_CONTRACTOR = Family(
    id="9f2c41d0",
    strength="clear",
    outcome="permitted",
    headline="a contractor acts for the police",
    route="silence",
    escapes=Escape("2", ("actor is law_enforcement",)),
    pattern=(
        PatternEntry("actor", "is_not", ("law_enforcement",), "the customer is no law-enforcement agency"),
        PatternEntry("client", "is", ("law_enforcement",), "the client is a law-enforcement agency"),
        PatternEntry("delay", "more_than", ("1 second",), "the delay is more than 1 second"),
        PatternEntry("delay", "at_most", ("10 seconds",), "the delay is at most 10 seconds", " and at most 10 seconds"),
        PatternEntry("client", "exists", ("true",), "there is a client"),
        PatternEntry("", "formula", ("actor.country = client.country",), "both are in one country"),
    ),
    exact=True,
    count=None,
    story=Story("use", "company uses the service for identifying people by face", _FACTS),
    reading=(
        Point("real_time", "yes", '"real-time" covers this'),
        Point("uncontrolled", "yes", '"uncontrolled, in-the-wild conditions" covers this'),
    ),
    turns_on=(),
    neighbour=Neighbour(
        (Fact("actor", "federal_agency", "the customer", "federal agency"),), ("2",), ("the customer is a federal agency",)
    ),
    account=_ACCOUNT,
    ground="no clause permits or forbids it, and the default is permitted",
)
_SLOW = Family(
    id="0c11aa97",
    strength="arguable",
    outcome="permitted",
    headline='the result comes after 2 seconds, and "real-time" is read narrowly',
    route="silence",
    escapes=Escape("2", ("real_time",)),
    pattern=(PatternEntry("delay", "more_than", ("1 second",), "the result comes after more than 1 second"),),
    exact=False,
    count=12,
    story=Story("use", "local police department uses the service for identifying people by face", _FACTS[4:]),
    reading=(Point("real_time", "no", '"real-time" does not cover this'),),
    turns_on=(Point("real_time", "no", '"real-time" does not cover this'),),
    neighbour=None,
    account=(
        Account("2", "Facial recognition by US police", applies=False, because='"real-time" is left open', span=_place(61)),
    ),
)
_FAILS = Result(
    document="image_terms",
    check="claim",
    name="no_live_police_id",
    title="No US police force identifies people live, in the wild",
    asks="use is never permitted when (us_police(actor) or us_police(client)) and task is identification and delay <= 10 seconds",
    status="fails",
    level="error",
    headline="2 kinds of loophole: 1 clear, 1 arguable",
    span=_place(84, 1, 89),
    families=(_CONTRACTOR, _SLOW),
    total=345,
    seconds=0.0123,
)
_HOLDS = Result(
    document="image_terms",
    check="claim",
    name="elsewhere_unaffected",
    title="Customers outside the United States may still use the service",
    asks="use is always permitted when actor.country is not us and not us_police(client) and human_review",
    status="holds",
    level=None,
    headline="",
    span=_place(91, 1, 95),
    proof=Proof(("2",), ("1", "2"), ("back_office_cameras",)),
    witness=Witness(
        Story("use", "company uses the service for summarisation", _FACTS[4:6]),
        (Point("real_time", "yes", '"real-time" covers this'),),
        "permitted",
        (),
        (),
    ),
)
_PASSES = Result(
    document="image_terms",
    check="case",
    name="draft_one",
    title="A report writer summarises body-camera audio",
    asks="expect permitted",
    status="holds",
    level=None,
    headline="",
    span=_place(97, 1, 103),
)
_IDLE = Result(
    document="image_terms",
    check="idle-exception",
    name="2.1",
    title="Back offices",
    asks="",
    status="found",
    level="note",
    headline="clause 2.1 never changes an outcome: a back office is never uncontrolled",
    span=_place(68),
    help="strike clause 2.1, or widen clause 2",
)
_IMAGES = Checked(
    file=_FILE,
    document="image_terms",
    title="Code of conduct: image analysis",
    diagnostics=(),
    results=(_FAILS, _HOLDS, _PASSES, _IDLE),
    assumptions=("Back offices have stationary cameras",),
    not_checked=("clauses that no claim guards", "quotes"),
    issuer="Example Cloud",
    version="2024-05-02",
)


def _report(exit: Exit, *checked: Checked) -> Report:
    return Report("0.1.0", "z3 5.4.1", "2026-11-23", exit, checked)


def _other(name: str, **given: object) -> Result:
    base: dict[str, object] = {
        "document": "others",
        "check": "claim",
        "name": name,
        "title": "",
        "asks": "",
        "status": "fails",
        "level": "error",
        "headline": "",
        "span": Span("others.tos", 3, 1, 4, 9),
    }
    return Result(**{**base, **given})  # type: ignore[arg-type]


_DEPENDS = Family(
    id="77aa0001",
    strength="clear",
    outcome="permitted",
    headline="a company may, a government body may not",
    route=None,
    escapes=None,
    pattern=(),
    exact=False,
    count=None,
    story=Story(
        "use", "company uses the service", (Fact("actor", "company", "actor", "company"), Fact("age", "12", "age", "12 years"))
    ),
    reading=(),
    turns_on=(),
    neighbour=None,
    account=(Account("1", "", applies=True, because="its conditions hold", span=None),),
    other=Story("use", "government body uses the service", (Fact("actor", "government", "actor", "government body"),)),
    other_changes=(Fact("actor", "government", "actor", "government body"), Fact("age", "", "age", "none")),
    other_outcome="forbidden",
)
_OTHERS = Checked(
    file="others.tos",
    document="others",
    title="",
    diagnostics=(),
    results=(
        _other("equal", asks="outcome of use does not depend on actor", families=(_DEPENDS,)),
        _other("cut", status="arguable", families=(_SLOW,), complete=False, headline="1 kind of loophole is shown"),
        _other("hard", status="undecided", level="error", headline="the time limit of 5 seconds was reached"),
        _other(
            "empty",
            status="vacuous",
            level="warning",
            headline="no scenario meets its conditions",
            help="see `check explain F113`",
        ),
        _other("known", status="accepted", level=None, headline='accepted by "Legal" through 2027-01-01', notes=("until then",)),
        _other("few", status="holds", level=None, bounded="2 party, 1 footage", headline="holds within 2 party, 1 footage"),
        _other("odd", check="case", status="arguable", title="An odd one", headline='it turns on "real-time"'),
    ),
    assumptions=(),
    not_checked=(),
)
_BROKEN = Checked(
    file="wide.tos",
    document="",
    title="",
    diagnostics=(
        Diagnostic(
            "E204",
            "unknown-name",
            "there is no kind `国家国家国家`",
            Span("wide.tos", 3, 8, 3, 14),
            notes=("a kind is declared with `kind`",),
            help="did you mean `国家`?",
        ),
        Diagnostic("E301", "wrong-type", "this is too long a line", Span("long.tos", 1, 300, 1, 318)),
        Diagnostic("E101", "syntax", "two lines", Span("wide.tos", 1, 2, 2, 4), severity="warning"),
        Diagnostic("E601", "unreadable-file", "there is no file `gone.tos`", Span("gone.tos", 1, 1, 1, 1)),
        Diagnostic("E102", "syntax", "unexpected end of the document", Span("wide.tos", 4, 1, 4, 1)),
    ),
    results=(),
    assumptions=(),
    not_checked=(),
)
_HOSTILE = Checked(
    file="hostile.tos",
    document="hostile",
    title="\x1b[31mred\u202e [bold]not markup[/bold] \x07\u2028end",
    diagnostics=(
        Diagnostic("E204", "unknown-name", "there is no `\x1b]0;title\x07\u202eevil`", Span("hostile.tos", 1, 15, 1, 25)),
    ),
    results=(),
    assumptions=("\udc80 surrogate",),
    not_checked=(),
)
_PASSES_THERE = replace(_PASSES, document="clean", span=replace(_PASSES.span, file="clean.tos"))
_CLEAN = Checked("clean.tos", "clean", "Clean", (), (_PASSES_THERE,), (), ())

SAMPLES = {
    "loopholes": _report(Exit.FOUND, _IMAGES),
    "others": _report(Exit.FOUND, _OTHERS, _CLEAN),
    "diagnostics": _report(Exit.WRONG, _BROKEN),
    "hostile": _report(Exit.WRONG, _HOSTILE),
    "clean": _report(Exit.CLEAN, _CLEAN),
}
