"""Writing isochrones: GeoJSON or GeoPackage, by the ending of the file's name."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas
import pyogrio

from data.results import write_text
from geo.errors import InputError, OutputError

GEOJSON_SUFFIXES = (".geojson", ".json")
GEOPACKAGE_SUFFIX = ".gpkg"
_LAYER = "isochrones"
_FIXED_DATE = "2000-01-01T00:00:00.000Z"


def check_suffix(path: Path) -> None:
    """
    Refuse a file that is neither GeoJSON nor GeoPackage, before anything is worked out.

    Raises
    ------
    InputError
        If the name ends in neither.
    """
    if path.suffix.lower() not in (*GEOJSON_SUFFIXES, GEOPACKAGE_SUFFIX):
        raise InputError("isochrone.bad_suffix", path=str(path))


def write_isochrones(path: Path, document: Mapping[str, Any]) -> None:
    """
    Write isochrones whole or not at all, the same bytes every time.

    Parameters
    ----------
    path
        ``.geojson`` or ``.json`` takes the document as it stands; ``.gpkg`` one layer in
        WGS-84, with the properties as columns.
    document
        GeoJSON feature collection in longitude and latitude [deg].

    Raises
    ------
    InputError
        If the name ends otherwise.
    OutputError
        If the disk refuses.
    """
    check_suffix(path)
    if path.suffix.lower() in GEOJSON_SUFFIXES:
        write_text(path, json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False))
        return
    frame = geopandas.GeoDataFrame.from_features(document["features"], crs=4326)
    aside = path.with_name(f".{path.stem}.{os.getpid()}.partial{GEOPACKAGE_SUFFIX}")
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _FIXED_DATE})
        # One kind of geometry a layer: an isochrone may have one part or many.
        frame.to_file(aside, layer=_LAYER, driver="GPKG", engine="pyogrio", promote_to_multi=True)
        aside.replace(path)
    except (OSError, pyogrio.errors.DataSourceError) as fault:
        raise OutputError("output.refused", path=str(path), what=str(fault)) from fault
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})
        if aside.exists():
            aside.unlink()
