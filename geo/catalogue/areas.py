"""Areas: boundaries, river banks, registers of names."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "areas.bad_date": {
        "en": "Area {code}: the boundary date “{date}” is no ISO date such as 2024, 2024-05 or "
        "2024-05-01.",
        "zh": "区域 {code}：边界日期“{date}”不是 2024、2024-05 或 2024-05-01 这样的 ISO 日期。",
    },
    "banks.both_sides": {
        "en": "{name}: along {wrong_km:.2f} km of the river's line the same land lies on its left and "
        "on its right. Draw all pieces of the line downstream, and let it not cross itself.",
        "zh": "{name}：河流线有 {wrong_km:.2f} 公里的左右两侧为同一块土地。请将各段均按流向绘制，且不要自相交。",
    },
    "banks.ends_inside": {
        "en": "{name}: the line does not split the area: {loose_km:.2f} of its {inside_km:.2f} km inside "
        "lead nowhere. Draw the line on to the border on both sides, or close its gaps.",
        "zh": "{name}：该线未能分割区域：区内 {inside_km:.2f} 公里中有 {loose_km:.2f} 公里未通到边界。请将线两端绘至边界，或补上缺口。",
    },
    "banks.misses": {
        "en": "{name}: the line does not split the area, it does not even touch it. Check the "
        "coordinates and the datum of the line.",
        "zh": "{name}：该线未能分割区域，与区域没有任何接触。请检查该线的坐标与坐标基准。",
    },
    "banks.network": {
        "en": "Expected the line of one river, got one with {ends} ends (at most {most}): leave out "
        "the tributaries.",
        "zh": "应为一条河流的线，实际有 {ends} 个端点（最多 {most} 个）：请去掉支流。",
    },
    "banks.no_area": {
        "en": "There is no area with the code “{code}” to split.",
        "zh": "没有代码为“{code}”的区域可供分割。",
    },
    "banks.no_direction": {
        "en": "The river's line is drawn as much upstream as downstream, so left and right cannot be "
        "told. Draw all pieces downstream.",
        "zh": "河流线顺流与逆流绘制的长度相当，无法区分左右岸。请将各段均按流向绘制。",
    },
    "banks.no_split": {
        "en": "{name}: the line does not split the area: it leaves {share:.3%} of it on one side "
        "(expected at least {least:.1%}). A river that runs along the border has one bank only here.",
        "zh": "{name}：该线未能分割区域：一侧仅占 {share:.3%}（至少应为 {least:.1%}）。沿边界流过的河流在此只有一岸。",
    },
    "banks.east": {"en": "{name}, east bank", "zh": "{name}东岸"},
    "banks.north": {"en": "{name}, north bank", "zh": "{name}北岸"},
    "banks.south": {"en": "{name}, south bank", "zh": "{name}南岸"},
    "banks.west": {"en": "{name}, west bank", "zh": "{name}西岸"},
    "import.register_read": {
        "en": "{path}: units read into the register: {count} ({levels}).",
        "zh": "{path}：名录读入 {count} 个单位（{levels}）。",
    },
    "register.circle": {
        "en": "The register says that the unit {code} lies in itself. Check the parents.",
        "zh": "名录中单位 {code} 的上级最终指向其自身。请核对上级列。",
    },
    "register.damaged": {
        "en": "{path} is not a register as it was written: {what}.",
        "zh": "{path} 不是原样写出的名录：{what}。",
    },
    "register.double_code": {
        "en": "Codes of a register must be unique; “{code}” stands twice.",
        "zh": "名录中的代码不得重复；“{code}”出现两次。",
    },
    "register.empty": {
        "en": "{path}: expected at least one unit with a name and a level, found none that can be "
        "taken. Each row needs a name, and a level, a statistical code or a name with its rank "
        "(镇, 街道, 村 …).",
        "zh": "{path}：应至少有一个带名称和级别的单位，实际没有可采用的。每行需要名称，以及级别、统计用区划代码或带有级别的名称（镇、街道、村……）。",
    },
    "rivers.unknown": {
        "en": "{path} holds no river called “{name}”. Named rivers there: {count} ({known}).",
        "zh": "{path} 中没有名为“{name}”的河流。其中有名称的河流 {count} 条：{known}。",
    },
    "row.no_level": {
        "en": "the level of “{name}” is not given, and neither a code nor the name's end says it",
        "zh": "未给出“{name}”的级别，也无法由代码或名称末尾判断",
    },
    "row.own_parent": {
        "en": "the unit “{id}” is given as its own parent",
        "zh": "单位“{id}”的上级填成了其自身",
    },
    "row.parent_unclear": {
        "en": "units called “{parent}”: {count}; give the parent's code",
        "zh": "名为“{parent}”的上级单位有 {count} 个，请填写上级代码",
    },
    "areas.no_shapes": {
        "en": "{path} is a table without shapes. Give the areas as GeoJSON, GeoPackage or Shapefile; "
        "a list of names without geometry is a register.",
        "zh": "{path} 是没有图形的表格。请提供 GeoJSON、GeoPackage 或 Shapefile 格式的区域；没有图形的名称清单请作为名录导入。",
    },
    "import.areas_gap": {
        "en": "{path}: gaps that the areas of level {level} enclose and none of them covers: {count}, "
        "{km2:,.2f} km² in all ({first}). People there count for no area of that level.",
        "zh": "{path}：级别 {level} 的区域之间有 {count} 处无归属的空隙，共 {km2:,.2f} 平方公里（{first}）。其中的人口不计入该级任何区域。",
    },
    "import.areas_overlap": {
        "en": "{path}: pairs of areas of level {level} that overlap: {count}, {km2:,.2f} km² in all "
        "({first}). People in an overlap count for the area that comes first.",
        "zh": "{path}：级别 {level} 的区域相互重叠 {count} 对，共 {km2:,.2f} 平方公里（{first}）。重叠处的人口计入排在前面的区域。",
    },
    "import.dates_unread": {
        "en": "{path}: boundary dates that cannot be read: {count}, such as “{first}”; these areas "
        "take the date given for the file, or none.",
        "zh": "{path}：有 {count} 个边界日期无法识别，如“{first}”；这些区域采用为整个文件给出的日期，未给出则为空。",
    },
    "import.slivers": {
        "en": "{path}: remains of drawing below {least_m2:,.0f} m² dropped from polygons: {count}.",
        "zh": "{path}：已从多边形中去掉 {count} 个小于 {least_m2:,.0f} 平方米的碎片。",
    },
    "row.tiny_area": {
        "en": "the polygon covers {m2:.1f} m² only: too small for an area",
        "zh": "多边形面积仅 {m2:.1f} 平方米，不足以作为区域",
    },
    "import.banks_made": {
        "en": "{river_km:,.1f} km of river split the area into: {names}.",
        "zh": "{river_km:,.1f} 公里河流将区域分为：{names}。",
    },
    "import.banks_against": {
        "en": "{km:.2f} km of the river's line are drawn upstream and were turned.",
        "zh": "河流线有 {km:.2f} 公里为逆流绘制，已改为顺流。",
    },
    "import.banks_detached": {
        "en": "Parts of the area that the river does not touch went to the nearest bank: {count}.",
        "zh": "区域中有 {count} 块未与河流相接，已归入最近的一岸。",
    },
    "import.banks_loose": {
        "en": "{km:.2f} km of the river's line inside the area end there (side arms) and divide "
        "nothing.",
        "zh": "河流线有 {km:.2f} 公里在区域内终止（支汊），未用于分割。",
    },
    "import.banks_mended": {
        "en": "The river's line was drawn on to the border by {extended_m:,.0f} m, and gaps of "
        "{bridged_m:,.0f} m in it were closed.",
        "zh": "河流线已向边界延长共 {extended_m:,.0f} 米，并补上缺口共 {bridged_m:,.0f} 米。",
    },
    "import.no_lines": {
        "en": "{path}: shapes passed over, as they are no lines: {count}.",
        "zh": "{path}：有 {count} 个图形不是线，已略过。",
    },
    "register.no_code": {
        "en": "Each unit of a register needs a code; “{name}” has none.",
        "zh": "名录中每个单位都需要代码；“{name}”没有代码。",
    },
    "rivers.no_line": {
        "en": "{path}: expected the line of a river, found no line. Give GeoJSON, GeoPackage or "
        "Shapefile with lines drawn downstream.",
        "zh": "{path}：应为河流的线，实际没有线。请提供按流向绘制的线（GeoJSON、GeoPackage 或 Shapefile）。",
    },
}
