"""What a claim or a case asks, in one English line, in the document's own labels."""

from tos_checker.absence import spelled_out
from tos_checker.phrases import Phrasebook, listed, named_act
from tos_spec import core
from tos_spec.core import Case, Claim, Policy
from tos_spec.scenario import ON_CONFLICT, ruled_in

_MANY = 5  # conditions: more are told as a list


def of_claim(policy: Policy, claim: Claim) -> str:
    """`use of the service is never permitted when the customer is a company`."""
    book = Phrasebook(policy, claim.act)
    if claim.form == "independent":
        paths = listed([book.question(p) for p in claim.paths], "or")
        said = f"the outcome of {book.the_act()} does not depend on {paths}"
    elif claim.clauses:
        said = f"{_subject(claim.clauses)} {claim.form} applies"
    else:
        assert claim.verdict is not None  # noqa: S101 - a claim has a verdict or clauses
        said = f"{book.the_act()} is {claim.form} {claim.verdict.value}"
    if claim.under_some_reading:
        said += " under some reading"
    return said + _when(book, claim.when)


def _subject(numbers: tuple[str, ...]) -> str:
    return f"clause {numbers[0]}" if len(numbers) == 1 else f"any of clauses {listed(list(numbers), 'and')}"


def _when(book: Phrasebook, when: core.Expr) -> str:
    if when == core.TRUE or (isinstance(when, core.And) and not when.items):
        return ""
    told = spelled_out(when, book.is_optional)
    if isinstance(told, core.And) and len(told.items) > _MANY:
        return f", when all of this is so: {'; '.join(book.say(item) for item in told.items)}"
    return f", when {book.say(told)}"


def of_case(policy: Policy, case: Case) -> str:
    """`expected to be forbidden under clause 2, where the customer is a company`."""
    book = Phrasebook(policy, case.act)
    said = f"{book.the_act()} is expected to be {case.verdict.value}"
    reasons = [f"under {_named(group)}" for group in case.under]
    reasons += [f"not under {_named(group)}" for group in case.not_under]
    if reasons:
        said += f" {', '.join(reasons)}"
    if case.under_some_reading:
        said += ", under some reading"
    return said + _when(book, case.facts)


def described(policy: Policy, case: Case) -> str:
    """`the use of the service, when the customer is a company`."""
    return named_act(policy, case.act) + _when(Phrasebook(policy, case.act), case.facts)


def fact(book: Phrasebook, path: core.Path) -> str:
    """A fact, as something that an outcome depends on: `whether a person reviews the result`, `the customer's country`."""
    slot = book.slots[path]
    if slot.field.type.sort is not core.Sort.FLAG:
        return book.noun(path)
    return f"whether {book.flag(path, truth=True)}"


def point(policy: Policy, name: str, args: tuple[core.Path, ...] = (), book: Phrasebook | None = None) -> str:
    """A point of the reading, as something that an outcome depends on."""
    if (ruled := ruled_in(name)) is not None:
        of = f' of "{policy.others[ruled[1]].title}"' if ruled[1] else ""
        if ruled[0] == ON_CONFLICT:
            return f"how a conflict of clauses{of} is resolved"
        return f"what it means that no clause{of} governs it"
    if name in policy.quantities:
        return f'how much "{policy.quantities[name].label}" is'
    of = f" of {listed([book.noun(a) for a in args])}" if args and book is not None else ""
    return f'how "{policy.terms[name].label}" is read{of}'


def _named(numbers: tuple[str, ...]) -> str:
    return f"{'clause' if len(numbers) == 1 else 'one of clauses'} {listed(list(numbers))}"
