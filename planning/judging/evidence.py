"""What judges ask of a study: travel times, people, areas; each worked out once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from layers.access import AccessField, measure_access
from layers.areas import OUTSIDE, AreaSet
from layers.demand import Group
from layers.facilities import Service
from planning.import_record import PlanFacilityMatch
from planning.plan import Plan
from planning.plan_facilities import match_plan_facilities
from planning.readings.rules_reach import Leg, Where
from planning.study import Study
from routing.search import Direction

_T = TypeVar("_T")
_LATEST = 16
"""So many large things are kept for whoever asks the same again soon."""
TOWNSHIP_LEVEL, DISTRICT_LEVEL = "township", "district"


class Evidence:
    """
    One study looked at for one plan; asks the roads every question once.

    Parameters
    ----------
    study
        Roads, facilities, people, areas.
    plan
        The plan that is judged.

    Notes
    -----
    Safe to use from several threads.
    """

    def __init__(self, study: Study, plan: Plan) -> None:
        self.study = study
        self.plan = plan
        self._known: dict[Hashable, Any] = {}
        self._latest: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.RLock()

    def once(self, key: Hashable, work: Callable[[], _T]) -> _T:
        """Work something out at the first need, and give it again later."""
        with self._lock:
            if key not in self._known:
                self._known[key] = work()
            found: _T = self._known[key]
            return found

    def lately(self, key: Hashable, work: Callable[[], _T]) -> _T:
        """Work something out, and give it again while it is among the last asked for."""
        with self._lock:
            if key not in self._latest:
                self._latest[key] = work()
                while len(self._latest) > _LATEST:
                    self._latest.popitem(last=False)
            self._latest.move_to_end(key)
            found: _T = self._latest[key]
            return found

    # ------------------------------------------------------------ facilities ---

    def offering(
        self,
        service: Service,
        *,
        inside_only: bool = False,
        without: frozenset[str] = frozenset(),
    ) -> NDArray[np.int64]:
        """
        Find who offers a service today, sorted by id.

        Parameters
        ----------
        service
            The service.
        inside_only
            Whether facilities beyond the district's border are left out.
        without
            Ids of facilities that are left out.
        """
        return self.once(
            ("offering", service, inside_only, without),
            lambda: self._offering(service, without, inside_only=inside_only),
        )

    def _offering(
        self, service: Service, without: frozenset[str], *, inside_only: bool
    ) -> NDArray[np.int64]:
        rows = self.study.facilities.offering(service)
        keep = np.ones(rows.size, dtype=bool)
        if inside_only:
            keep &= self.inside[rows]
        if without:
            keep &= ~np.isin(rows, [self._row_of[one] for one in without if one in self._row_of])
        return rows[keep]

    @property
    def inside(self) -> NDArray[np.bool_]:
        """Whether each facility lies in the district; all do where no areas are known."""
        return self.once("inside", self._inside)

    def _inside(self) -> NDArray[np.bool_]:
        facilities, areas = self.study.facilities, self.district
        if not len(areas):
            return np.ones(len(facilities), dtype=bool)
        located = areas.locate(facilities.lon, facilities.lat)
        return np.asarray(located != OUTSIDE, dtype=np.bool_)

    @property
    def _row_of(self) -> dict[str, int]:
        return self.once(
            "row_of", lambda: {one: row for row, one in enumerate(self.study.facilities.id)}
        )

    def site_rows(self, names: tuple[str, ...]) -> dict[str, int]:
        """
        Find the rows of the facility list that the plan's facilities are.

        Parameters
        ----------
        names
            Names as the plan writes them.

        Returns
        -------
        rows
            Row by name, only of those that were found without doubt.
        """
        matches = self.once("matches", self._matches)
        return {
            name: self._row_of[matches[name].facility_id]
            for name in names
            if name in matches and matches[name].facility_id
        }

    def site_match(self, name: str) -> PlanFacilityMatch | None:
        """Tell how a facility of the plan was looked for; None where the plan names none such."""
        return self.once("matches", self._matches).get(name)

    def _matches(self) -> dict[str, PlanFacilityMatch]:
        # Of the import only the user's decisions hold: a plan of the same name may by now
        # name other facilities, or know other names of them.
        decisions = {}
        if self.study.info.plan == self.plan.name:
            kept = self.study.record.plan_facilities
            decisions = {one.plan_name: one.decision for one in kept if one.decision}
        found = match_plan_facilities(
            self.study.facilities, self.plan.facilities, decisions=decisions
        )
        return {one.plan_name: one for one in found}

    # ------------------------------------------------------------ people, areas ---

    def people(self, group: Group) -> NDArray[np.float64] | None:
        """People of a group at each place, shape ``(m,)``; None where it is not known."""
        if group is not Group.ALL and group not in self.study.demand.groups:
            return None
        return self.study.demand.people(group)

    def where(self, where: Where) -> NDArray[np.bool_] | None:
        """Homes that a rule is about, shape ``(m,)``; None where built-up land is unknown."""
        demand = self.study.demand
        if where is Where.ALL:
            return np.ones(len(demand), dtype=bool)
        if demand.built_up is None:
            return None
        return demand.built_up if where is Where.BUILT_UP else ~demand.built_up

    @property
    def district(self) -> AreaSet:
        """The district's own area; areas of the coarsest known level where it has none."""
        return self.once("district", self._district)

    def _district(self) -> AreaSet:
        areas = self.study.areas
        for level in (DISTRICT_LEVEL, TOWNSHIP_LEVEL):
            if level in areas.levels:
                return areas.at_level(level)
        return self.study.table_level()

    @property
    def townships(self) -> AreaSet:
        """Areas of township level; those that tables are made by where there are none."""
        return self.once("townships", self._townships)

    def _townships(self) -> AreaSet:
        if TOWNSHIP_LEVEL in self.study.areas.levels:
            return self.study.areas.at_level(TOWNSHIP_LEVEL)
        return self.study.table_level()

    def area_of_homes(self) -> NDArray[np.int64]:
        """Township of each home, position in `townships`, `OUTSIDE` where none."""
        demand = self.study.demand
        return self.once("area_of_homes", lambda: self.townships.locate(demand.lon, demand.lat))

    def part_of_homes(self) -> NDArray[np.int64]:
        """Township of each home; ``len(townships)`` for those in none, shape ``(m,)``."""

        def work() -> NDArray[np.int64]:
            area = self.area_of_homes()
            return np.where(area == OUTSIDE, len(self.townships), area)

        return self.once("part_of_homes", work)

    def area_of_facilities(self) -> NDArray[np.int64]:
        """Township of each facility, position in `townships`, `OUTSIDE` where none."""
        found = self.study.facilities
        return self.once("area_of_facilities", lambda: self.townships.locate(found.lon, found.lat))

    # ------------------------------------------------------------ travel times ---

    def access(
        self,
        service: Service,
        profile: str,
        direction: Direction,
        *,
        speed_factor: float = 1.0,
        inside_only: bool = False,
        without: frozenset[str] = frozenset(),
    ) -> AccessField:
        """
        Time between every home and the best facility that offers a service.

        Parameters
        ----------
        service, profile, direction, speed_factor
            The question.
        inside_only, without
            Which facilities are left out, as in `offering`.
        """
        rows = self.offering(service, inside_only=inside_only, without=without)
        key = ("access", tuple(rows.tolist()), profile, direction, speed_factor)
        return self.once(key, lambda: self.access_to(rows, profile, direction, speed_factor))

    def access_to(
        self,
        rows: NDArray[np.int64],
        profile: str,
        direction: Direction,
        speed_factor: float = 1.0,
    ) -> AccessField:
        """Time between every home and the best of some facilities (rows sorted by id)."""
        roads = self.study.roads(profile, speed_factor=speed_factor)
        return measure_access(
            roads.network,
            self.study.profile(profile),
            facilities=roads.facilities,
            facility_rows=rows,
            demand=roads.demand,
            direction=direction,
            speed_factor=speed_factor,
        )

    def leg_time_s(
        self,
        leg: Leg,
        *,
        speed_factor: float = 1.0,
        inside_only: bool = False,
        without: frozenset[str] = frozenset(),
    ) -> NDArray[np.float64] | None:
        """
        Time of one leg for every home [s], shape ``(m,)``, ``inf`` where there is no way.

        Returns None where the leg has another profile on built-up land and nothing is
        known of built-up land.
        """

        def time_s(profile: str) -> NDArray[np.float64]:
            # Only the plain answer is kept whole; of the others the times are enough.
            rows = self.offering(leg.service, inside_only=inside_only, without=without)
            if speed_factor == 1.0 and rows.size == self.offering(leg.service).size:
                return self.access(leg.service, profile, leg.direction).time_s
            key = ("time", tuple(rows.tolist()), profile, leg.direction, speed_factor)
            return self.once(
                key, lambda: self.access_to(rows, profile, leg.direction, speed_factor).time_s
            )

        if leg.profile_built_up == leg.profile:
            return time_s(leg.profile)
        built_up = self.where(Where.BUILT_UP)
        if built_up is None:
            return None
        return np.where(built_up, time_s(leg.profile_built_up), time_s(leg.profile))
