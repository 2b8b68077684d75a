"""The standing checks: what is always looked for, without being asked. The names that `accepting` and settings may use."""

STANDARD_CHECKS = (
    "conflict",
    "silence",
    "dead-clause",
    "redundant-clause",
    "idle-exception",
    "impossible-duty",
    "vacuous-claim",
    "vacuous-case",
    "hollow-claim",
    "unguarded-clause",
    "pivotal-term",
    "absent-role",
    "expired",
    "stale-quote",
    "unformalised-text",
    "unused-name",
    "unused-import",
)
