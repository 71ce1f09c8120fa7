"""Readings: named, versioned choices that make a plan's words computable."""
