"""How words arrive: conversations imported from elsewhere."""
