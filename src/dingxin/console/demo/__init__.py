"""The demo: a house of three branches and 28 complaints, as data, played through the real actions."""
