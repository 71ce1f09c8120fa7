"""Road networks as arrays, travel profiles, snapping, searches and isochrones."""
