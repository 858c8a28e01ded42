"""How the work is done: plain Python, no Dagster (only ``definitions.py`` imports it)."""
