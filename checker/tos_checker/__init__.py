"""The engine: questions about a document, answered with proofs and scenarios."""

__version__ = "0.1.0"
