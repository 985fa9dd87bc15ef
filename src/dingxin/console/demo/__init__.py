"""The demo: a house of three branches and fifteen complaints, as data, played through the real actions."""
