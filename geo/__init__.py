"""Errors, units, coordinates, datum and text: no road, facility or web code here."""
