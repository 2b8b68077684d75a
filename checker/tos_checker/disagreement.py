"""Mistakes of ours that are seen by asking twice: whoever meets one is told so, never a verdict."""


class DisagreementError(Exception):
    """The solver and the interpreter judge one scenario differently. `about`: when, in words."""

    about = ""


class SolversDisagreeError(DisagreementError):
    """The two solvers disagree, or the second cannot read the text. `script` is the question."""

    def __init__(self, said: str, script: str) -> None:
        super().__init__(said)
        self.said, self.script = said, script
