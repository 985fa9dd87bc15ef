"""Every read of a resolution worth a name."""
