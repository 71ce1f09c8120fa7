"""The headings by which the columns of a facility list are known, Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

from data.columns import COMMON_FIELDS
from data.coordinates import PAIR_HEADINGS
from layers.facilities import Service

FLAGS: Mapping[Service, tuple[str, ...]] = {
    Service.STROKE: (
        "卒中中心", "脑卒中中心", "卒中", "脑卒中", "卒中救治中心", "卒中防治中心", "stroke",
        "stroke centre", "stroke center",
    ),
    Service.CHEST_PAIN: (
        "胸痛中心", "胸痛", "胸痛救治中心", "胸痛救治单元", "chest pain", "chest pain centre",
        "chest pain center",
    ),
    Service.TRAUMA: (
        "创伤中心", "创伤", "创伤救治中心", "严重创伤救治中心", "trauma", "trauma centre",
        "trauma center",
    ),
    Service.MATERNAL: (
        "危重孕产妇救治中心", "危重孕产妇", "孕产妇救治", "孕产妇救治中心", "危重孕产妇救治",
        "maternal", "maternal centre", "maternal center",
    ),
    Service.NEWBORN: (
        "危重新生儿救治中心", "危重新生儿", "新生儿救治", "新生儿救治中心", "危重新生儿救治",
        "newborn", "newborn centre", "neonatal",
    ),
    Service.CHILD: (
        "儿童救治", "危重儿童救治中心", "危重儿童", "儿童救治中心", "危重儿童救治", "child",
        "child centre", "paediatric", "pediatric",
    ),
    Service.EMERGENCY_ROOM: (
        "急诊", "急诊科", "急诊室", "急诊（急救室）", "急救室", "急诊部", "emergency room",
        "emergency department", "emergency",
    ),
    Service.AMBULANCE_BASE: (
        "急救站", "120站点", "急救站点", "120急救站", "急救点", "120急救站点", "院前急救站",
        "院前急救站点", "ambulance base", "ambulance station",
    ),
    Service.TCM: ("中医", "中医馆", "中医药服务", "中医科", "中医阁", "国医馆", "tcm"),
    Service.CT_24H: ("24小时ct", "ct24小时", "24h ct", "ct", "ct 24h"),
    Service.FEVER_CLINIC: ("发热门诊", "发热诊室", "发热门诊（诊室）", "fever clinic"),
}  # fmt: skip
"""Columns that say yes or no to a service."""

_ASKED = (
    "是否", "是否为", "是否是", "是否有", "有无", "是否设有", "是否设置", "是否开设", "是否建有",
    "是否建成", "是否具备",
)  # fmt: skip
"""What a heading may put before the service that its column asks about."""

FACILITY_FIELDS: Mapping[str, tuple[str, ...]] = {
    **COMMON_FIELDS,
    "name": (
        *COMMON_FIELDS["name"], "医疗机构名称", "医院名称", "医疗卫生机构名称", "第一名称",
        "医疗机构", "机构", "医院", "facility", "facility name", "hospital", "hospital name",
    ),
    "id": (*COMMON_FIELDS["id"], "osm_id", "@id", "机构id", "医院编号", "组织机构代码"),
    "lonlat": PAIR_HEADINGS,
    "aliases": (
        "别名", "曾用名", "第二名称", "其他名称", "又名", "简称", "机构别名", "曾用名称",
        "aliases", "alias", "alt_name", "other names", "old_name", "former name",
    ),
    "address": (
        "地址", "机构地址", "详细地址", "执业地址", "单位地址", "所在地址", "通讯地址", "address",
        "addr",
    ),
    "township": (
        "所在乡镇", "所属乡镇", "乡镇", "街道", "乡镇街道", "所在乡镇街道", "所在乡镇（街道）",
        "所属乡镇街道", "乡镇（街道）", "所在街道", "镇街", "所在镇街", "所属镇街", "镇乡街道",
        "township", "town", "subdistrict",
    ),
    "kind": (
        "kind", "type", "category", "类别", "类型", "机构类别", "机构类型", "医院类别", "医院类型",
        "医疗机构类别", "facility type", "amenity", "healthcare",
    ),
    "services": ("services", "service", "服务", "服务项目", "服务能力", "特色服务"),
    "level": (
        "级别", "等级", "医院等级", "医院级别", "机构级别", "机构等级", "医疗机构级别", "评审等级",
        "等级评审", "医院级别等次", "级别等次", "level", "grade", "hospital level",
    ),
    "level_class": ("等次", "医院等次", "机构等次", "level class"),
    "beds_in_use": (
        "实有床位", "实有床位数", "床位实有", "床位数实有", "实际床位", "实际床位数", "开放床位",
        "开放床位数", "实际开放床位", "实际开放床位数", "beds in use", "beds_actual",
    ),
    "beds": ("床位数", "床位", "病床数", "病床", "总床位", "beds", "bed count", "capacity:beds"),
    "beds_approved": (
        "编制床位", "编制床位数", "床位编制", "床位数编制", "核定床位", "核定床位数", "批准床位",
        "批准床位数", "approved beds", "beds_approved",
    ),
    "doctors": (
        "执业（助理）医师", "执业（助理）医师数", "执业助理医师", "执业及助理医师",
        "执业和执业助理医师", "医师数", "医生数", "医师", "医生", "doctors", "physicians",
    ),
    "doctors_licensed": ("执业医师", "执业医师数", "licensed doctors"),
    "staff": (
        "卫生技术人员", "卫生技术人员数", "卫技人员", "卫技人员数", "卫生人员", "staff",
        "health staff", "health workers",
    ),
    "staff_all": (
        "职工人数", "职工数", "在岗职工", "在岗职工数", "职工总数", "员工人数", "人员数", "总人数",
        "all staff", "employees",
    ),
    "vehicles": (
        "救护车", "救护车数", "救护车数量", "救护车辆", "救护车辆数", "急救车", "急救车辆",
        "急救车辆数", "车辆", "车辆数", "ambulances", "vehicles",
    ),
    "status": (
        "状态", "运营状态", "营业状态", "机构状态", "运行状态", "经营状态", "执业状态", "建设状态",
        "status", "operating status",
    ),
    "opening_year": (
        "开业年份", "成立年份", "开业时间", "成立时间", "设立年份", "设立时间", "建院年份",
        "建院时间",
        "建成年份", "投用年份",
        "opening year", "opened", "founded", "start_date", "year opened",
    ),
    "placed": (
        "精度", "定位级别", "定位精度", "坐标精度", "匹配级别", "匹配精度", "precision", "placed",
        "geocode level", "location type",
    ),
    **{
        service.value: (
            *headings,
            *(asked + one for one in headings if not one.isascii() for asked in _ASKED),
        )
        for service, headings in FLAGS.items()
    },
}  # fmt: skip
"""Every field of a facility list, with the headings it is known by."""
