"""The register of townships and villages of a demonstration: true townships, modelled villages."""

from __future__ import annotations

from data.demo.rules import District
from data.demo.settlements import Places, Settlements
from layers.areas import AreaSet
from layers.register import DISTRICT, TOWNSHIP, VILLAGE, Register


def model_register(
    district: District, townships: AreaSet, places: Places, settled: Settlements
) -> Register:
    """
    List the district, its townships and its villages.

    A village's code is its township's with a running number behind a V: no official code
    looks like that, so none is mistaken for one.

    Parameters
    ----------
    townships
        In the order of the district's towns.
    """
    code = [district.code, *townships.code]
    name = [district.title["zh"], *townships.name]
    parent = ["", *(district.code for _ in townships.code)]
    level = [DISTRICT, *(TOWNSHIP for _ in townships.code)]
    number: dict[int, int] = {}
    for village, site in zip(settled.name, settled.village.tolist(), strict=True):
        town = int(places.town[site])
        number[town] = number.get(town, 0) + 1
        code.append(f"{townships.code[town]}-V{number[town]:03d}")
        name.append(village)
        level.append(VILLAGE)
        parent.append(townships.code[town])
    return Register(tuple(code), tuple(name), tuple(level), tuple(parent))
