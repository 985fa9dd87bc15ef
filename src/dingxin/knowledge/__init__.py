"""What the house knows beside its cases: rules of law, with where they stand and whether they were read there."""
