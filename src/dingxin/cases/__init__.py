"""The complaint: case, customer, messages, and what was read in them."""
