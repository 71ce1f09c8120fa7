"""Names of institutions and areas: when two spellings mean one, and how alike two are.

The rules of `normal_name`, in their order. None of them guesses: what no rule names stays.

1. Width and case: full-width and half-width are one, Latin is folded in case; accents stay.
   Blanks beside a Chinese character, quotation marks and middle dots go.
2. Brackets. A note on grade, ownership or legal form goes. At the end of a name, a former or
   second name of an institution goes (`other_names` hands it out). Everything else stays and
   only loses its brackets: a branch is not its hospital.
3. Legal form: 有限公司, Ltd and the like at the end go.
4. Short forms that stand for one long form: 疾控中心, 精卫中心, 中医医院, 高专, 附院.
5. Numbers: 第六, 第6 and 六 before 医院 are one.
6. The district: with its prefixes given, 重庆市永川区, 永川区, 永川 and 区 at the beginning are one
   and go; a wider unit (重庆市, 重庆) becomes its rank (市), so that the city's people's hospital
   is not the district's. A town's name that begins like the district (永川镇) is left alone.

What kind of house it is always stays: 卫生院, 中心卫生院 and 社区卫生服务中心 are not one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

LONGEST_NAME = 200
"""Signs; a cell that holds more is compared as it stands."""

_CJK = "\u3007\u3400-\u9fff\uf900-\ufaff"
_BESIDE_CJK = re.compile(rf"(?<=[{_CJK}])\s+|\s+(?=[{_CJK}])")
_BRACKETS = str.maketrans("[{【\u3014〖《<]}】\u3015〗》>", "(" * 7 + ")" * 7)
_MARKS = re.compile('["“”„\u2018「」『』·•‧・]')
_BRACKETED = re.compile(r"\(([^()]*)\)")

_REMARK = re.compile(
    r"[一二三1-3](级|甲|乙|丙|级[甲乙丙]等?|[甲乙丙]等?)(医院)?|(非)?[营盈]利性?|[公民私]立|[公民私]营|公办|民办|"
    r"(有限|普通|特殊普通)合伙|个人独资|个体(工商户)?|有限(责任)?公司|总公司"
)
_FORMER = re.compile(r"^(原名?|曾用名|又名|别名|挂牌)[:：]?(?=.{3})")
_BRANCH = re.compile(r"(分院|院区|本部|总院|分部|[新老旧东西南北]院)$")
_HOUSE = re.compile(
    r"(院|诊所|(卫生服务|医疗|疾病预防控制|疾控|精神卫生|精卫|救治|医学|急救|保健|献血)中心)$"
)
_LEGAL = re.compile(
    r"(?<=..)(有限责任公司|股份有限公司|有限公司|(,? ?(co\.?,? ?)?ltd\.?| ?gmbh| ?llc|,? inc\.?))$"
)
_SHORT = (
    (re.compile("疾控中心"), "疾病预防控制中心"),
    (re.compile("精卫中心"), "精神卫生中心"),
    (re.compile("社卫中心"), "社区卫生服务中心"),
    (re.compile("中医医院"), "中医院"),
    (re.compile("高专(?!门)"), "高等专科学校"),
    (re.compile("附院"), "附属医院"),
)
_DIGIT = {one: value for value, one in enumerate("零一二三四五六七八九")} | {
    "\u3007": 0,
    "○": 0,
    "o": 0,
    "两": 2,
}
_CHINESE_NUMBER = "[零\u3007○o一二三四五六七八九十百两]+"
_NUMBER = re.compile(
    rf"第([0-9]+|{_CHINESE_NUMBER})|((?!o){_CHINESE_NUMBER})(?=(?:人民|中|附属)?医院|院(?!区))"
)
_RANK = re.compile(r"(特别行政区|壮族自治区|[^省市]{0,4}自治[区州县]|[省市区县旗州盟])$")
_NOT_AFTER_STEM = "镇乡街村路域大"
_TOWN_RANK = re.compile(
    r"(街道办事处|街道办|办事处|街道|(?<=..)[^镇乡]{1,3}族[镇乡]|[镇乡]人民政府|[镇乡]政府|[镇乡]|苏木"
    r"|\b(sub-?district|town(ship)?|street|zhen|xiang|jiedao))$"
)
_VILLAGE_RANK = re.compile(
    r"(村民委员会|村委会|居民委员会|居委会|社区居民委员会|社区居委会|社区|村|\b(village|community))$"
)
_KINDS = (
    "社区卫生服务中心", "社区卫生服务站", "疾病预防控制中心", "精神卫生中心", "中西医结合医院",
    "中心卫生院", "村卫生服务站", "卫生服务中心", "卫生服务站", "村卫生室", "村卫生所", "人民医院",
    "中医诊所", "口腔诊所", "急救中心", "卫生院", "卫生室", "卫生所", "卫生站", "医务室", "门诊部",
    "中医院", "大药房", "急救站", "诊所", "药房", "药店", "医院",
)  # fmt: skip
_KIND = re.compile("|".join(_KINDS))
_OF_A_DISTRICT = frozenset({
    "人民医院", "中医院", "中西医结合医院", "精神卫生中心", "疾病预防控制中心", "急救中心",
})  # fmt: skip
"""Kinds of which a district has one: 永川人民医院 is its own, 永川诊所 only has its name."""
_ONE_OF_MANY = "|".join(kind for kind in _KINDS if kind not in _OF_A_DISTRICT)
_TITLES = frozenset({
    "dr", "drs", "dres", "med", "prof", "praxis", "practice", "hospital", "clinic", "klinik",
    "clinique", "centre", "center", "health", "doctor", "doctors", "pharmacy", "apotheke",
    "pharmacie", "farmacia", "the", "of", "and", "und", "de", "la", "le",
})  # fmt: skip
_WORD = re.compile(r"[^\W_]+")


def _one_width(name: str) -> str:
    """Rule 1; folded twice, because the fold of some signs is not folded yet."""
    folded = name
    for _ in range(2):
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", folded).casefold())
    plain = _MARKS.sub("", folded.translate(_BRACKETS))
    return _BESIDE_CJK.sub("", " ".join(plain.split()))


def normal_name(name: str, prefixes: Sequence[str] = ()) -> str:
    """
    Spell a name the one way that all its spellings share; the module lists the rules.

    Parameters
    ----------
    name
        Name as a list gives it.
    prefixes
        Units that the district lies in, from the widest to itself, such as
        ``("重庆市", "永川区")``; without them no place is taken off a name.

    Examples
    --------
    >>> here = ("重庆市", "永川区")
    >>> [normal_name(one, here) for one in ("重庆市永川区人民医院", "永川区人民医院", "区人民医院")]
    ['人民医院', '人民医院', '人民医院']
    >>> normal_name("永川区人民医院（新院区）", here), normal_name("重庆市人民医院", here)
    ('人民医院新院区', '市人民医院')
    >>> {normal_name(one) for one in ("第六人民医院", "第6人民医院", "六人民医院", "第６人民医院")}
    {'6人民医院'}
    >>> normal_name("永川康宁医院有限公司"), normal_name("牛华中心卫生院（二级）")
    ('永川康宁医院', '牛华中心卫生院')
    >>> normal_name("Clínica  São José Ltd."), normal_name("ABC 诊所")
    ('clínica são josé', 'abc诊所')
    """
    return _normal_name(name, tuple(prefixes))


@lru_cache(maxsize=1 << 16)
def _normal_name(name: str, prefixes: tuple[str, ...]) -> str:
    """Spell it; lists are compared with plans again and again, by the same names."""
    plain = _one_width(name)
    # What is longer is no name, and brackets in brackets must not cost the time of a search.
    while len(plain) <= LONGEST_NAME and (told := _spelt(plain)) != plain:
        plain = told
    return _without_district(plain, [_one_width(one) for one in prefixes]) if prefixes else plain


def _spelt(plain: str) -> str:
    """Rules 2 to 5, once."""

    def judged(found: re.Match[str]) -> str:
        content = found.group(1).strip()
        if _REMARK.fullmatch(content):
            return ""
        at_end = found.end() == len(plain) and found.start() > 1
        return "" if at_end and _second_names(content) else content

    told = _BRACKETED.sub(judged, plain)
    if told == plain:
        told = plain.replace("(", "").replace(")", "")
    told = _LEGAL.sub("", told.strip())
    for short, long in _SHORT:
        told = short.sub(long, told)
    told = _NUMBER.sub(lambda found: _number(found.group(1) or found.group(2)), told)
    return _BESIDE_CJK.sub("", " ".join(told.split()))


def _second_names(content: str) -> tuple[str, ...]:
    """Names of institutions that brackets hold; none where they hold anything else."""
    found: list[str] = []
    for part in re.split("[、,;/]", content):
        former = _FORMER.sub("", part.strip())
        if former == part.strip() and (not _HOUSE.search(former) or _BRANCH.search(former)):
            return ()
        found.append(former)
    return tuple(found)


def other_names(name: str) -> tuple[str, ...]:
    """
    Hand out the former and second names that a name holds in brackets at its end.

    Examples
    --------
    >>> other_names("重庆市第四人民医院（重庆市急救医疗中心）"), other_names("区人民医院（新院区）")
    (('重庆市急救医疗中心',), ())
    """
    plain = _one_width(name)
    if len(plain) > LONGEST_NAME:
        return ()
    found: list[str] = []
    while match := re.search(r"(?<=..)\(([^()]*)\)$", plain):
        found = [*_second_names(match.group(1).strip()), *found]
        plain = plain[: match.start()].strip()
    return tuple(found)


def _number(said: str) -> str:
    """
    Write a Chinese or Arabic number in Arabic digits.

    >>> [_number(one) for one in ("六", "十", "二十三", "一百零二", "二六六", "二o二", "06")]
    ['6', '10', '23', '102', '266', '202', '6']
    """
    if said.isdigit() and said.isascii():
        return said.lstrip("0") or "0"
    if "十" not in said and "百" not in said:
        return "".join(str(_DIGIT[one]) for one in said).lstrip("0") or "0"
    total = digit = 0
    for one in said:
        if one in "十百":
            total += (digit or 1) * (10 if one == "十" else 100)
            digit = 0
        else:
            digit = _DIGIT[one]
    return str(total + digit)


def _stem(unit: str) -> str:
    """Name of a unit without its rank, where enough of it is left to know it by."""
    stem = _RANK.sub("", unit)
    return stem if len(stem) > 1 else unit


def _without_district(plain: str, units: Sequence[str]) -> str:
    """Rule 6."""
    *wide, own = units
    ahead = "".join(f"(?:{re.escape(one)}|{re.escape(_stem(one))})?" for one in wide)
    rank = own[-1]
    district = "|".join(
        (
            re.escape(own),
            f"{re.escape(_stem(own))}(?![{_NOT_AFTER_STEM}])(?!(?:{_ONE_OF_MANY})$)",
        )
    )
    found = re.match(rf"{ahead}(?:{district}|(?<!.){re.escape(rank)}(?![域间划]))(?=..)", plain)
    if found:
        return plain[found.end() :]
    for place, one in reversed(list(enumerate(wide))):
        ahead = "".join(f"(?:{re.escape(more)}|{re.escape(_stem(more))})?" for more in wide[:place])
        told = re.match(
            rf"{ahead}(?:{re.escape(one)}|{re.escape(_stem(one))}(?![{_NOT_AFTER_STEM}]))(?=..)",
            plain,
        )
        if told:
            # Where both units are of one rank (a city in a city) only the name tells them apart.
            return (one if one[-1] == rank else one[-1]) + plain[told.end() :]
    return plain


def _area_stem(name: str) -> tuple[str, str]:
    """Name of an area without its rank, and the family of the rank."""
    for family, rank in (("village", _VILLAGE_RANK), ("town", _TOWN_RANK)):
        stem = rank.sub("", name).strip()
        if len(stem) > 1 and stem != name:
            return stem, family
    return name, ""


def same_area_name(first: str, second: str) -> bool:
    """
    Tell whether two names of townships (or two of villages) mean one.

    Ranks (镇, 乡, 街道 …) may differ or be missing, for towns change theirs; a village is
    never a town of the same name. The units above may stand before either name.

    Examples
    --------
    >>> same_area_name("大安街道", "大安"), same_area_name("永川区大安镇", "大安街道办事处")
    (True, True)
    >>> same_area_name("大安村", "大安镇"), same_area_name("大安镇", "长安镇")
    (False, False)
    """
    (one, one_family), (other, other_family) = (
        _area_stem(_one_width(name)) for name in (first, second)
    )
    if not one or not other or (one_family and other_family and one_family != other_family):
        return False
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    return long.endswith(short) and long[-len(short) - 1] in "省市区县旗州盟"


def split_kind(normal: str) -> tuple[str, str]:
    """
    Divide a normal name into what is its own and the kind of house it says it is.

    The rank of a town before the kind goes too.

    Examples
    --------
    >>> split_kind("大安镇中心卫生院"), split_kind("人民医院")
    (('大安', '中心卫生院'), ('', '人民医院'))
    """
    found = list(_KIND.finditer(normal))
    if not found:
        return normal, ""
    kind = found[-1]
    before = normal[: kind.start()]
    return _area_stem(before)[0] + normal[kind.end() :], kind.group()


def is_bare_kind(normal: str) -> bool:
    """Tell whether a normal name only says what kind of house it is, such as 卫生室."""
    own, kind = split_kind(normal)
    return (bool(kind) and not own and kind != "人民医院") or all(
        word in _TITLES for word in _WORD.findall(normal)
    )


def name_parts(normal: str) -> frozenset[str]:
    """
    Take a normal name apart for `name_likeness`.

    A Chinese name: the signs and pairs of signs of what is its own, and its kind of house
    as one part. Another: its words, without titles and words for kinds where others remain.

    Examples
    --------
    >>> sorted(name_parts("大安镇卫生院")), sorted(name_parts("dr. med. thomas gies"))
    (['卫生院', '大', '大安', '安'], ['gies', 'thomas'])
    """
    if not re.search(f"[{_CJK}]", normal):
        words = frozenset(_WORD.findall(normal))
        return words - _TITLES or words
    own, kind = split_kind(normal)
    pairs = {own[place : place + 2] for place in range(len(own) - 1)}
    return frozenset(own) | pairs | ({kind} if kind else frozenset())


def name_likeness(first: str, second: str) -> float:
    """
    Measure how alike two normal names are, from 0 to 1: the share of parts in common (Dice).

    Examples
    --------
    >>> name_likeness("大安镇卫生院", "大安街道社区卫生服务中心")
    0.75
    >>> name_likeness("1人民医院", "2人民医院")
    0.5
    """
    one, other = name_parts(first), name_parts(second)
    if not one or not other:
        return 0.0
    return 2 * len(one & other) / (len(one) + len(other))
