"""When two spellings are one name, and when they must not be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.names import (
    is_bare_kind,
    name_likeness,
    name_parts,
    normal_name,
    other_names,
    same_area_name,
    split_kind,
)

YONGCHUAN = ("重庆市", "永川区")
YANJIANG = ("四川省", "资阳市", "雁江区")
JIANYANG = ("四川省", "成都市", "简阳市")


@pytest.mark.parametrize(
    ("spellings", "prefixes"),
    [
        (["重庆市永川区人民医院", "永川区人民医院", "区人民医院", "永川人民医院"], YONGCHUAN),
        (["重庆永川区人民医院", "重庆 永川区 人民医院", "重庆市永川 人民医院"], YONGCHUAN),
        (["资阳市人民医院", "四川省资阳市人民医院", "市人民医院", "四川资阳人民医院"], YANJIANG),
        (["永川区第六人民医院", "区第6人民医院", "永川第６人民医院", "六人民医院"], YONGCHUAN),
        (
            ["中国人民解放军第二〇二医院", "中国人民解放军第202医院", "中国人民解放军第二Ｏ二医院"],
            (),
        ),
        (["第十二人民医院", "第12人民医院", "第一二人民医院", "十二人民医院"], ()),
        (["康宁医院有限公司", "康宁医院", "康宁医院（普通合伙）", "康宁医院有限责任公司"], ()),
        (["区疾控中心", "区疾病预防控制中心", "永川区疾病预防控制中心"], YONGCHUAN),
        (["区中医院", "永川区中医医院", "重庆市永川区中医院（三级甲等）"], YONGCHUAN),
        (["西南医院（中央医院）", "西南医院", "西南医院（原陆军总医院）", "西南 医院"], ()),
        (["区人民医院（新院区）", "区人民医院新院区", "永川区人民医院(新院区)"], YONGCHUAN),
        (["Clinic ABC", "CLINIC  abc", "Ｃlinic ABC"], ()),  # noqa: RUF001 (full width)
        (["Straße", "STRASSE"], ()),
    ],
)
def test_spellings_of_one_name_are_one(spellings, prefixes):
    assert len({normal_name(one, prefixes) for one in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other", "prefixes"),
    [
        ("大安镇卫生院", "大安镇中心卫生院", YONGCHUAN),
        ("大安镇卫生院", "大安镇社区卫生服务中心", YONGCHUAN),
        ("永川区人民医院", "永川区人民医院（新院区）", YONGCHUAN),
        ("三峡中心医院", "三峡中心医院百安分院", ()),
        ("永川区人民医院", "重庆市人民医院", YONGCHUAN),
        ("雁江区人民医院", "资阳市人民医院", YANJIANG),
        ("简阳市人民医院", "成都市人民医院", JIANYANG),
        ("市人民医院", "成都市人民医院", JIANYANG),
        ("永川区人民医院", "璧山区人民医院", YONGCHUAN),
        ("第一人民医院", "第二人民医院", ()),
        ("第一人民医院", "第十一人民医院", ()),
        ("雁江镇卫生院", "镇卫生院", YANJIANG),
        ("永川医院", "医院", YONGCHUAN),
        ("区域医疗中心", "医疗中心", YONGCHUAN),
        ("Clínica", "Clinica", ()),
        ("区妇幼保健院", "区妇幼保健计划生育服务中心", YONGCHUAN),
        ("三峡医院（筹建）", "三峡医院", ()),
    ],
)
def test_names_of_different_houses_stay_different(one, other, prefixes):
    assert normal_name(one, prefixes) != normal_name(other, prefixes)


def test_without_prefixes_no_place_is_taken_off():
    assert normal_name("重庆市永川区人民医院") == "重庆市永川区人民医院"


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("西南医院（中央医院）", ("中央医院",)),
        ("新桥医院（原第二附属医院）", ("第二附属医院",)),
        ("总医院（301医院、三零一医院）", ("301医院", "三零一医院")),
        ("第二人民医院（妇幼保健院）（新院区）", ("妇幼保健院",)),
        ("区人民医院（新院区）", ()),
        ("重庆（永川）医院", ()),
        ("区人民医院", ()),
        ("（妇幼保健院）", ()),
    ],
)
def test_second_names_in_brackets_are_handed_out(name, others):
    assert other_names(name) == others


@pytest.mark.parametrize(
    "name", ["", "（）", "((", "))((", "（" * 3000 + "院", "第" + "9" * 6000, "第"]
)
def test_odd_names_are_read_without_harm(name):
    normal_name(name, YONGCHUAN)
    other_names(name)
    name_parts(normal_name(name))


def test_a_name_that_is_its_brackets_keeps_them():
    assert normal_name("（妇幼保健院）") == "妇幼保健院"


SIGNS = "永川区市人民医院第六三十卫生中心大安镇乡街道（）() AbÉ0\uff19○〇有限公司·新院区原"


@given(st.text(alphabet=SIGNS, max_size=20))
def test_a_normal_name_is_normal(name):
    assert normal_name(normal_name(name)) == normal_name(name)


@given(st.text(max_size=20))
def test_any_text_has_a_normal_name(name):
    once = normal_name(name)
    assert normal_name(once) == once
    assert normal_name(name.upper()) == normal_name(name.upper().lower())


@given(st.text(alphabet=SIGNS, max_size=12), st.text(alphabet=SIGNS, max_size=12))
def test_likeness_is_a_share_and_has_no_direction(first, second):
    one, other = normal_name(first), normal_name(second)
    assert 0 <= name_likeness(one, other) <= 1
    assert name_likeness(one, other) == name_likeness(other, one)
    assert name_likeness(one, one) == (1.0 if name_parts(one) else 0.0)
    assert same_area_name(first, second) == same_area_name(second, first)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("大安街道", "大安", True),
        ("大安街道办事处", "大安镇", True),
        ("满月乡", "满月镇", True),
        ("恒合土家族乡", "恒合", True),
        ("重庆市永川区大安街道", "大安", True),
        ("开州区长沙镇", "长沙镇", True),
        ("Da'an Town", "da'an", True),
        ("大安镇", "新大安镇", False),
        ("大安村", "大安镇", False),
        ("大安社区", "大安村委会", True),
        ("大安", "大安村", True),
        ("镇", "乡", False),
        ("", "大安", False),
        ("三教镇", "双石镇", False),
    ],
)
def test_area_names(one, other, same):
    assert same_area_name(one, other) is same
    assert same_area_name(other, one) is same


@pytest.mark.parametrize(
    ("normal", "parts"),
    [
        ("大安镇卫生院", ("大安", "卫生院")),
        ("大安街道社区卫生服务中心", ("大安", "社区卫生服务中心")),
        ("6人民医院", ("6", "人民医院")),
        ("大安村卫生室", ("大安", "村卫生室")),
        ("人民医院新院区", ("新院区", "人民医院")),
        ("abc", ("abc", "")),
    ],
)
def test_a_name_divides_into_its_own_and_its_kind(normal, parts):
    assert split_kind(normal) == parts


@pytest.mark.parametrize("name", ["卫生室", "村卫生室", "药店", "hospital", "卫生院", "Dr."])
def test_a_bare_kind_tells_nobody_apart(name):
    assert is_bare_kind(normal_name(name))


@pytest.mark.parametrize("name", ["人民医院", "大安卫生院", "康宁医院", "hospital andorra"])
def test_a_name_is_no_bare_kind(name):
    assert not is_bare_kind(normal_name(name))


@pytest.mark.parametrize(
    ("name", "prefixes"),
    [
        ("成都市人民医院", JIANYANG),
        ("简阳市人民医院", JIANYANG),
        ("资阳市人民医院", YANJIANG),
        ("重庆市永川区第六人民医院", YONGCHUAN),
    ],
)
def test_a_normal_name_is_not_taken_for_the_districts_own_when_read_again(name, prefixes):
    once = normal_name(name, prefixes)
    assert normal_name(once, prefixes) == once
