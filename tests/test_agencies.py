"""Names of one agency meet under one key, names of different agencies do not."""

import pytest

from textmine.agencies import NamedPlace, agency_keys, bare_twins, core_name


@pytest.mark.parametrize(
    ("agency", "places", "core"),
    [
        ("青禾区东篱街道办事处", (None, "云汀市", "青禾区"), "东篱街道"),
        ("云汀市青禾区人民政府东篱街道办事处", (None, "云汀市", "青禾区"), "东篱街道"),
        ("青禾区东篱街道", (None, None, "青禾区"), "东篱街道"),
        ("朔溪市石楠县桐岭乡人民政府", (None, "朔溪市", "石楠县"), "桐岭乡"),
        ("石楠县人民政府", ("岚川省", "朔溪市", "石楠县"), "人民政府"),
        ("云汀市住建局", (None, "云汀市", None), "住房和城乡建设局"),
        ("临漪高新区管委会", (None, None, None), "临漪高新技术产业开发区管理委员会"),
        ("石楠县人民政府办公室", (None, None, "石楠县"), "人民政府办公室"),
    ],
)
def test_core_name(agency: str, places: tuple[str | None, ...], core: str) -> None:
    assert core_name(NamedPlace(agency, *places)) == core


def test_years_of_one_agency_share_a_key_although_one_year_leaves_the_city_out() -> None:
    first, second = agency_keys(
        [
            NamedPlace("云汀市青禾区教育局", "岚川省", "云汀市", "青禾区"),
            NamedPlace("青禾区教育局", None, None, "青禾区"),
        ]
    )
    assert first == second


def test_districts_of_one_name_in_two_cities_stay_apart() -> None:
    north, south, unknown = agency_keys(
        [
            NamedPlace("鼓楼区教育局", None, "甲市", "鼓楼区"),
            NamedPlace("鼓楼区教育局", None, "乙市", "鼓楼区"),
            NamedPlace("鼓楼区教育局", None, None, "鼓楼区"),
        ]
    )
    assert len({north, south, unknown}) == 3


@pytest.mark.parametrize(("elsewhere", "same"), [(0, True), (1, True), (5, False)])
def test_a_name_without_a_place_is_of_the_county_that_nearly_all_reports_are_from(
    elsewhere: int, same: bool
) -> None:
    towns = [NamedPlace(f"第{i}乡人民政府", "岚川省", "朔溪市", "石楠县") for i in range(9)]
    others = [NamedPlace(f"第{i}镇人民政府", "岚川省", "朔溪市", f"第{i}县") for i in range(elsewhere)]
    keys = agency_keys(
        [
            *towns,
            *others,
            NamedPlace("桐岭乡人民政府", "岚川省", "朔溪市", "石楠县"),
            NamedPlace("桐岭乡政府"),
        ]
    )
    assert (keys[-1] == keys[-2]) is same


def test_a_name_without_a_place_stands_apart_where_two_places_have_it() -> None:
    keys = agency_keys(
        [NamedPlace("城关镇人民政府", None, "甲市", f"{c}县") for c in "子丑"]
        + [NamedPlace("城关镇人民政府")]
    )
    assert len(set(keys)) == 3


def test_government_and_its_office_are_two_agencies_and_no_name_has_no_key() -> None:
    keys = agency_keys(
        [
            NamedPlace("石楠县人民政府", None, None, "石楠县"),
            NamedPlace("石楠县人民政府办公室", None, None, "石楠县"),
            NamedPlace(None),
        ]
    )
    assert keys[0] != keys[1]
    assert keys[2] is None


def test_a_name_without_a_place_is_set_beside_the_only_agency_it_can_be() -> None:
    places = [
        ("桐岭镇", "青禾区"),
        ("桐岭镇", None),
        ("财政局", "青禾区"),
        ("财政局", "松禾区"),
        ("财政局", None),
    ]
    names = [NamedPlace(agency, None, "云汀市" if county else None, county) for agency, county in places]
    names += [NamedPlace("霁川市审计局", None, "霁川市")] * 3
    keys = [key for key in agency_keys(names) if key]
    assert bare_twins(keys) == {"|桐岭镇": "青禾区|桐岭镇"}
    assert bare_twins([]) == {}
