"""Service recovery (E14): plans for the points of failure, runs for one case or for many, and commitments (G7)."""
