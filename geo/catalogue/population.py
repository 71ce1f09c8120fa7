"""Population: rasters, groups, scaling to official totals, spreading onto buildings."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "demand.unknown_group": {
        "en": "The population of this study does not tell {group}; it tells: {known}. Give a table or raster of that group to `study create`.",
        "zh": "本研究的人口数据不含“{group}”，仅有：{known}。请在 `study create` 时提供该人群的表格或栅格。",
    },
    # ------------------------------------------------------------------ rasters ---
    "raster.bad_crs": {
        "en": "{path}: no way leads from its coordinate system to WGS-84 ({what}). Save it in EPSG:4326 or in a UTM zone.",
        "zh": "{path}：无法从其坐标系转换到 WGS-84（{what}）。请另存为 EPSG:4326 或 UTM 投影。",
    },
    "raster.no_place": {
        "en": "{path}: its transform gives the cells no place on the earth (missing, or collapsed). Save it as a georeferenced GeoTIFF.",
        "zh": "{path}：缺少地理变换参数或参数无效，格子没有位置。请另存为带地理参照的 GeoTIFF。",
    },
    "raster.elsewhere": {
        "en": "{path} covers {raster} (left, bottom, right, top in its own coordinates), which does not reach the study at {study} (west, south, east, north). Check its coordinate system and whether longitude and latitude are swapped.",
        "zh": "{path} 的范围为 {raster}（左、下、右、上，自身坐标），与研究范围 {study}（西、南、东、北）不相交。请检查坐标系，以及经纬度是否颠倒。",
    },
    "raster.too_large": {
        "en": "{path}: {cells:,} cells would have to be read, at most {most:,} are. Cut the raster to the surroundings of the district.",
        "zh": "{path}：需读取 {cells:,} 个格子，上限为 {most:,}。请先将栅格裁剪到区县周边。",
    },
    "raster.too_many_cells": {
        "en": "{path}: more than {most:,} cells hold people. Cut the raster to the surroundings of the district.",
        "zh": "{path}：有人口的格子超过 {most:,} 个。请先将栅格裁剪到区县周边。",
    },
    "raster.large_block": {
        "en": "{path} is packed in blocks of {found:,} bytes, at most {most:,} can be unpacked. Save it in tiles (gdal_translate -co TILED=YES).",
        "zh": "{path} 的数据块为 {found:,} 字节，最多可解压 {most:,} 字节。请按分块格式另存（gdal_translate -co TILED=YES）。",
    },
    "raster.bad_unit": {
        "en": "The unit of a population raster is “{unit}”; expected one of: {known}.",
        "zh": "人口栅格的单位为“{unit}”；应为：{known}。",
    },
    "row.huge_cells": {
        "en": "{count} cells hold up to {value}, more than {most:,} people, and were left out: perhaps an undeclared no-data value",
        "zh": "{count} 个格子的值高达 {value}，超过 {most:,} 人，已略去：可能是未声明的无数据值",
    },
    "row.cells_nowhere": {
        "en": "{count} cells with people have no longitude and latitude and were left out",
        "zh": "{count} 个有人口的格子没有经纬度，已略去",
    },
    "import.cells_not_read": {
        "en": "{path}: {cells:,} of {whole:,} cells lie away from the study's roads and were not read; who lives there is not counted.",
        "zh": "{path}：共 {whole:,} 个格子，其中 {cells:,} 个远离研究路网，未读取，也未统计其人口。",
    },
    "import.undeclared_no_data": {
        "en": "{path}: {count:,} cells hold {value} and are taken as having no data, though the file does not say so.",
        "zh": "{path}：{count:,} 个格子的值为 {value}，文件虽未声明，已按无数据处理。",
    },
    "import.raster_density": {
        "en": "{path}: values are people per km²; each was multiplied by the area of its cell on the ellipsoid.",
        "zh": "{path}：数值为每平方公里人数，已乘以各格子的椭球面积。",
    },
    "import.raster_one_value": {
        "en": "{path}: every cell holds {value}. That is hardly a population: check that it is the right file and band.",
        "zh": "{path}：所有格子的值均为 {value}，不像人口数据：请核对文件和波段。",
    },
    "import.raster_smooth": {
        "en": "{path}: values from {least} to {most} change so little from cell to cell that they look like heights or another measurement, not like people. Check the file.",
        "zh": "{path}：数值介于 {least} 与 {most} 之间，相邻格子变化极小，更像高程等测量值而非人口。请核对文件。",
    },
    "import.raster_dense": {
        "en": "{path}: {density:,.0f} people per km² in the cells with people, more than in any city: the values are perhaps people per km², not per cell.",
        "zh": "{path}：有人口的格子平均每平方公里 {density:,.0f} 人，超过任何城市：数值可能是每平方公里人数，而非每格人数。",
    },
    # ---------------------------------------------------- spreading and scaling ---
    "spread.bad_weight": {
        "en": "Every land cell needs a finite weight above 0 (floor area, for instance).",
        "zh": "每个用地格子的权重（如建筑面积）须为大于 0 的有限数。",
    },
    "scaling.unknown_area": {
        "en": "There is an official total for the area “{code}”, which is not among the study's areas.",
        "zh": "区域“{code}”有官方总数，但不在研究区域之内。",
    },
    "scaling.bad_total": {
        "en": "The official total of the area “{code}” must be a number of people, 0 or more; got {total}.",
        "zh": "区域“{code}”的官方总数须为非负人数；收到 {total}。",
    },
    "scaling.unknown_group": {
        "en": "The population does not tell {group}, and {people:,.0f} people live outside the areas with an official total of that group. Give a total for every area, or a table or raster of the group.",
        "zh": "人口数据不含“{group}”，且有 {people:,.0f} 人位于没有该人群官方总数的区域。请为每个区域提供总数，或提供该人群的表格或栅格。",
    },
    "scaling.nobody_there": {
        "en": "Officially {total:,.0f} people of {group} live in {name}, but the population shows nobody there. Give the area's total of all people too.",
        "zh": "{name} 的“{group}”官方数为 {total:,.0f} 人，但人口数据显示当地无人。请同时提供该区域的总人口。",
    },
    # ------------------------------------------------------------------- tables ---
    "row.formula_people": {
        "en": "the population is a formula ({value}), not a number: paste the values",
        "zh": "人口为公式（{value}）而非数值：请粘贴为数值",
    },
    "import.group_not_told": {
        "en": "{path}: “{group}” is blank or no number of people in {count:,} rows, first in row {row} (“{value}”). Blank means not counted, so the group is left out as a whole. Write 0 where there is nobody.",
        "zh": "{path}：“{group}”有 {count:,} 行为空或不是人数，首见第 {row} 行（“{value}”）。空白表示未统计，因此不采用该人群。确无人口处请填 0。",
    },
    "import.group_exceeds": {
        "en": "{path}: more people of “{group}” than people at all at {count:,} places, first in rows {rows}; the figures are kept as they are. Check them.",
        "zh": "{path}：有 {count:,} 处“{group}”人数超过总人口，首见第 {rows} 行；数据照原样保留，请核对。",
    },
    "import.row_left_out": {
        "en": "{path}, row {row}: {name}, {people:,.0f} people, is left out as asked.",
        "zh": "{path} 第 {row} 行：{name}（{people:,.0f} 人）已按要求略去。",
    },
    "import.possible_aggregates": {
        "en": "{path}, row {row}: {name} with {people:,.0f} people may be the sum of other rows (all others: {others:,.0f}) and count people twice. If so, leave it out with --leave-out {name}.",
        "zh": "{path} 第 {row} 行：{name}（{people:,.0f} 人）可能是其他行的合计（其余共 {others:,.0f} 人），会重复计数。如属实，请用 --leave-out {name} 略去该行。",
    },
    "import.block_sums": {
        "en": "{path}: {count:,} rows (first: {rows}) are exactly the sum of the rows beside them, as a township's row among its villages: {people:,.0f} of the {total:,.0f} people count twice. Take these rows out of the table.",
        "zh": "{path}：有 {count:,} 行（首见第 {rows} 行）恰为相邻各行之和，如乡镇行与其各村：{total:,.0f} 人中有 {people:,.0f} 人重复计数。请从表中删去这些行。",
    },
    "population.nothing_to_leave_out": {
        "en": "{path}: no row has the name or id “{name}” that is to be left out. Write it as it stands in the table.",
        "zh": "{path}：没有名称或编号为“{name}”的行可略去。请按表中写法填写。",
    },
    "import.group_moved": {
        "en": "{path}: {people:,.0f} people of “{group}” stand in cells where the population shows nobody; they were counted at the nearest place with people.",
        "zh": "{path}：“{group}”中有 {people:,.0f} 人所在格子在人口数据中无人，已计入最近的有人处。",
    },
    "population.no_polygons": {
        "en": "{path} has no polygons: expected areas with a population.",
        "zh": "{path} 没有多边形：应为带人口的区域。",
    },
    "population.polygon_crs": {
        "en": "{path}: a coordinate system ({crs}) cannot be named for polygons. Save the file with its own coordinate system.",
        "zh": "{path}：不能另行指定多边形的坐标系（{crs}）。请将文件连同其坐标系一起保存。",
    },
    "population.groups_need_raster": {
        "en": "Rasters of groups need a raster of all people beside them, but {path} is none. Give the groups as columns of the table.",
        "zh": "人群栅格须与总人口栅格一起使用，而 {path} 不是栅格。请在表格中以列的形式提供各人群。",
    },
    "import.land_read": {
        "en": "{path}: {buildings:,} buildings where people can live ({set_aside:,} sheds, works, schools and the like set aside; storeys known of {with_levels:,}, {levels:g} taken for the rest) and {polygons:,} polygons of residential land; {broken:,} outlines do not close.",
        "zh": "{path}：可居住建筑 {buildings:,} 栋（另有 {set_aside:,} 栋棚舍、厂房、学校等不计；{with_levels:,} 栋有层数，其余按 {levels:g} 层计），居住用地 {polygons:,} 块；{broken:,} 个轮廓不闭合。",
    },
    "import.spread_buildings": {
        "en": "{path}: {people:,.0f} people of {count:,} areas or places were spread over buildings ({cells:,} cells), in proportion to their floors.",
        "zh": "{path}：{count:,} 个区域或地点的 {people:,.0f} 人按建筑面积分配到建筑（{cells:,} 个格子）。",
    },
    "import.spread_built_up": {
        "en": "{path}: {people:,.0f} people of {count:,} areas or places were spread over residential land ({cells:,} cells), for the map shows too few buildings there.",
        "zh": "{path}：{count:,} 个区域或地点建筑数据不足，其 {people:,.0f} 人分配到居住用地（{cells:,} 个格子）。",
    },
    "import.spread_without_land": {
        "en": "{path}: the map shows neither enough buildings nor residential land for {count:,} areas or places ({names}): their {people:,.0f} people are spread evenly over the area, or stay at the point.",
        "zh": "{path}：{count:,} 个区域或地点（{names}）缺少建筑和居住用地数据：其 {people:,.0f} 人在区域内均匀分布，或保留在原点。",
    },
    "population.no_totals": {
        "en": "{path}: no column tells of people. Expected one of: {accepted}.",
        "zh": "{path}：没有人口列。可用列名：{accepted}。",
    },
    "population.no_area_matches": {
        "en": "{path}: not one row belongs to an area of the study. The table names {found}; the areas are {areas}. Check that the boundaries are those of the same district and level.",
        "zh": "{path}：没有任何一行与研究区域对应。表中为 {found}；区域为 {areas}。请核对边界是否属于同一区县和级别。",
    },
    "population.no_such_year": {
        "en": "{path} has no row for the year {year}; it has: {found}.",
        "zh": "{path} 没有 {year} 年的数据；现有：{found}。",
    },
    "import.one_year_taken": {
        "en": "{path}: the totals of {year} are taken, {others:,} rows of other years or none are not.",
        "zh": "{path}：采用 {year} 年的总数，其余 {others:,} 行为其他年份或无年份，不采用。",
    },
    "row.unknown_area": {
        "en": "“{name}” is none of the study's areas",
        "zh": "“{name}”不在研究区域之内",
    },
    "row.ambiguous_area": {
        "en": "“{name}” may be any of {codes}: give its code or level",
        "zh": "“{name}”可能是 {codes} 中的任何一个：请提供代码或级别",
    },
    "row.double_area": {
        "en": "“{name}” ({area}) has a total in an earlier row",
        "zh": "“{name}”（{area}）在前面的行中已有总数",
    },
    "import.group_totals_missing": {
        "en": "{path}: {count:,} areas have no total of “{group}”, first in row {row} (“{value}”).",
        "zh": "{path}：{count:,} 个区域没有“{group}”的总数，首见第 {row} 行（“{value}”）。",
    },
    "import.group_totals_too_few": {
        "en": "Official totals of “{group}” are not used: {people:,.0f} people live in areas without such a total, and nothing else tells of the group there.",
        "zh": "未采用“{group}”的官方总数：有 {people:,.0f} 人位于没有该总数的区域，且无其他数据可用。",
    },
    "import.scaled": {
        "en": "“{group}” brought to the official totals of {areas:,} areas ({source}, year {year}): {before:,.0f} before, {after:,.0f} after.",
        "zh": "“{group}”已按 {areas:,} 个区域的官方总数校准（{source}，年份 {year}）：之前 {before:,.0f} 人，之后 {after:,.0f} 人。",
    },
    "import.group_from_totals": {
        "en": "The population tells nothing of “{group}”: the official totals of {areas:,} areas were divided among all their people, in the same share everywhere within an area.",
        "zh": "人口数据不含“{group}”：已将 {areas:,} 个区域的官方总数按各区域内总人口同比例分配。",
    },
    "import.scaled_group_exceeds": {
        "en": "After scaling there are more people of “{group}” than people at all at {count:,} places. Check whether both totals are of one year.",
        "zh": "校准后有 {count:,} 处“{group}”人数超过总人口。请核对两类总数是否同一年份。",
    },
    "import.scale_overruled": {
        "en": "{name}: the official total of “{group}” is {official:,.0f}, the totals of its parts and the rest give {after:,.0f}; the finer figures hold, {difference:,.0f} people of the total are not placed.",
        "zh": "{name}：“{group}”官方总数为 {official:,.0f}，其下级区域及其余部分合计 {after:,.0f}；以下级数据为准，相差 {difference:,.0f} 人未分配。",
    },
    "import.scale_spread": {
        "en": "{name}: nobody of “{group}” was known to live there; the official {official:,.0f} people were placed on its land.",
        "zh": "{name}：原数据中没有“{group}”；已将官方的 {official:,.0f} 人分配到当地。",
    },
    "import.scale_doubtful": {
        "en": "{name}: “{group}” was multiplied by {factor:.2f} ({before:,.0f} to {official:,.0f} people). So large a change points to another boundary, year or unit. Check.",
        "zh": "{name}：“{group}”乘以 {factor:.2f}（{before:,.0f} 人变为 {official:,.0f} 人）。变化过大，可能边界、年份或单位不一致，请核对。",
    },
    "import.scale_outside": {
        "en": "{people:,.0f} people live outside every area with an official total and stay as they were.",
        "zh": "{people:,.0f} 人位于没有官方总数的区域，保持原数。",
    },
}
