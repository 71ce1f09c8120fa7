"""Tables, workbooks and vector files as they come in: what is wrong with them."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "archive.bad_name": {
        "en": "{path} holds an entry that would lie outside its folder (“{name}”): refused. Pack the files again, by their plain names.",
        "zh": "{path} 含有指向压缩包之外的条目（“{name}”）：已拒绝。请用普通文件名重新打包。",
    },
    "archive.bomb": {
        "en": "{path} would unpack from {packed:,} to {size:,} bytes, more than {most} times its size: refused, as it looks made to fill the memory.",
        "zh": "{path} 将由 {packed:,} 字节解压为 {size:,} 字节，超过 {most} 倍：疑似恶意压缩包，已拒绝。",
    },
    "archive.damaged": {
        "en": "{path} is no whole .zip or workbook ({what}). Copy or save it again.",
        "zh": "{path} 不是完整的 .zip 或工作簿（{what}）。请重新复制或保存。",
    },
    "archive.double": {
        "en": "{path} holds “{name}” twice: which one is meant cannot be known. Pack the files again.",
        "zh": "{path} 中“{name}”出现两次，无法判断以哪个为准。请重新打包。",
    },
    "archive.encrypted": {
        "en": "{path} is locked with a password (“{name}”). Give it without one.",
        "zh": "{path} 已加密（“{name}”）。请提供未加密的文件。",
    },
    "archive.link": {
        "en": "{path} holds a link to another file (“{name}”): refused. Pack the file itself.",
        "zh": "{path} 含有指向其他文件的链接（“{name}”）：已拒绝。请打包文件本身。",
    },
    "archive.packing": {
        "en": "{path}: “{name}” is packed in a way that is not read. Pack it again as an ordinary .zip.",
        "zh": "{path}：“{name}”的压缩方式无法读取。请重新打包为普通 .zip。",
    },
    "archive.too_large": {
        "en": "{path} would unpack to {size:,} bytes, more than {most:,}: give the table alone, or in parts.",
        "zh": "{path} 解压后为 {size:,} 字节，超过 {most:,}：请只提供所需表格，或分成几份。",
    },
    "archive.too_many": {
        "en": "{path} holds more than {most:,} entries: pack only the files of the table.",
        "zh": "{path} 的条目超过 {most:,} 个：请只打包表格所需的文件。",
    },
    "mapping.bad_columns": {
        "en": '{path}: [columns] must give each field the heading of its column, in quotes: name = "机构名称".',
        "zh": '{path}：[columns] 应以带引号的列名对应各字段，例如 name = "机构名称"。',
    },
    "mapping.bad_row": {
        "en": "{path}: head_row must be a row number, 1 or more; got {value}.",
        "zh": "{path}：head_row 须为不小于 1 的行号；收到 {value}。",
    },
    "mapping.no_head_row": {
        "en": "{path}: the mapping says the headings stand in row {row}, but it is blank or not among the first rows.",
        "zh": "{path}：列对应文件指定表头在第 {row} 行，但该行为空或不在前若干行之内。",
    },
    "mapping.no_heading": {
        "en": "{path}: the mapping says “{field}” is the column “{heading}”, but there is none. Found: {found}.",
        "zh": "{path}：列对应文件指定“{field}”为“{heading}”列，但没有该列。实际列：{found}。",
    },
    "mapping.no_sheet": {
        "en": "{path}: the mapping names the sheet or layer “{sheet}”, but there is none. Found: {found}.",
        "zh": "{path}：列对应文件指定了工作表或图层“{sheet}”，但没有。实际有：{found}。",
    },
    "mapping.not_text": {
        "en": "{path}: {key} must be text in quotes; got {value}.",
        "zh": "{path}：{key} 须为带引号的文字；收到 {value}。",
    },
    "mapping.unknown_field": {
        "en": "{path}: the mapping names the field “{field}”, which this table does not have. Known: {known}.",
        "zh": "{path}：列对应文件中的字段“{field}”不适用于此表。可用：{known}。",
    },
    "mapping.unknown_key": {
        "en": "{path}: unknown key “{key}”. Known: {known}.",
        "zh": "{path}：未知的键“{key}”。可用：{known}。",
    },
    "mapping.unreadable": {
        "en": "{path} cannot be read as TOML: {what}.",
        "zh": "{path} 无法作为 TOML 读取：{what}。",
    },
    "row.error_cell": {
        "en": "“{column}” shows a failed formula: “{value}”",
        "zh": "“{column}”为公式错误值“{value}”",
    },
    "row.formula": {
        "en": "“{column}” is a formula ({value}): its result may be out of date. Paste it as a value",
        "zh": "“{column}”为公式（{value}），其结果可能已过时：请粘贴为数值",
    },
    "sheets.caption_rows": {
        "en": "{path}: rows left out, one text across the table: {count} (row {rows}; “{text}”).",
        "zh": "{path}：略去 {count} 行横贯全表的说明文字（第 {rows} 行；“{text}”）。",
    },
    "sheets.cell_too_long": {
        "en": "{path}: a cell in row {row} is longer than {most:,} characters.",
        "zh": "{path}：第 {row} 行有单元格超过 {most:,} 个字符。",
    },
    "sheets.columns_unread": {
        "en": "{path}: columns not read: {count} ({names}). A mapping file can name them.",
        "zh": "{path}：未读取的列 {count} 个（{names}）。可用列对应文件指定。",
    },
    "sheets.crs_link": {
        "en": "{path} points to a coordinate system on the network, which is never fetched. Save it with the system's EPSG code, or in WGS-84.",
        "zh": "{path} 的坐标系指向网络链接，程序不会下载。请以 EPSG 代码或 WGS-84 重新保存。",
    },
    "sheets.crs_overruled": {
        "en": "{path} states the coordinate system {own}; as you say, {said} is taken.",
        "zh": "{path} 自带坐标系 {own}；按您的指定采用 {said}。",
    },
    "sheets.crs_unknown": {
        "en": "{path}: the coordinate system “{crs}” is neither longitude and latitude nor a projection that is known. Save the layer in WGS-84.",
        "zh": "{path}：坐标系“{crs}”既非经纬度，也非已知投影。请以 WGS-84 重新保存图层。",
    },
    "sheets.damaged_utf8": {
        "en": "{path}: the text is UTF-8 but for {count} damaged characters; it may be cut short. Export the table again.",
        "zh": "{path}：文本为 UTF-8，但有 {count} 处字符损坏，可能被截断。请重新导出表格。",
    },
    "sheets.damaged_vector": {
        "en": "{path} cannot be read as GeoJSON, GeoPackage or Shapefile ({what}). Export it again.",
        "zh": "{path} 无法作为 GeoJSON、GeoPackage 或 Shapefile 读取（{what}）。请重新导出。",
    },
    "sheets.damaged_workbook": {
        "en": "{path} is a damaged workbook ({what}). Open it in a spreadsheet program and save it again as .xlsx.",
        "zh": "{path} 是损坏的工作簿（{what}）。请用表格软件打开后另存为 .xlsx。",
    },
    "sheets.datum_in_heading": {
        "en": "{path}: the heading “{heading}” names a datum, {datum}: check that the one you state is the same.",
        "zh": "{path}：列名“{heading}”标明了坐标基准 {datum}：请核对与您指定的是否一致。",
    },
    "sheets.dbf_encoding": {
        "en": "{path}: its text was read as {encoding}, in which all of it makes sense (its .cpg says: {said}).",
        "zh": "{path}：文字按 {encoding} 读取，全部可解（.cpg 标明：{said}）。",
    },
    "sheets.dbf_text": {
        "en": "{path}: the text of the .dbf is neither UTF-8 nor GB18030. Put a .cpg with the name of its encoding beside it.",
        "zh": "{path}：.dbf 的文字既非 UTF-8 也非 GB18030。请附上写明编码名称的 .cpg 文件。",
    },
    "sheets.doctype": {
        "en": "{path} holds a document type in {part}, which no spreadsheet program writes: refused.",
        "zh": "{path} 的 {part} 含有文档类型声明，表格软件不会这样写：已拒绝。",
    },
    "sheets.driver_says": {
        "en": "{path}: remarks of the driver that reads it: {count} (“{first}”).",
        "zh": "{path}：读取驱动给出 {count} 条提示（“{first}”）。",
    },
    "sheets.encoding": {
        "en": "{path}: read as {encoding}.",
        "zh": "{path}：按 {encoding} 编码读取。",
    },
    "sheets.file_too_large": {
        "en": "{path} has {size:,} bytes, more than {most:,}: give it in parts.",
        "zh": "{path} 有 {size:,} 字节，超过 {most:,}：请分成几份。",
    },
    "sheets.found_close": {
        "en": "{found} (closest: {close})",
        "zh": "{found}（最接近：{close}）",
    },
    "sheets.head_again": {
        "en": "{path}: repeated heads left out: {count}.",
        "zh": "{path}：略去重复的表头 {count} 处。",
    },
    "sheets.head_rows": {
        "en": "{path}: the headings were found in rows {first} to {last}; what stands above is a title.",
        "zh": "{path}：表头位于第 {first} 至 {last} 行；其上为标题。",
    },
    "sheets.hidden_rows": {
        "en": "{path}: hidden rows are read too: {count}.",
        "zh": "{path}：隐藏的 {count} 行也已读取。",
    },
    "sheets.line_too_long": {
        "en": "{path} has a line of more than {most:,} characters: it is not a table of rows. Export it again.",
        "zh": "{path} 有一行超过 {most:,} 个字符，不是按行存放的表格。请重新导出。",
    },
    "sheets.merged_body": {
        "en": "{path}: merged cells of text taken for every row and column they cover: {filled}; merged cells with numbers, formulas or in columns of numbers left in their first cell alone: {kept}.",
        "zh": "{path}：{filled} 处文字合并单元格按其覆盖的每行每列取值；{kept} 处数字、公式或数字列的合并单元格只计入首格。",
    },
    "sheets.not_projected": {
        "en": "{path}: shapes outside the reach of their projection, left without a place: {count}.",
        "zh": "{path}：{count} 个图形超出其投影范围，没有位置。",
    },
    "sheets.not_workbook": {
        "en": "{path} is named as a workbook but is none. Open it in a spreadsheet program and save it as .xlsx, or as CSV.",
        "zh": "{path} 名为工作簿，内容却不是。请用表格软件打开后另存为 .xlsx 或 CSV。",
    },
    "sheets.note_rows": {
        "en": "{path}: rows of notes left out: {count} (row {rows}; “{text}”).",
        "zh": "{path}：略去注释行 {count} 行（第 {rows} 行；“{text}”）。",
    },
    "sheets.nothing_packed": {
        "en": "{path}: expected a workbook or one shapefile in the archive; found: {names}.",
        "zh": "{path}：压缩包中应为工作簿或一个 Shapefile；实际为：{names}。",
    },
    "sheets.numbering_row": {
        "en": "{path}: row {row} only numbers the columns and was left out.",
        "zh": "{path}：第 {row} 行只是列号，已略去。",
    },
    "sheets.old_workbook": {
        "en": "{path} is a workbook of the old kind (.xls). Open it in Excel or WPS and save it as .xlsx.",
        "zh": "{path} 是旧版工作簿（.xls）。请用 Excel 或 WPS 打开后另存为 .xlsx。",
    },
    "sheets.old_wps": {
        "en": "{path} is a WPS file (.et or .wps). Open it in WPS and save it as .xlsx.",
        "zh": "{path} 是 WPS 格式文件（.et 或 .wps）。请用 WPS 打开后另存为 .xlsx。",
    },
    "sheets.other_degrees": {
        "en": "{path} has longitudes and latitudes of {crs}; they were converted to WGS-84.",
        "zh": "{path} 的经纬度属于 {crs}，已转换为 WGS-84。",
    },
    "sheets.other_kind": {
        "en": "{path}: a file of the kind {kind} is not read. Save it as .xlsx or CSV (a map layer: as GeoPackage or GeoJSON).",
        "zh": "{path}：不支持 {kind} 文件。请另存为 .xlsx 或 CSV（地图图层请存为 GeoPackage 或 GeoJSON）。",
    },
    "sheets.password": {
        "en": "{path} is locked with a password. Open it, take the password off, and save it as .xlsx.",
        "zh": "{path} 设有密码。请打开并取消密码后另存为 .xlsx。",
    },
    "sheets.projected": {
        "en": "{path}: coordinates brought from {crs} to WGS-84.",
        "zh": "{path}：坐标已由 {crs} 转换到 WGS-84。",
    },
    "sheets.scaled_unit": {
        "en": "{path}: the figures are in units of “{unit}”, says {where}. Give plain numbers, and take the unit away there.",
        "zh": "{path}：{where}表明数值以“{unit}”为单位。请换算为单个计数的数值，并去掉该处的单位。",
    },
    "sheets.shapefile_lacks": {
        "en": "{path}: the shapefile lacks {parts}. Its parts (.shp, .shx, .dbf) must lie together under one name.",
        "zh": "{path}：Shapefile 缺少 {parts}。各部分（.shp、.shx、.dbf）须同名并放在一起。",
    },
    "sheets.shapefile_part": {
        "en": "{path} is a part of a shapefile. Give {shp}, with its other parts beside it.",
        "zh": "{path} 只是 Shapefile 的一部分。请提供 {shp}，并将其他部分放在一起。",
    },
    "sheets.shapefiles_packed": {
        "en": "{path}: expected an archive with one shapefile, found {count}.",
        "zh": "{path}：压缩包内应有一个 Shapefile，实际有 {count} 个。",
    },
    "sheets.sheet_taken": {
        "en": "{path}: the sheet “{taken}” is read; not read: {others}. A mapping file can name another.",
        "zh": "{path}：读取工作表“{taken}”；未读取：{others}。可用列对应文件另行指定。",
    },
    "sheets.sheets_alike": {
        "en": "{path}: the sheets {others} have the same columns as “{taken}” and were not read. If they belong to the list, put all rows into one sheet.",
        "zh": "{path}：工作表 {others} 与“{taken}”的列相同，未读取。如属同一清单，请将各行合并到一个工作表。",
    },
    "sheets.too_large": {
        "en": "{path} is larger than a table may be here: {cells:,} cells with text, {slots:,} cells in all, {chars:,} characters. Give it in parts, or without the columns that are not needed.",
        "zh": "{path} 超出表格上限：有内容的单元格 {cells:,} 个、单元格总数 {slots:,} 个、字符 {chars:,} 个。请分成几份，或去掉不需要的列。",
    },
    "sheets.too_many_columns": {
        "en": "{path}: row {row} has text beyond column {most:,}.",
        "zh": "{path}：第 {row} 行在第 {most:,} 列之后仍有内容。",
    },
    "sheets.too_many_merged": {
        "en": "{path} has more than {most:,} merged cells.",
        "zh": "{path} 的合并单元格超过 {most:,} 处。",
    },
    "sheets.too_many_rows": {
        "en": "{path} has more than {most:,} rows: give it in parts, or as a raster.",
        "zh": "{path} 超过 {most:,} 行：请分成几份，或以栅格提供。",
    },
    "sheets.too_much_text": {
        "en": "{path} holds more than {most:,} characters of text.",
        "zh": "{path} 的文字超过 {most:,} 个字符。",
    },
    "sheets.total_rows": {
        "en": "{path}: rows of totals left out: {count} (row {rows}; “{text}”).",
        "zh": "{path}：略去合计行 {count} 行（第 {rows} 行；“{text}”）。",
    },
    "sheets.two_columns": {
        "en": "{path}: several columns could be “{field}”: “{taken}” is taken, not {others}.",
        "zh": "{path}：有多列可作“{field}”：采用“{taken}”，未采用 {others}。",
    },
    "sheets.unit_in_column": {
        "en": "the heading “{heading}”",
        "zh": "列名“{heading}”",
    },
    "sheets.unit_in_row": {
        "en": "row {row} (“{text}”)",
        "zh": "第 {row} 行（“{text}”）",
    },
    "sheets.unreadable": {
        "en": "{path} cannot be opened: {what}.",
        "zh": "{path} 无法打开：{what}。",
    },
    "sheets.view": {
        "en": "{path}: the layer “{layer}” is a view, which is not run. Save it as a layer of its own.",
        "zh": "{path}：图层“{layer}”是视图，程序不会执行。请另存为独立图层。",
    },
    "sheets.web_page": {
        "en": "{path} is a web page or XML, not a table, whatever its name says. Open it in a spreadsheet program and save it as .xlsx or CSV.",
        "zh": "{path} 的内容是网页或 XML，不是表格。请用表格软件打开后另存为 .xlsx 或 CSV。",
    },
}
