"""What people call kinds of care in their lists, in Chinese and English."""

from __future__ import annotations

from geo.errors import DataUnavailableError
from geo.text import Lang, label
from layers.facilities import Service, read_service

_SYNONYMS: dict[Service, tuple[str, ...]] = {
    Service.HOSPITAL: (
        "综合医院",
        "专科医院",
        "人民医院",
        "中医院",
        "中医医院",
        "妇幼保健院",
        "妇幼保健机构",
        "general hospital",
    ),
    Service.CLINIC: ("门诊部", "医务室", "门诊"),
    Service.TOWNSHIP_HEALTH_CENTRE: ("卫生院", "中心卫生院", "镇卫生院", "乡卫生院"),
    Service.COMMUNITY_HEALTH_CENTRE: ("社区卫生服务站", "社区卫生", "社区医院"),
    Service.VILLAGE_CLINIC: ("卫生室", "村卫生站", "卫生站", "村卫生所"),
    Service.PHARMACY: ("药房", "大药房"),
    Service.DENTIST: ("口腔诊所", "口腔门诊"),
    Service.AMBULANCE_BASE: ("急救站", "120急救站", "急救分站", "急救中心", "院前急救站"),
    Service.EMERGENCY_ROOM: ("急诊", "急诊科", "急救室", "急诊室"),
    Service.STROKE: ("卒中", "脑卒中", "卒中救治"),
    Service.CHEST_PAIN: ("胸痛",),
    Service.TRAUMA: ("创伤",),
    Service.MATERNAL: ("危重孕产妇", "孕产妇"),
    Service.NEWBORN: ("危重新生儿", "新生儿"),
    Service.CHILD: ("危重儿童", "儿童"),
    Service.TCM: ("中医", "中医馆", "中医药", "中医阁"),
    Service.LEVEL_2: ("二级", "三级", "二级以上", "二级及以上"),
}
_ALSO: dict[str, Service] = {"中医院": Service.TCM, "中医医院": Service.TCM}
"""Kinds whose name says that they offer something besides."""


def _known() -> dict[str, Service]:
    words = {label(one, lang).casefold(): one for one in Service for lang in Lang}
    words |= {word.casefold(): one for one, names in _SYNONYMS.items() for word in names}
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
    word = " ".join(said.split()).casefold()
    if word in _WORDS:
        return _WORDS[word]
    try:
        return read_service(word.replace(" ", "_"))
    except DataUnavailableError:
        return None


def offered_besides(said: str) -> frozenset[Service]:
    """Services that the word for a kind names besides, such as TCM in 中医院."""
    also = _ALSO.get(said.strip())
    return frozenset() if also is None else frozenset({also})


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
