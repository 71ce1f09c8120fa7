"""What is modelled in the demonstration districts."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "demo.indicator_source": {
        "en": "demonstration: modelled value",
        "zh": "演示：模拟数值",
    },
    "notes.demo_all": {
        "en": "Demonstration: modelled roads, villages, facilities and town populations; "
        "the district outline and the townships' names are real.",
        "zh": "演示：道路、村庄、机构和乡镇人口均为模拟；区县边界和乡镇名称为真实数据。",
    },
    "notes.demo_numbers": {
        "en": "Demonstration: beds, doctors, staff and ambulances of every facility are drawn by "
        "chance; together they make up totals set in the district's file. Grades, village names "
        "and further institutions are modelled too.",
        "zh": "演示：各机构的床位、医师、人员和救护车数均为随机模拟，合计等于区县文件设定的总数；"
        "机构等级、村名及补充机构亦为模拟。",
    },
    "notes.demo_indicators": {
        "en": "Demonstration: all indicator values are modelled, not counted by any office. Verdicts "
        "that use them say nothing about the real district.",
        "zh": "演示：全部指标值均为模拟，并非任何部门的统计；据此作出的判定不反映该区县的真实情况。",
    },
    "notes.demo_groups": {
        "en": "Demonstration: people of 65 and over ({old:.1%}), under 3 ({young:.1%}) and women of "
        "15 to 49 ({women:.1%}) are the same share everywhere, about the national one of 2020.",
        "zh": "演示：65岁及以上（{old:.1%}）、3岁以下（{young:.1%}）和15—49岁女性（{women:.1%}）"
        "在各处取同一比例，约为2020年全国比例。",
    },
    "notes.demo_places": {
        "en": "MODELLED PLACES AND POPULATIONS: where the {count} townships lie, and how many of the "
        "{people:,} people live in each, is modelled inside the true outline. Their names and codes "
        "are real; no distance between them is.",
        "zh": "位置和人口均为模拟：{count} 个乡镇（街道）的位置及 {people:,} 名居民在其间的分布，"
        "均在真实边界内模拟产生；名称和代码真实，相互间的距离不真实。",
    },
    "notes.demo_yongchuan": {
        "en": "The 25 places of GeoNames are the 23 townships of the official list and two that it "
        "does not have: the town of Yongchuan itself (192,954 people, taken for a street) and "
        "Shuangzhu. GeoNames gives no population for Shuangzhu and Zhongshanlu: they stand with 0 people.",
        "zh": "GeoNames 的 25 个地点中，23 个见于官方乡镇名录；另两个不在名录中：永川城区本身"
        "（192,954 人，按一个街道处理）和双竹。双竹、中山路在 GeoNames 中没有人口数，按 0 人计。",
    },
    "notes.demo_kaizhou": {
        "en": "GeoNames has 38 places with 1,160,336 people; the official list has 40 townships. "
        "Wenfeng, Yunfeng and Zheng'an streets are missing, and Zhen'an town is not in the list.",
        "zh": "GeoNames 有 38 个地点、1,160,336 人，官方名录有 40 个乡镇（街道）："
        "缺文峰、云枫、正安三个街道，镇安镇不在名录中。",
    },
    "notes.demo_wanzhou": {
        "en": "Two places of GeoNames are left out: “Wanzhou” (1,545,900 people, id 12358576) is the "
        "whole district and “Wanxian” (859,662, id 1791748) its old city; with them everyone would "
        "be counted twice. The 50 towns left have 1,419,818 people, the plan says 1,564,000; "
        "two streets of the official list, Gaosuntang and Longdu, are not in GeoNames.",
        "zh": "GeoNames 的两个地点未采用：“Wanzhou”（1,545,900 人，编号 12358576）是全区，"
        "“Wanxian”（859,662 人，编号 1791748）是老城区，若计入则人口重复计算。"
        "其余 50 个乡镇（街道）共 1,419,818 人，规划所载常住人口为 1,564,000 人；"
        "官方名录中的高笋塘、龙都两个街道 GeoNames 没有。",
    },
    "notes.demo_yanjiang": {
        "en": "The 1,000,600 residents of Yanjiang are implied by its plan: 9,576 beds at 9.57 beds "
        "per 1,000. One unit of the official list, the administration of a former camp "
        "(512002400), is no township and is left out.",
        "zh": "雁江区 1,000,600 名居民由规划推算：床位 9,576 张，每千人口 9.57 张。"
        "官方名录中的四川大堰劳动教养管理所（512002400）不是乡镇，未采用。",
    },
    "notes.demo_wutongqiao": {
        "en": "The plan of Wutongqiao states no population: 306,000 residents (2019) are taken from "
        "the German Wikipedia's article on the district, which was not checked elsewhere.",
        "zh": "五通桥区规划未载人口数：306,000 名居民（2019年）取自德语维基百科该区条目，未经其他来源核对。",
    },
}
