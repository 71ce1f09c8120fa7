"""Coordinates: datum evidence, swapped, projected and sexagesimal places."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "coordinates.crs_elsewhere": {
        "en": "{path}: taken as {crs}, not one row lies near the roads (or, without roads, "
        "where that system is used). Check `crs` in the mapping file.",
        "zh": "{path}：按 {crs} 解读后，没有一行位于路网附近（无路网时指该坐标系的适用范围）。请核对映射文件中的 crs。",
    },
    "coordinates.lat_first": {"en": "latitude, longitude", "zh": "纬度在前、经度在后"},
    "coordinates.likely": {
        "en": "Most rows would lie in the study as: {systems} (or in the zone of the same "
        "number of an older system, Xian 1980 or Beijing 1954, some 100 m off)",
        "zh": "按以下坐标系解读，多数行落在研究范围内：{systems}（也可能是同一分带的旧坐标系，如 1980 西安或 1954 北京坐标系，相差约百米）",
    },
    "coordinates.lon_first": {"en": "longitude, latitude", "zh": "经度在前、纬度在后"},
    "coordinates.mixed": {
        "en": "{path}: {count} of {total} rows hold no degrees but numbers such as {x:.12g}, {y:.12g}; "
        "the others are degrees. Bring all rows to one form first.",
        "zh": "{path}：{total} 行中有 {count} 行不是度数，而是 {x:.12g}、{y:.12g} 之类的数值，其余行为度数。请先统一坐标格式。",
    },
    "coordinates.no_column": {
        "en": "{path} has no columns for longitude and latitude, and none for both ({accepted}). "
        "Found: {found}.",
        "zh": "{path} 没有经度列和纬度列，也没有合并的坐标列（可用列名：{accepted}）。现有列：{found}。",
    },
    "coordinates.none_likely": {
        "en": "No system that is usual in China puts them into the study",
        "zh": "按国内常用坐标系解读，均不落在研究范围内",
    },
    "coordinates.order_unknown": {
        "en": "{path}: the column “{column}” holds two numbers, and which one is the longitude "
        "cannot be told. Split it into two columns, longitude and latitude.",
        "zh": "{path}：“{column}”列含两个数值，无法判断哪个是经度。请拆成经度、纬度两列。",
    },
    "coordinates.projected": {
        "en": "{path}: the coordinates are no degrees but metres of a projection, such as "
        "{x:.12g}, {y:.12g}. {likely}. Ask your source for the system and name it in the mapping "
        'file, for example crs = "EPSG:4544".',
        "zh": '{path}：坐标不是度数，而是投影坐标（米），如 {x:.12g}、{y:.12g}。{likely}。请向数据提供方确认坐标系，并在映射文件中写明，例如 crs = "EPSG:4544"。',
    },
    "coordinates.scaled": {
        "en": "{path}: the coordinates are whole numbers such as {x:.12g}, {y:.12g}; divided by "
        "{scale:,.0f} they would be degrees in the study. Divide both columns by {scale:,.0f} first.",
        "zh": "{path}：坐标为 {x:.12g}、{y:.12g} 之类的整数，除以 {scale:,.0f} 后才是研究范围内的度数。请先将两列除以 {scale:,.0f}。",
    },
    "coordinates.swapped_columns": {
        "en": "{path}: longitude and latitude are swapped in {count} of {total} rows. Exchange the "
        "two headings, or name the columns in the mapping file.",
        "zh": "{path}：{total} 行中有 {count} 行经纬度颠倒。请对调两列的列名，或在映射文件中指定各列。",
    },
    "coordinates.unknown_crs": {
        "en": "Unknown coordinate system “{crs}”: give an EPSG code such as EPSG:4544 (CGCS2000, "
        "3-degree zone, central meridian 105° E).",
        "zh": "未知的坐标系“{crs}”：请填写 EPSG 代码，如 EPSG:4544（CGCS2000 三度带，中央经线 105°E）。",
    },
    "datum.auto": {"en": "auto (by evidence)", "zh": "auto（按证据判定）"},
    "datum.bd09": {"en": "BD-09", "zh": "BD-09"},
    "datum.gcj02": {"en": "GCJ-02", "zh": "GCJ-02"},
    "datum.wgs84": {"en": "WGS-84", "zh": "WGS-84"},
    "datum.cannot_tell": {
        "en": "{path}: whether the coordinates are WGS-84, GCJ-02 or BD-09 cannot be told: "
        "{evidence}; {reason}. Ask your source and state it (wgs84; gcj02 for Amap or Tencent; bd09 "
        "for Baidu) instead of auto: --datum for a list of facilities, --areas-datum for boundaries, "
        "--population-datum for people.",
        "zh": "{path}：无法判断坐标属于 WGS-84、GCJ-02 还是 BD-09：{evidence}；{reason}。请向数据提供方确认后明确填写（wgs84；高德、腾讯为 gcj02；百度为 bd09），不要用 auto：机构清单用 --datum，行政区边界用 --areas-datum，人口数据用 --population-datum。",
    },
    "datum.nothing_to_compare": {
        "en": "so there was nothing to compare it with",
        "zh": "因此无从比对",
    },
    "datum.too_alike": {
        "en": "with {witnesses} places far enough apart compared, the distances are too alike, or too "
        "large, to choose by",
        "zh": "已比对 {witnesses} 个彼此相隔足够远的位置，但各距离过于接近或普遍过大，不足以取舍",
    },
    "datum.too_few_apart": {
        "en": "too few of them lie apart: {witnesses} could be compared, at least {needed} are needed",
        "zh": "其中彼此相隔足够远的位置太少：可比对 {witnesses} 个，至少需要 {needed} 个",
    },
    "datum.not_settled": {
        "en": "The datum “auto” must be settled by the evidence before coordinates are converted.",
        "zh": "坐标基准为 auto 时，须先依据证据确定，才能转换坐标。",
    },
    "datum.nothing_near_boundary": {
        "en": "there is no reference boundary near it",
        "zh": "附近没有可供对照的边界",
    },
    "datum.nothing_near_roads": {
        "en": "there are no roads near the places to compare with",
        "zh": "附近没有可供对照的道路",
    },
    "datum.outside_china": {
        "en": "it lies outside China, where the shifts do not apply",
        "zh": "位于中国境外，不存在坐标偏移",
    },
    "datum.residuals_boundary": {
        "en": "half of {points} places along it lie within {wgs84_m:.0f} m of the reference boundaries as "
        "WGS-84, {gcj02_m:.0f} m as GCJ-02, {bd09_m:.0f} m as BD-09",
        "zh": "沿线 {points} 个点到参照边界的距离中位数：按 WGS-84 为 {wgs84_m:.0f} 米，按 GCJ-02 为 {gcj02_m:.0f} 米，按 BD-09 为 {bd09_m:.0f} 米",
    },
    "datum.residuals_roads": {
        "en": "half of {points} places lie within {wgs84_m:.0f} m of a road as WGS-84, "
        "{gcj02_m:.0f} m as GCJ-02, {bd09_m:.0f} m as BD-09",
        "zh": "{points} 个点到最近道路的距离中位数：按 WGS-84 为 {wgs84_m:.0f} 米，按 GCJ-02 为 {gcj02_m:.0f} 米，按 BD-09 为 {bd09_m:.0f} 米",
    },
    "import.axes_turned": {
        "en": "{path}: in {crs} the first column is the northing and the second the easting, as "
        "surveyors write them; they were taken so.",
        "zh": "{path}：按 {crs} 解读，第一列为北坐标、第二列为东坐标（测绘习惯），已据此采用。",
    },
    "import.datum_mixed": {
        "en": "{path}: taken as {datum}, but at least {share:.0%} of the places fit another datum clearly better: the list may have been put together from two, and those rows then stand some hundred metres off. Check those rows, or split the list by origin.",
        "zh": "{path}：按 {datum} 处理，但至少 {share:.0%} 的位置明显更符合另一种坐标基准，清单可能由两种来源拼成，这些行会偏移数百米。请核对这些行，或按来源拆分清单。",
    },
    "import.datum_doubt": {
        "en": "{path}: stated as {stated}, but it fits {datum} better: {evidence}. It was taken as "
        "stated; check with your source.",
        "zh": "{path}：填写的坐标基准为 {stated}，但更像 {datum}：{evidence}。已按填写的采用，请向数据提供方核实。",
    },
    "import.datum_found": {
        "en": "{path}: taken as {datum}: {evidence}.",
        "zh": "{path}：判定为 {datum}：{evidence}。",
    },
    "import.pair_column": {
        "en": "{path}: longitude and latitude were both read from the column “{column}” ({order}).",
        "zh": "{path}：经度和纬度均取自“{column}”列（{order}）。",
    },
    "import.sexagesimal": {
        "en": "{path}: {count} rows have degrees, minutes and seconds; the first, row {row}: {value} "
        "is {lon:.6f}, {lat:.6f}.",
        "zh": "{path}：{count} 行采用度分秒格式；首见第 {row} 行：{value} 即 {lon:.6f}，{lat:.6f}。",
    },
    "row.no_point": {
        "en": "the row's shape ({kind}) gives no place: a point or a polygon is needed",
        "zh": "该行图形（{kind}）不能确定位置：须为点或多边形",
    },
    "row.not_a_pair": {
        "en": "“{column}” must hold longitude and latitude; got “{value}”",
        "zh": "“{column}”须同时含经度和纬度；收到“{value}”",
    },
}
