"""Population: rasters, groups, scaling to official totals, spreading onto buildings."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "demand.unknown_group": {
        "en": "The population of this study does not tell {group}; it tells: {known}. Give a table or raster of that group to `study create`.",
        "zh": "本研究的人口数据不含“{group}”，仅有：{known}。请在 `study create` 时提供该人群的表格或栅格。",
    },
}
