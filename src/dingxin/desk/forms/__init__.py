"""The forms of the desk: one module for each page."""
