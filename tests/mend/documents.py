"""Small documents that fail in one way each."""

HEAD = """\
terms small "Small"
  default {default}

kind party
  public "public body"
    police
    court
  firm
  person

kind task: face, gait, other

act use "use" says "{{who}} uses the service"
  who    : party
  task   : task
  delay  : duration
  agreed : flag
"""


def small(body, default="permitted"):
    return HEAD.format(default=default) + "\n" + body


CLASS = small("""\
clause 1
  forbid use
    when who is police
     and task is face

claim nobody "No public body searches for faces"
  use is never permitted
    when who is public
     and task is face
""")

CONDITION = small("""\
clause 1
  forbid use
    when who is police
     and agreed

claim nobody "The police use it for nothing"
  use is never permitted
    when who is police
""")

BOUND = small("""\
clause 1
  forbid use
    when delay < 10 seconds

claim nobody "Nothing within ten seconds"
  use is never permitted
    when delay <= 10 seconds
""")

TERM = small("""\
open term prompt in use "prompt"
  includes delay <= 1 second
  excludes delay > 1 hour

clause 1
  forbid use
    when prompt

claim nobody "Nothing within a minute"
  use is never permitted
    when delay <= 1 minute
""")

EXCEPTION = small("""\
clause 1
  forbid use
    when task is face

clause 1.1
  exception to 1
  permit use
    when agreed

claim nobody "The police search for no faces"
  use is never permitted
    when task is face
     and who is police

claim somebody "A firm may, where people agree"
  use is sometimes permitted
    when task is face
     and who is firm
""")

DISAPPLIED = small("""\
clause 1
  forbid use
    when task is face

clause 2
  forbid use
    when task is gait

clause 3
  disapply 1, 2
    when agreed

claim nobody "No faces at all"
  use is never permitted
    when task is face

claim somebody "Gait, where people agree"
  use is sometimes permitted
    when task is gait
""")

TOO_MUCH = small("""\
clause 1
  forbid use
    when who is public
     and task is one of face, gait

claim free "Courts are free to look for gaits"
  use is always permitted
    when who is court
     and task is gait
     and delay <= 10 seconds

claim kept "The police are not"
  use is never permitted
    when who is police
     and task is gait

claim kept_too "Nor is any public body to look for faces"
  use is never permitted
    when who is public
     and task is face
""")

BEYOND = small("""\
clause 1
  forbid use
    when who is police
     and task is face
     and agreed

claim nobody "The police search for no faces within ten seconds"
  use is never permitted
    when who is police
     and task is face
     and delay <= 10 seconds
""")

TOO_LITTLE = small(
    """\
clause 1
  permit use
    when delay > 10 seconds

claim free "From ten seconds on everybody is free"
  use is always permitted
    when delay >= 10 seconds
""",
    default="forbidden",
)

NONE = small("""\
clause 1
  forbid use
    when who is police
     and task is face

claim nobody "No public body searches for faces"
  use is never permitted
    when who is public
     and task is face

claim somebody "A court may"
  use is always permitted
    when who is court
""")

AGAINST = small("""\
clause 1
  forbid use
    when who is police

claim nobody "No public body uses it"
  use is never permitted
    when who is public

case court "A court does"
  use
    who is court
    agreed
  expect permitted

case firm "A firm does"
  use
    who is firm
  expect permitted
""")

OWN_WORDS = small("""\
open term prompt in use "prompt"
  includes delay <= 1 second

clause 1
  forbid use
    when prompt
     and who is police

claim nobody "Nobody uses it promptly"
  use is never permitted
    when prompt
""")
