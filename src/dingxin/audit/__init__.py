"""What happened: the append-only event log, its kinds and the reactions to it."""
