"""The engine: text in, findings out. Pure Python: no Django, no network, no clock."""
