"""One file per component of the reading pipeline."""
