"""Judging over places: areas, villages, named sites, projects."""
