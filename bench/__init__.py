"""Measurements of the product: one file a subject. They print figures and ratios and judge nothing."""
