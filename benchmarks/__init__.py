"""Benchmarks of the searches: ``python -m benchmarks.run`` prints a table (see `run`)."""
