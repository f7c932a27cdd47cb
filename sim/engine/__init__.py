"""The engine: birth, the week, the run and its record."""
