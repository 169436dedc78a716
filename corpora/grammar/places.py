"""Invented agencies without end: provinces, cities, counties, and the agencies in them, each by its number."""

from __future__ import annotations

from corpora.grammar.model import Agency, Region

PROVINCES = (
    "岚川",
    "霁原",
    "沅岭",
    "澹海",
    "朔宁",
    "栖湖",
    "峪东",
    "澧西",
    "苍梧岭",
    "镜泊湾",
    "雁北",
    "桐南",
)
_FIRST = "青石白云枫桐柳鹭沧洛沐澄锦棠蓼荻莞芷榆楸桑梓禾稷岫峤嶂峪溪涧渚汀洲浦泽湄泓湛清曲"
_SECOND = "川原岭溪禾浦湾泉桥林渡坪陵屏岗塘堰洲亭台峰崖湖谷坞潭港石城平宁安丰和庆昌兴远顺"
DEPARTMENTS = (
    *("发展和改革", "教育", "科学技术", "工业和信息化", "公安", "民政", "司法", "财政", "人力资源和社会保障"),
    *(
        "自然资源",
        "生态环境",
        "住房和城乡建设",
        "交通运输",
        "水利",
        "农业农村",
        "商务",
        "文化和旅游",
        "卫生健康",
    ),
    *("应急管理", "审计", "市场监督管理", "统计", "医疗保障", "城市管理", "林业", "退役军人事务"),
)
BLOCK = 40
CITIES = 9
COUNTIES = 8
_GROUP = 1 + CITIES * (1 + COUNTIES)


def place_name(number: int, salt: int) -> str:
    """A two-character name for a number; different salts give different series."""
    first = _FIRST[(number * 7 + salt) % len(_FIRST)]
    second = _SECOND[(number * 3 + number // len(_FIRST) + salt * 5) % len(_SECOND)]
    return first + (second if second != first else "")


def _below(seat: Region, name: str, slot: int, level: str) -> Agency:
    """The agency of one slot of a province, city or county: its government, departments, towns, others."""
    full = "".join(part for part in (seat.city, seat.county) if part) or seat.province
    if slot == 0:
        return Agency(f"{full}人民政府", f"{name}政府", seat, level, "government")
    if slot <= len(DEPARTMENTS):
        suffix = "厅" if level == "province" else "局"
        title = f"{DEPARTMENTS[slot - 1]}{suffix}"
        return Agency(full + title, f"{name}{title}", seat, level, "department")
    if level == "county" and slot < BLOCK - 2:
        town = place_name(slot * 11 + sum(map(ord, full)), 3)
        if slot % 4 == 0:
            return Agency(f"{full}人民政府{town}街道办事处", f"{town}街道", seat, "township", "subdistrict")
        kind = "镇" if slot % 4 < 3 else "乡"
        return Agency(f"{full}{town}{kind}人民政府", f"{town}{kind}", seat, "township", "township")
    if slot == BLOCK - 1:
        return Agency(f"{full}气象局", f"{name}气象局", seat, level, "vertical")
    if slot % 2:
        title = f"第{'一二三四五六七八九'[(slot - len(DEPARTMENTS)) // 2]}人民医院"
        return Agency(full + title, name + title, seat, "other", "institution")
    bureau = f"{place_name(slot + sum(map(ord, full)), 9)}开发区管理委员会"
    return Agency(f"{full}{bureau}", bureau, seat, "other", "institution")


def agency(number: int) -> Agency:
    """The agency of a number, the same on every call; 40 in a row stand in one province, city or county."""
    block, slot = divmod(number, BLOCK)
    group, inside = divmod(block, _GROUP)
    province = PROVINCES[group % len(PROVINCES)] + "省"
    if inside == 0:
        return _below(Region(province), province, slot, "province")
    city_number, county_number = divmod(inside - 1, 1 + COUNTIES)
    city = place_name(group * CITIES + city_number, 1) + "市"
    if county_number == 0:
        return _below(Region(province, city), city, slot, "city")
    kind = "区" if county_number % 3 == 0 else "县"
    county = place_name(block, 2) + kind
    return _below(Region(province, city, county), county, slot, "county")
