"""Who: staff, branches, teams."""
