"""Every write to a resolution: one file per noun, each verb ending in one event."""
