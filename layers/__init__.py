"""What lies over the map: facilities, demand, areas, access, coverage."""
