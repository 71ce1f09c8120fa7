"""What people call kinds of care in their lists, in Chinese and English.

A word is known or it is not: what is not known is handed back as None, for the reader to
remark. Nothing is read out of a word that it does not say.
"""

from __future__ import annotations

import re
import unicodedata

from geo.errors import DataUnavailableError
from geo.text import Lang, label
from layers.facilities import Service, read_service

_SYNONYMS: dict[Service, tuple[str, ...]] = {
    Service.HOSPITAL: (
        "综合医院", "专科医院", "人民医院", "中医院", "中医医院", "中西医结合医院", "民族医院",
        "民族医医院", "专科疾病防治院",
        "妇幼保健院", "妇幼保健机构", "妇幼保健站", "妇幼保健所",
        "妇幼保健计划生育服务中心", "妇幼保健服务中心", "妇幼健康服务机构", "精神病医院",
        "精神专科医院", "精神卫生中心", "精神卫生保健院", "传染病医院", "儿童医院", "口腔医院",
        "眼科医院", "骨科医院", "肿瘤医院", "康复医院", "职业病医院", "公立医院", "民营医院",
        "general hospital", "specialist hospital", "specialised hospital", "tcm hospital",
        "hospitals",
    ),
    Service.CLINIC: (
        "门诊部", "医务室", "门诊", "综合门诊部", "专科门诊部", "中医诊所", "中医门诊部",
        "西医诊所",
        "综合诊所", "普通诊所", "卫生所", "卫生保健所", "医疗门诊部", "clinics",
        "outpatient clinic",
        "health post",
    ),
    Service.DOCTORS: ("doctor", "doctors", "physician", "general practitioner", "gp", "私人诊所"),
    Service.DENTIST: ("口腔诊所", "口腔门诊", "口腔门诊部", "牙科诊所", "dental clinic"),
    Service.TOWNSHIP_HEALTH_CENTRE: (
        "卫生院", "中心卫生院", "镇卫生院", "乡卫生院", "乡镇中心卫生院", "镇中心卫生院",
        "乡中心卫生院", "一般卫生院", "街道卫生院", "卫生院分院", "township hospital",
        "township health center", "health centre", "health center",
    ),
    Service.COMMUNITY_HEALTH_CENTRE: (
        "社区卫生服务中心", "社区卫生服务站", "社区卫生服务机构", "社区卫生", "社区医院",
        "社区卫生服务", "community health center", "community health station",
    ),
    Service.VILLAGE_CLINIC: (
        "卫生室", "村卫生站", "卫生站", "村卫生所", "村卫生服务站", "村级卫生室", "中心村卫生室",
        "村医疗点", "村医务室", "village clinics",
    ),
    Service.PHARMACY: ("药房", "大药房", "零售药店", "连锁药店", "chemist", "drugstore"),
    Service.AMBULANCE_BASE: (
        "急救站", "120急救站", "急救分站", "急救中心", "院前急救站", "急救分中心", "急救点",
        "急救站点", "120站点", "120急救点", "120急救中心", "120急救分站", "紧急医疗救援中心",
        "院前急救站点", "院前急救", "120", "ambulance station", "ems station",
    ),
    Service.EMERGENCY_ROOM: (
        "急诊", "急诊科", "急救室", "急诊室", "急诊医学科", "急诊部", "急诊中心", "emergency",
        "emergency department", "er", "a&e",
    ),
    Service.STROKE: (
        "卒中", "脑卒中", "卒中救治", "卒中救治中心", "脑卒中中心", "卒中防治中心", "卒中单元",
        "stroke unit", "stroke center",
    ),
    Service.CHEST_PAIN: ("胸痛", "胸痛救治中心", "胸痛救治单元", "胸痛单元", "chest pain center"),
    Service.TRAUMA: ("创伤", "创伤救治中心", "严重创伤救治中心", "创伤救治", "trauma center"),
    Service.MATERNAL: (
        "危重孕产妇", "孕产妇", "危重孕产妇救治", "孕产妇救治中心", "危重孕产妇急救中心",
        "maternal centre", "maternal center",
    ),
    Service.NEWBORN: (
        "危重新生儿", "新生儿", "危重新生儿救治", "新生儿救治中心", "危重新生儿急救中心",
        "newborn centre", "neonatal centre", "neonatal center",
    ),
    Service.CHILD: (
        "危重儿童", "儿童", "儿童救治", "儿童救治中心", "危重儿童救治", "危重儿救治中心",
        "paediatric centre", "pediatric center",
    ),
    Service.TCM: (
        "中医", "中医馆", "中医药", "中医阁", "中医综合服务区", "国医馆", "中医科", "中医药服务",
        "中医药综合服务区", "traditional chinese medicine",
    ),
    Service.LEVEL_2: ("二级", "三级", "二级以上", "二级及以上", "二级以上医院", "二级及以上医院"),
    Service.CT_24H: ("24小时ct", "ct24小时", "全天候ct", "24hct", "24h ct", "ct 24h"),
    Service.FEVER_CLINIC: ("发热门诊", "发热诊室", "发热哨点", "发热哨点诊室", "fever clinics"),
    Service.ELDER_CARE: (
        "养老院", "敬老院", "养老机构", "老年公寓", "护理院", "福利院", "社会福利院",
        "医养结合机构",
        "养老服务中心", "护理中心", "护养院", "老年养护院", "nursing home", "care home",
    ),
    Service.CHILD_CARE: (
        "托育", "托育机构", "托育中心", "托育园", "托儿所", "普惠托育机构", "婴幼儿照护服务机构",
        "childcare", "nursery", "creche",
    ),
    Service.BLOOD_DONATION: (
        "献血点", "献血屋", "爱心献血屋", "献血房车", "采血点", "血站", "中心血站", "献血车",
        "blood bank", "blood centre",
    ),
    Service.TRANSPORT_NODE: (
        "车站", "汽车站", "火车站", "客运站", "高铁站", "码头", "港口", "机场",
        "station", "wharf", "bus station", "railway station", "port",
    ),
    Service.AED: ("除颤器", "自动体外除颤器", "自动体外除颤仪", "defibrillator"),
    Service.OTHER: (
        "其他", "其它", "其他医疗机构", "其他卫生机构", "疾控中心", "疾病预防控制中心",
        "疾病预防控制机构", "疾控机构", "卫生监督所", "卫生监督机构", "卫生计生综合监督执法局",
        "卫生健康综合行政执法支队", "体检中心", "健康体检中心", "医学检验实验室", "医学检验中心",
        "检验所", "血液透析中心", "安宁疗护中心", "健康教育所", "专业公共卫生机构",
        "公共卫生服务中心", "公共卫生机构", "疗养院", "计划生育服务站", "others",
    ),
}  # fmt: skip
_TCM_SIGNS = ("中医", "中西医", "tcm", "traditional chinese")
"""A kind that says so offers Chinese medicine besides."""
_NOT_OF_PEOPLE = re.compile("宠物|动物|兽医|畜牧|veterinary|互联网")
_KIND_ENDS: tuple[tuple[str, Service], ...] = (
    ("社区卫生服务中心", Service.COMMUNITY_HEALTH_CENTRE),
    ("社区卫生服务站", Service.COMMUNITY_HEALTH_CENTRE),
    ("村卫生室", Service.VILLAGE_CLINIC),
    ("卫生院", Service.TOWNSHIP_HEALTH_CENTRE),
    ("医院", Service.HOSPITAL),
)
"""How a kind may end that says more before it, such as 三级甲等综合医院."""


