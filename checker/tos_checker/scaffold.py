"""What `check new` writes: a first document whose claims hold, and a second with a loophole to look at."""

_VOCABULARY = """\
kind organisation
  government "government body"
    police "police force"
    other
  company
  individual

kind purpose: identification "identifying people", editing "editing pictures"

entity party is organisation

act use "use of the service" says "{user} uses the service for {purpose}"
  user    : party "the user"
"""

_FIRST = f"""\
# A first document. What it says is checked with: check first.tos
terms first "House rules of a photo service"
  issuer    "Example Photos"
  version   2026-01-01
  default   permitted
  conflicts undecided

# The words that the rules use.

{_VOCABULARY}\
  purpose : purpose "the purpose"
  consent : flag "the people shown have agreed" example true

# The rules, clause by clause.

clause 1 "Consent"
  forbid use
    when purpose is identification
    unless consent

clause 2 "Police"
  forbid use
    when user is police
     and purpose is identification

# What the rules are meant to achieve: proved for every scenario, not tried on some.

claim nobody_without_consent "Nobody is identified without having agreed"
  use is never permitted
    when purpose is identification
     and not consent

claim never_by_police "The police never identify anybody"
  use is never permitted
    when user is police
     and purpose is identification

claim editing_is_free "Everybody may edit pictures"
  use is always permitted
    when purpose is editing

# One scenario that somebody thought of, and what is expected of it.

case holiday_pictures "An individual edits holiday pictures"
  use
    user is individual
    purpose is editing
  expect permitted
"""

_LOOPHOLE = f"""\
# A document with a loophole. It is found with: check loophole.tos
# Clause 2 looks at who uses the service. The claim also speaks of whom they do it for.
terms loophole "House rules of a photo service, with a loophole"
  issuer    "Example Photos"
  version   2026-01-01
  default   permitted
  conflicts undecided

{_VOCABULARY}\
  client  : party optional "the party for whom the user acts"
  purpose : purpose "the purpose"

clause 2 "Police"
  forbid use
    when user is police
     and purpose is identification

claim never_for_police "The police never have anybody identified"
  use is never permitted
    when (user is police or client is police)
     and purpose is identification
"""

FILES = {"first.tos": _FIRST, "loophole.tos": _LOOPHOLE}
"""File names to texts."""
