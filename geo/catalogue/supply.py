"""Supply and equity: floating catchments, catchments, capacity, gaps."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "backup.bad_busy": {
        "en": "The share of the time that a vehicle is busy must be a number in 0–1, got {value}. From 1 on "
        "the vehicles cannot answer all calls.",
        "zh": "车辆忙碌比例须为 0–1 之间的数，收到 {value}。达到或超过 1 时，车辆已无法应答全部呼叫。",
    },
    "backup.bad_calls": {
        "en": "{name} must be a finite number from 0 on, got {value}.",
        "zh": "{name} 须为不小于 0 的有限数，收到 {value}。",
    },
    "backup.bad_share": {
        "en": "The share that must be within the shorter limit must be a number in 0–1, got {value}.",
        "zh": "须处于较短时限内的人口比例应为 0–1 之间的数，收到 {value}。",
    },
    "backup.bad_units": {
        "en": "The vehicles at the sites must be one column of whole numbers from 0 on.",
        "zh": "各站点的车辆数须为一列不小于 0 的整数。",
    },
    "backup.limits_reversed": {
        "en": "The shorter limit ({near}) is longer than the longer one ({far}).",
        "zh": "较短时限（{near}）大于较长时限（{far}）。",
    },
    "backup.no_vehicles": {
        "en": "Expected a number of vehicles above 0, got {value}.",
        "zh": "车辆数须大于 0，收到 {value}。",
    },
    "backup.nothing_to_place": {
        "en": "Expected at least one vehicle and one site, got {vehicles} vehicles and {sites} sites.",
        "zh": "至少应有一辆车和一个站点，实际为 {vehicles} 辆车、{sites} 个站点。",
    },
    "backup.too_many_placements": {
        "en": "There are {found:,} placements, too many to try each (most: {most:,}). Give fewer sites or "
        "vehicles.",
        "zh": "共有 {found:,} 种配置，数量过多，无法逐一比较（上限 {most:,}）。请减少站点或车辆。",
    },
    "capacity.bad_order": {
        "en": "The order must name each of the {count} facilities once; it has {found} entries. Leave "
        "out of the matrix what is not to be filled.",
        "zh": "顺序须将 {count} 个机构各列出一次，实际有 {found} 项。不参与计算的机构请不要放入矩阵。",
    },
    "capacity.order": {
        "en": "Facilities filled one after the other: {count}, in the order {order}. Another order gives "
        "another coverage.",
        "zh": "{count} 个机构依次接收人口，顺序为 {order}。顺序不同，覆盖结果也不同。",
    },
    "capacity.unknown_key": {
        "en": "The facility at position {row} (from 0) has no known figure, so it has no place in the "
        "order. Give the figure, or leave the facility out.",
        "zh": "位置 {row}（从 0 起）的机构没有已知数值，无法排序。请补充数值，或去掉该机构。",
    },
    "catchments.ties": {
        "en": "Places with two or more facilities equally near: {count}, with {people:,.0f} people. Each "
        "counts for the facility with the lowest id.",
        "zh": "有 {count} 处（{people:,.0f} 人）与两个或更多机构等时，均计入编号最小的机构。",
    },
    "catchments.unserved": {
        "en": "People with no facility in reach: {people:,.0f}. They are in no catchment.",
        "zh": "有 {people:,.0f} 人没有可达的机构，不属于任何服务区。",
    },
    "chain.bad_wait": {
        "en": "The time of a stage must be a finite number from 0 on, got {value}.",
        "zh": "各环节用时须为不小于 0 的有限数，收到 {value}。",
    },
    "chain.no_facility": {
        "en": "The place at row {row} (from 0) names the facility {found}; there are {count}, from 0 on.",
        "zh": "第 {row} 行（从 0 起）指定的机构为 {found}，而机构共 {count} 个（从 0 起）。",
    },
    "costs.bad_amount": {
        "en": "Entry {row} (from 0) of the column {name} must be a number from 0 on, got {value}.",
        "zh": "列 {name} 第 {row} 项（从 0 起）须为不小于 0 的数，收到 {value}。",
    },
    "costs.bad_cost": {
        "en": "The cost from demand point {row} to facility {column} (both from 0) must be at least 0, or "
        "infinite where there is no way; got {value}.",
        "zh": "需求点 {row} 到机构 {column}（均从 0 起）的成本须不小于 0，无法到达时为无穷大；收到 {value}。",
    },
    "costs.bad_cutoff": {
        "en": "A limit must be a finite number from 0 on, in the unit of the costs; got {value}.",
        "zh": "上限须为不小于 0 的有限数，单位与成本相同；收到 {value}。",
    },
    "costs.bad_shape": {
        "en": "The costs need one row a demand point ({n_demand}) and one column a facility "
        "({n_facilities}); their shape is {found}.",
        "zh": "成本矩阵应每个需求点一行（{n_demand}）、每个机构一列（{n_facilities}），实际形状为 {found}。",
    },
    "costs.not_numbers": {
        "en": "The costs must be whole or real numbers, got the type {dtype}.",
        "zh": "成本须为整数或实数，收到的类型为 {dtype}。",
    },
    "floatingmethod.enhanced_two_step": {
        "en": "enhanced two-step floating catchment areas (E2SFCA)",
        "zh": "增强型两步移动搜索法（E2SFCA）",
    },
    "floatingmethod.three_step": {
        "en": "three-step floating catchment areas (3SFCA)",
        "zh": "三步移动搜索法（3SFCA）",
    },
    "floatingmethod.two_step": {
        "en": "two-step floating catchment areas (2SFCA)",
        "zh": "两步移动搜索法（2SFCA）",
    },
    "sides.both": {
        "en": "The area at position {position} (from 0) is on both sides of the comparison.",
        "zh": "位置 {position}（从 0 起）的区域同时属于比较的两侧。",
    },
    "sides.no_area": {
        "en": "There is no area at position {position} (from 0); there are {count} areas.",
        "zh": "没有位置为 {position}（从 0 起）的区域；区域共 {count} 个。",
    },
    "summaries.unknown_value": {
        "en": "People live at place {row} (from 0), but its value is unknown. Leave the place out and "
        "state its people apart.",
        "zh": "位置 {row}（从 0 起）有人居住，但其数值未知。请去掉该处，并单独说明其人口。",
    },
    "supply.bad_half_life": {
        "en": "The half-life must be a finite number above 0, in the unit of the costs; got {value}.",
        "zh": "半衰值须为大于 0 的有限数，单位与成本相同；收到 {value}。",
    },
    "supply.bad_zone": {
        "en": "A zone needs a finite limit from 0 on and a weight in 0–1; got limit {limit}, weight "
        "{weight}. Write the limit first: limit: weight.",
        "zh": "分区须有不小于 0 的有限上限和 0–1 之间的权重；收到上限 {limit}、权重 {weight}。请先写上限，再写权重。",
    },
    "supply.idle": {
        "en": "Facilities that nobody reaches: {count}, with a supply of {supply:,.0f}. It counts for "
        "nobody.",
        "zh": "有 {count} 个机构无人可达，其资源量 {supply:,.0f} 未计入任何人。",
    },
    "supply.method": {
        "en": "Method: {method}. The methods rank places differently; compare only figures of the same "
        "one.",
        "zh": "方法：{method}。不同方法得出的排序不同，只能比较同一方法的结果。",
    },
    "supply.no_zones": {
        "en": "Expected at least one zone with its limit and its weight, got none.",
        "zh": "至少应有一个带上限和权重的分区，实际没有。",
    },
    "supply.rising_zone": {
        "en": "The zone up to {limit} has the weight {weight}, more than the zone before it ({before}). "
        "Weights must not rise with the limit.",
        "zh": "上限为 {limit} 的分区权重为 {weight}，大于其前一分区（{before}）。权重不得随上限增大。",
    },
}