def plain_word(said: str) -> str:
    """
    Spell a cell's word the way the tables of this module are written.

    Examples
    --------
    >>> plain_word("  Chest  Pain "), plain_word("三级 甲等")
    ('chest pain', '三级甲等')
    """
    folded = " ".join(unicodedata.normalize("NFKC", said).casefold().split())
    return re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", folded)


def _known() -> dict[str, Service]:
    words = {plain_word(label(one, lang)): one for one in Service for lang in Lang}
    words |= {plain_word(word): one for one, names in _SYNONYMS.items() for word in names}
    return words


_WORDS = _known()


def service_in_words(said: str) -> Service | None:
    """
    Find the service that a word of a list means; None where it means none.

    Examples
    --------
    >>> service_in_words("卫生院").value, service_in_words("Hospital").value
    ('township_health_centre', 'hospital')
    """
    word = plain_word(said)
    if word in _WORDS:
        return _WORDS[word]
    try:
        return read_service(word.replace(" ", "_"))
    except DataUnavailableError:
        return None


def kind_in_words(said: str) -> Service | None:
    """
    Find the kind that a word of a kind column means, by its end where it says more.

    Examples
    --------
    >>> kind_in_words("三级甲等综合医院").value, kind_in_words("宠物医院")
    ('hospital', None)
    """
    word = plain_word(said)
    if _NOT_OF_PEOPLE.search(word):
        return None
    found = service_in_words(re.sub(r"\([^()]*\)$", "", word))
    if found is not None:
        return found
    return next((kind for ending, kind in _KIND_ENDS if word.endswith(ending)), None)


def offered_besides(said: str) -> frozenset[Service]:
    """Services that the word for a kind names besides, such as TCM in 中医院."""
    word = plain_word(said)
    return frozenset({Service.TCM}) if any(one in word for one in _TCM_SIGNS) else frozenset()


def find_service(said: str) -> Service:
    """
    Find the service that a user asks for, by its name or in words.

    Raises
    ------
    DataUnavailableError
        If there is none; the message lists the known names.
    """
    found = service_in_words(said)
    return read_service(said) if found is None else found
