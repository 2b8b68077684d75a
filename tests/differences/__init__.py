"""The difference of two documents, against exhaustive comparison."""
