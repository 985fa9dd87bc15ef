"""Commands of the product that work on its database."""
