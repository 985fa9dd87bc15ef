"""A customer loud in the hall: led to a quiet place and calmed first (A13, cold handling)."""
