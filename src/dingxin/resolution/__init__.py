"""What may be offered: where a case stands, the deck of options, authority and money, and the agreement that holds."""
