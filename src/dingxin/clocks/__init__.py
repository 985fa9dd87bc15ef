"""What was promised: a time said to a customer, kept or broken."""
