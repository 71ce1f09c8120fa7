"""Texts of the edges: wrong use of the command line, problems of the HTTP service."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    # The fixed words of the command line's help.
    "help.arguments": {"en": "Arguments", "zh": "参数"},
    "help.options": {"en": "Options", "zh": "选项"},
    "help.commands": {"en": "Commands", "zh": "命令"},
    "help.required": {"en": "[required]", "zh": "[必填]"},
    "help.default": {"en": "[default: {value}]", "zh": "[缺省：{value}]"},
    # Wrong use of the command line.
    "usage.error": {"en": "usage error", "zh": "用法错误"},
    "usage.bad_value": {"en": "{name} {value}: {what}.", "zh": "{name} {value}：{what}。"},
    "usage.missing": {"en": "{name} is missing.", "zh": "缺少 {name}。"},
    "usage.no_option": {"en": "There is no option {name}.", "zh": "没有选项 {name}。"},
    "usage.no_command": {
        "en": "There is no command “{name}”.",
        "zh": "没有命令“{name}”。",
    },
    "usage.no_command_given": {"en": "A command is missing.", "zh": "缺少命令。"},
    "usage.needs_value": {"en": "{name} needs a value.", "zh": "{name} 需要取值。"},
    "usage.takes_no_value": {"en": "{name} takes no value.", "zh": "{name} 不接受取值。"},
    "usage.too_many": {
        "en": "There is an argument too many: {what}.",
        "zh": "多余的参数：{what}。",
    },
    "usage.other": {"en": "{what}.", "zh": "无法理解该命令（{what}）。"},
    "usage.lang": {
        "en": "--lang: zh or en is expected, got “{value}”.",
        "zh": "--lang：应为 zh 或 en，收到“{value}”。",
    },
    "usage.try": {"en": "Help: {command} --help", "zh": "帮助：{command} --help"},
    # Values of the wrong kind, by the name that the check of types gives the fault.
    "invalid.missing": {"en": "a value is missing", "zh": "缺少该值"},
    "invalid.greater_than": {"en": "must be greater than {gt}", "zh": "须大于 {gt}"},
    "invalid.greater_than_equal": {"en": "must be {ge} or more", "zh": "须不小于 {ge}"},
    "invalid.less_than": {"en": "must be less than {lt}", "zh": "须小于 {lt}"},
    "invalid.less_than_equal": {"en": "must be {le} or less", "zh": "须不大于 {le}"},
    "invalid.finite_number": {"en": "must be a finite number", "zh": "须为有限数"},
    "invalid.enum": {"en": "must be one of: {expected}", "zh": "须为下列之一：{expected}"},
    "invalid.extra_forbidden": {"en": "is not known here", "zh": "没有这一项"},
    "invalid.json_invalid": {
        "en": "is not valid JSON ({error})",
        "zh": "不是有效的 JSON（{error}）",
    },
    "invalid.float_parsing": {"en": "must be a number", "zh": "须为数字"},
    "invalid.float_type": {"en": "must be a number", "zh": "须为数字"},
    "invalid.int_parsing": {"en": "must be a whole number", "zh": "须为整数"},
    "invalid.int_type": {"en": "must be a whole number", "zh": "须为整数"},
    "invalid.bool_parsing": {"en": "must be true or false", "zh": "须为 true 或 false"},
    "invalid.string_type": {"en": "must be text", "zh": "须为文本"},
    "invalid.list_type": {"en": "must be a list", "zh": "须为列表"},
    "invalid.tuple_type": {"en": "must be a list", "zh": "须为列表"},
    "invalid.dict_type": {"en": "must be a JSON object", "zh": "须为 JSON 对象"},
    "invalid.model_attributes_type": {"en": "must be a JSON object", "zh": "须为 JSON 对象"},
    "invalid.too_short": {
        "en": "must hold at least {min_length}, holds {actual_length}",
        "zh": "至少应有 {min_length} 项，实际 {actual_length} 项",
    },
    "invalid.too_long": {
        "en": "must hold at most {max_length}",
        "zh": "至多 {max_length} 项",
    },
    "invalid.other": {"en": "{what}", "zh": "该值无法使用（{what}）"},
    # Errors that only the edges raise.
    "serve.port_taken": {
        "en": "Port {port} of {host} is in use by another program. Stop that program, or choose "
        "another port with --port.",
        "zh": "{host} 的端口 {port} 已被其他程序占用。请停止该程序，或用 --port 另选端口。",
    },
    "serve.refused": {
        "en": "Port {port} of {host} cannot be listened on ({what}). Choose others with --host and "
        "--port.",
        "zh": "无法监听 {host} 的端口 {port}（{what}）。请用 --host 和 --port 另行指定。",
    },
    "place.swapped": {
        "en": "No road is near the place ({lon:g}, {lat:g}), but ({lat:g}, {lon:g}) lies in the study: "
        "longitude and latitude look swapped. Give the longitude first.",
        "zh": "地点（{lon:g}, {lat:g}）附近没有道路，而（{lat:g}, {lon:g}）位于研究范围内：经纬度疑似颠倒。请先写经度，再写纬度。",
    },
    "study.bad_name": {
        "en": "The name “{name}” holds “{found}”, which no address of a page can hold. Give a name "
        "without / \\ ? # % and control characters with --name.",
        "zh": "名称“{name}”含有“{found}”，不能用于网页地址。请用 --name 给出不含 / \\ ? # % 及控制字符的名称。",
    },
    # Titles and sentences of HTTP problems.
    "http.400": {"en": "Bad Request", "zh": "请求有误"},
    "http.404": {"en": "Not Found", "zh": "未找到"},
    "http.405": {"en": "Method Not Allowed", "zh": "不支持的方法"},
    "http.413": {"en": "Content Too Large", "zh": "请求内容过大"},
    "http.422": {"en": "Unprocessable Content", "zh": "请求内容无法处理"},
    "http.500": {"en": "Internal Server Error", "zh": "服务内部错误"},
    "http.unknown_path": {
        "en": "There is nothing at {path}. What there is: /openapi.json.",
        "zh": "{path} 处没有内容。可用地址见 /openapi.json。",
    },
    "http.wrong_method": {
        "en": "{path} does not answer {method}.",
        "zh": "{path} 不支持 {method}。",
    },
    "http.bad_body": {
        "en": "The body cannot be read: send JSON in UTF-8.",
        "zh": "请求内容无法读取：请发送 UTF-8 编码的 JSON。",
    },
    "http.body_too_long": {
        "en": "The body is longer than {most:,} bytes.",
        "zh": "请求内容超过 {most:,} 字节。",
    },
    "output.part_of_study": {
        "en": "{path} is a part of a study; a result must not take its place. Choose another name or folder.",
        "zh": "{path} 是研究自身的文件，结果不得覆盖。请另选文件名或文件夹。",
    },
}
