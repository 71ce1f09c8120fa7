"""Writing verdicts as a workbook or a GeoPackage."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import geopandas
import pandas
import pyogrio

from data.results import write_bytes
from data.verdict_tables import EVIDENCE, Cell, Grid, area_figures, verdict_grids
from data.workbooks import workbook_bytes
from geo.errors import InputError, OutputError
from geo.text import Lang
from planning import wording
from planning.study import Study
from planning.verdict import Verdict

SUFFIXES = (".xlsx", ".gpkg", ".html", ".json")
"""Kinds of files that verdicts are written as; a name without a suffix is a folder of CSV."""
_STUDY = "study.toml"
_FIXED_DATE = "2000-01-01T00:00:00Z"
_LON, _LAT = "lon_deg", "lat_deg"


def check_out(path: Path) -> None:
    """
    Refuse a name whose kind of file is not known, before long work.

    Raises
    ------
    InputError
        If the name ends otherwise.
    OutputError
        If the name has no suffix and is a file, or the folder of a study.
    """
    if path.suffix and path.suffix.lower() not in SUFFIXES:
        raise InputError("scorecard.out_suffix", path=str(path), known=", ".join(SUFFIXES))
    if not path.suffix and path.is_file():
        raise OutputError("scorecard.out_is_file", path=str(path))
    if not path.suffix and (path / _STUDY).is_file():
        # A study has a facilities.csv too: the table of that name would replace its list.
        raise OutputError("scorecard.out_is_study", path=str(path))


def write_verdict_workbook(
    path: Path, study: Study, verdicts: Sequence[Verdict], *, lang: Lang
) -> None:
    """
    Write verdicts as a workbook in one language, a sheet a table.

    Raises
    ------
    OutputError
        If the disk refuses.
    """
    grids = verdict_grids(study, verdicts, langs=(lang,))
    sheets = [
        (_title(one, lang), [_head(name, lang) for name in one.columns], one) for one in grids
    ]
    write_bytes(path, workbook_bytes(sheets))


def write_verdict_geopackage(path: Path, study: Study, verdicts: Sequence[Verdict]) -> None:
    """
    Write verdicts as a GeoPackage: areas with their shares, places, and the tables.

    ``areas`` has a column of shares for each reading that is told by area; each kind of
    evidence with places (``lon_deg``, ``lat_deg``) is a layer of points; ``scorecard`` and
    ``verdicts`` are tables without geometry. All in WGS-84.

    Raises
    ------
    OutputError
        If the disk refuses.
    """
    aside = path.with_name(f".{path.stem}.{os.getpid()}.partial.gpkg")
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _FIXED_DATE})
        for at, (layer, frame) in enumerate(_layers(study, verdicts)):
            pyogrio.write_dataframe(
                frame, aside, layer=layer, driver="GPKG", append=at > 0, **_geometry(frame)
            )
        aside.replace(path)
    except (OSError, pyogrio.errors.DataSourceError) as fault:
        raise OutputError("output.refused", path=str(path), what=str(fault)) from fault
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})
        with suppress(OSError):  # where the folder itself is refused there is nothing to tidy
            aside.unlink(missing_ok=True)


def _geometry(frame: pandas.DataFrame) -> dict[str, str]:
    if not isinstance(frame, geopandas.GeoDataFrame):
        return {}
    points = set(frame.geom_type) == {"Point"}
    return {"geometry_type": "Point" if points else "MultiPolygon"}


def _layers(study: Study, verdicts: Sequence[Verdict]) -> list[tuple[str, pandas.DataFrame]]:
    layers: list[tuple[str, pandas.DataFrame]] = []
    areas = study.areas
    if len(areas):
        columns: dict[str, list[Cell]] = {
            "code": list(areas.code),
            "name": list(areas.name),
            "level": list(areas.level),
        }
        # Of two areas of one name nobody can say whose a share is, unless it comes with a code.
        alone = {name for name, count in Counter(areas.name).items() if count == 1}
        for column, shares in area_figures(verdicts):
            found = [
                shares.get(code, shares.get(name) if name in alone else None)
                for code, name in zip(areas.code, areas.name, strict=True)
            ]
            if any(one is not None for one in found):
                columns[column] = list(found)
        frame = geopandas.GeoDataFrame(columns, geometry=list(areas.polygon), crs=4326)
        layers.append(("areas", frame))
    for grid in verdict_grids(study, verdicts):
        frame = pandas.DataFrame(list(grid.rows), columns=list(grid.columns))
        if grid.name.startswith(EVIDENCE) and {_LON, _LAT} <= set(grid.columns):
            frame = frame[frame[_LON].notna() & frame[_LAT].notna()]
            if len(frame):
                points = geopandas.points_from_xy(frame[_LON], frame[_LAT])
                layers.append((grid.name, geopandas.GeoDataFrame(frame, geometry=points, crs=4326)))
        elif grid.name in ("scorecard", "verdicts"):
            layers.append((grid.name, frame))
    return layers


def _title(grid: Grid, lang: Lang) -> str:
    if grid.name.startswith(EVIDENCE):
        return wording.named("table", grid.name.removeprefix(EVIDENCE), lang)
    return wording.named("sheet", grid.name, lang)


def _head(name: str, lang: Lang) -> str:
    """Heading of a column: of the tables' own, else of a finding's, else its name."""
    own = wording.named("head", name, lang)
    return wording.named("column", name, lang) if own == name else own
