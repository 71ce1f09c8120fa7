"""Putting a study together, step by step: roads, areas, care, people, tables."""
