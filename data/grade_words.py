"""What lists say of a facility besides its kind: grade, state, precision, yes or no.

A word is known or it is not: what is not known is handed back as None, for the reader to
remark. What is only aimed at (拟, 创建, 建设单位) is never taken as reached.
"""

from __future__ import annotations

import re
from enum import StrEnum

from data.words import plain_word, service_in_words
from geo.text import Lang, label
from layers.facilities import Level, OperatingStatus, Placed, Service


class Flag(StrEnum):
    """What a cell of a yes/no column says."""

    YES = "yes"
    NO = "no"
    NOT_YET = "not_yet"


_YES = frozenset({
    "是", "有", "√", "✓", "✔", "☑", "1", "y", "yes", "true", "t", "已有", "具备", "开展",
    "已开展", "已建", "已建成", "已设置", "设有", "已设", "建成", "已达标", "达标", "已通过",
    "通过", "已认证", "已授牌", "已挂牌", "1个", "1处",
})  # fmt: skip
_NO = frozenset({
    "否", "无", "没有", "×", "x", "✗", "✘", "☒", "0", "n", "no", "false", "f", "空白", "空",
    "-", "--", "—", "/", "\\", "未开展", "未设", "未设置", "未建", "未建成", "未通过",
    "未达标", "不具备", "不开展", "暂无", "尚无", "已取消", "已撤销", "未", "不", "none", "na",
    "n/a", "nil", "0个",
})  # fmt: skip
_NOT_YET = re.compile(
    r"拟|筹|规划|计划|预计|在建|建设|创建|申报|申请|待|正在|试运行|培育|预备|将|"
    r"planned|plan to|under construction|being built|building|applied|applying|pending"
)
_DONE = re.compile(r"(建设|创建)(完成|成功|达标)|已(经)?(建设|创建)(完成|成功)?$")
_HONOURS = re.compile(
    r"国家级|国家|省级|省|市级|直辖市级|区级|区县级|县级|地市级|高级|示范|综合防治|综合|防治|标准版|"
    r"基层版|标准|基层|区域|[一二三]级|已建成|已建|建成|已通过|通过认证|认证|已认证|"
    r"national|provincial|municipal|district|advanced|basic|certified"
)

_LEVEL = re.compile(
    r"(?:第?([一二三1-3])级|(?:level|grade|class|lv)\.?([1-3])|([1-3一二三]))"
    r"[-·.,/]?(?:([甲乙丙a-c])等?|(特)等|(未定等|未评等|未分等|合格))?"
    r"(?:综合|专科|中医|中西医结合|妇幼保健|妇幼|儿童|口腔|精神|精神病|传染病|肿瘤|康复|公立|民营)*"
    r"(?:医院|医疗机构|机构|保健院|卫生院|hospital)?"
)
_DIGIT = {"一": "1", "二": "2", "三": "3"}
_LETTER = {"甲": "A", "乙": "B", "丙": "C"}
_ROMAN = re.compile(r"^(i{1,3})(?=[级甲乙丙abc-]|$)")
_UNGRADED = frozenset({
    "未定级", "未评级", "未评", "未定", "未定等", "未定等级", "未定级别", "无等级", "无级别",
    "无", "未分级", "未评定", "未评等级", "不定级", "0", "ungraded", "unrated", "none",
    "notgraded",
})  # fmt: skip
_BLANK = frozenset({"", "-", "--", "—", "/", "\\", "不详", "未知", "未填", "unknown", "n/a", "na"})

