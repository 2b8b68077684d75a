"""The language of `.tos` files: text in, core out."""
