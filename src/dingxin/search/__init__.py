"""Where words are found again: one index over numbers, names, messages and notes."""
