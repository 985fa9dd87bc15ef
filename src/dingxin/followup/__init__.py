"""After a case is resolved: calls back until the customer is content (F5, F6), and calls to those who never complained (G9)."""
