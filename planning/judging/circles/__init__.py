"""Judging by travel time: circles, chains, networks, balance, what is far and what is near."""