_STATUS: dict[OperatingStatus, tuple[str, ...]] = {
    OperatingStatus.OPEN: (
        "正常", "运营", "营业", "运行", "在业", "开业", "执业", "正常执业", "正常营业", "正常运营",
        "正常运行", "运营中", "营业中", "在营", "存续", "在用", "已开业", "已投用", "投入使用",
        "有效",
        "已建成", "开放", "在册", "active", "operating", "operational", "in operation", "running",
    ),
    OperatingStatus.BUILDING: (
        "在建", "建设中", "正在建设", "施工中", "新建中", "迁建中", "改扩建中", "未完工",
        "under construction", "construction", "being built",
    ),
    OperatingStatus.PLANNED: (
        "拟建", "规划", "规划中", "计划", "筹建", "筹建中", "筹备", "待建", "拟新建", "设置审批",
        "未开工", "proposed", "plan",
    ),
    OperatingStatus.SUSPENDED: (
        "停业", "暂停", "歇业", "停诊", "暂停营业", "暂停执业", "停业整顿", "停用", "停业装修",
        "暂停服务", "temporarily closed", "paused",
    ),
    OperatingStatus.CLOSED: (
        "关闭", "注销", "撤销", "已关闭", "已注销", "已撤销", "吊销", "已吊销", "关停", "撤并",
        "已撤并",
        "合并", "已合并", "取消", "停办", "永久关闭", "废弃", "shut", "shut down", "abandoned",
        "permanently closed",
    ),
    OperatingStatus.UNKNOWN: (),
}  # fmt: skip
_PLACED: dict[Placed, tuple[str, ...]] = {
    Placed.POINT: (
        "门牌号", "门址", "兴趣点", "单元号", "精确", "实测", "gps", "实地定位", "点", "poi",
        "rooftop", "exact", "address", "house",
    ),
    Placed.POLYGON: ("面", "多边形", "建筑", "building", "area outline"),
    Placed.STREET: (
        "道路", "道路交叉路口", "路口", "仅到街道", "到街道", "街道级", "道路级", "street",
        "road", "interpolated", "range_interpolated",
    ),
    Placed.AREA: (
        "乡镇", "街道", "村庄", "村", "区县", "市", "省", "城市", "开发区", "热点商圈", "仅到乡镇",
        "乡镇级", "区县级", "geometric_center", "approximate", "town", "township", "village",
        "district", "city", "centroid",
    ),
}  # fmt: skip


_STATUS_WORDS = {
    plain_word(word): one
    for one in OperatingStatus
    for word in (*_STATUS[one], one.value, *(label(one, lang) for lang in Lang))
}
_PLACED_WORDS = {
    plain_word(word): one
    for one in Placed
    for word in (*_PLACED[one], one.value, *(label(one, lang) for lang in Lang))
}


def level_in_words(said: str) -> Level | None:
    """
    Read a grade; None where the words mean none, or one that is only aimed at.

    Examples
    --------
    >>> [level_in_words(one).value for one in ("三级甲等", "三甲", "二级", "Level 3 A", "未定级")]
    ['3A', '3A', '2', '3A', '0']
    >>> level_in_words("创建三级甲等"), level_in_words("").value
    (None, '')
    """
    word = plain_word(said).replace(" ", "")
    word = re.sub(r"\(([^()]*)\)$", r"\1", word)
    word = re.sub(r"^([0-3])\.0$", r"\1", word)
    word = _ROMAN.sub(lambda found: str(len(found[1])), word)
    if word in _BLANK:
        return Level.UNKNOWN
    if word in _UNGRADED:
        return Level.UNGRADED
    found = _LEVEL.fullmatch(word)
    if found is None:
        return None
    grade = found[1] or found[2] or found[3]
    letter = found[4] or ""
    return Level(_DIGIT.get(grade, grade) + _LETTER.get(letter, letter.upper()))


def status_in_words(said: str) -> OperatingStatus | None:
    """
    Read what a status column says; None where the word is not known.

    Examples
    --------
    >>> status_in_words("正常").value, status_in_words("拟建").value, status_in_words("?!")
    ('open', 'planned', None)
    """
    word = plain_word(said)
    return OperatingStatus.UNKNOWN if word in _BLANK else _STATUS_WORDS.get(word)


def placed_in_words(said: str) -> Placed | None:
    """
    Read what a column on the precision of places says; None where the word is not known.

    Examples
    --------
    >>> [placed_in_words(one).value for one in ("门牌号", "道路", "乡镇")]
    ['point', 'street', 'area']
    """
    word = plain_word(said)
    return Placed.POINT if word in _BLANK else _PLACED_WORDS.get(word)


def flag_in_words(said: str, service: Service) -> Flag | None:
    """
    Read a cell of a column that says whether a service is offered.

    What is planned, applied for or being built is not offered yet. A text that names the
    service itself, with or without honours (国家级卒中中心), is a yes.

    Returns
    -------
    flag
        None where the words say neither; they are never guessed at.

    Examples
    --------
    >>> [flag_in_words(one, Service.STROKE).value for one in ("是", "×", "国家级卒中中心", "在建")]
    ['yes', 'no', 'yes', 'not_yet']
    >>> flag_in_words("胸痛中心", Service.STROKE)
    """
    word = plain_word(said)
    if word == "" or re.sub(r"\.0$", "", word) in _NO:
        return Flag.NO
    if re.sub(r"\.0$", "", word) in _YES or _DONE.search(word):
        return Flag.YES
    if _NOT_YET.search(word):
        return Flag.NOT_YET
    bare = re.sub(r"[()、,;/]|单位$", "", _HONOURS.sub("", word)).strip()
    return Flag.YES if not bare or service_in_words(bare) is service else None
