"""Packaged reference files: travel profiles, plans, districts."""
