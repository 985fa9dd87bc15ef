"""Looking at the whole: what is due for one person today, and how a branch stands. It reads and writes nothing."""
