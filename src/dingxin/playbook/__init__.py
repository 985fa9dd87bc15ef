"""The method as data: phrases, rules and model weights, with their loader."""
