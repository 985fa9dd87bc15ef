"""A house that never was, played through a fortnight by the real actions and the real sweep, and what became of its promises."""
