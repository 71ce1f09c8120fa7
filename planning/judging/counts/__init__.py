"""Judging by arithmetic: indicators, densities, fleets, counts, shares, beds of institutions."""
