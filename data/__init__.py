"""Every read and write of files: OSM, tables, rasters, boundaries, bundles, reference data."""
