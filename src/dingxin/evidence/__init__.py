"""The evidence of a case, kept unchanged, and the review of a complaint that may be malicious (A10)."""
