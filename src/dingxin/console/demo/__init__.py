"""The demo: a house of three branches and 22 complaints, as data, played through the real actions."""
