"""The embedded demonstration: true towns and outlines, modelled roads, villages, facilities."""
