"""The projects of a goal: which they are, where they stand, whether the list shows them done."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from layers.areas import OUTSIDE
from layers.facilities import NO_YEAR, OperatingStatus, Service
from layers.names import normal_name, same_area_name
from planning.judging.evidence import TOWNSHIP_LEVEL, Evidence
from planning.judging.places.houses import is_branch
from planning.judging.places.site_states import NO_ROW, SiteState, site_states
from planning.plan import Goal
from planning.plan_projects import PlanProject, ProjectPlace

NO_TOWNSHIP = -1
"""Township of a project that names none, or none that the map has."""
WHOLE_LIST = "project_list"
"""Type of a row that is about the plan's whole list of projects."""

_WORKS_KINDS = ("extension", "conversion", "it", "equipment", "扩建", "改建", "改造", "设备")
_WORKS_WORDS = re.compile(
    r"\b(upgrade|tower|block|ward|wing|building|park|campus)\b|升级|提升|楼$|园区",
    re.IGNORECASE,
)
_WORKS_TYPES = frozenset(
    {
        *("facility_relocation", "facility_upgrade", "facility_conversion", "facility_merge"),
        WHOLE_LIST,
    }
)
_PART_OF_A_HOUSE = re.compile(r"\b(campus|branch|ward|block|wing|works|moved|rebuilt|started)\b")
_YEAR = re.compile(r"\d{4}")
_WORKS = re.compile(
    r"(提质扩能|能力提升|(医疗)?流程改造|迁建|改扩建|扩建|改建|改造|搬迁|重建|综合楼|住院楼)+(建设)?(项目|工程)?$"
)
_BUILDING = re.compile(r"(新建|建设)?(项目|工程)?$")
_ASIDE = re.compile(r"[(（][^()（）]*[)）]")
_HOUSE = re.compile(r"(医院|卫生院|卫生服务中心|卫生服务站|中心|卫生室|保健院)$")
_NAMED_KINDS = (
    ("社区卫生服务中心", Service.COMMUNITY_HEALTH_CENTRE),
    ("卫生院", Service.TOWNSHIP_HEALTH_CENTRE),
    ("医院", Service.HOSPITAL),
)
_PLACED = frozenset({ProjectPlace.TOWNSHIP, ProjectPlace.FACILITY, ProjectPlace.NEW_AREA})


class Progress(StrEnum):
    """What the list shows of a project."""

    OPEN = "open"
    NOT_OPEN = "not_open"
    NOT_LISTED = "not_listed"
    STATUS_UNKNOWN = "status_unknown"
    WORKS_UNKNOWN = "works_unknown"


@dataclass(frozen=True, slots=True)
class ProjectState:
    """
    A project, and what the list and the map say of it.

    Attributes
    ----------
    project
        The plan's line.
    site
        The facility that it is for, as it was looked up.
    township
        Position among the townships of the one it names; `NO_TOWNSHIP` where none.
    inside
        Whether the facility stands in that township; None where that cannot be told.
    progress
        What the list shows.
    service_known
        Services that it will offer, as the list or the plan say; empty where neither does.
    """

    project: PlanProject
    site: SiteState
    township: int
    inside: bool | None
    progress: Progress
    service_known: frozenset[Service]

    @property
    def located(self) -> bool:
        """Whether it has a place: its facility's, or the township that it names."""
        if self.project.place_class not in _PLACED:
            return False
        return self.site.found or self.township != NO_TOWNSHIP


def projects_of(evidence: Evidence, goal: Goal) -> tuple[PlanProject, ...]:
    """
    Find the projects of a goal.

    Those that the plan's list ascribes to it; the whole list where the goal is about the
    list; else one for each site that the goal names.
    """
    plan = evidence.plan
    ascribed = tuple(one for one in plan.projects if goal.id in one.goals)
    if ascribed:
        return ascribed
    if goal.row.type == WHOLE_LIST and not goal.row.sites:
        return plan.projects
    places = {one.name: one.place for one in plan.facilities.facilities}
    return tuple(
        PlanProject(
            number=at,
            name=name,
            place=places.get(name, ""),
            place_class=ProjectPlace.TOWNSHIP if places.get(name) else ProjectPlace.FACILITY,
            facility=name,
        )
        for at, name in enumerate(dict.fromkeys(goal.row.sites), start=1)
    )


def project_states(
    evidence: Evidence, goal: Goal, projects: tuple[PlanProject, ...]
) -> tuple[ProjectState, ...]:
    """Look every project up in the list and on the map, in the plan's order."""
    return tuple(_state(evidence, goal, one) for one in projects)


def _state(evidence: Evidence, goal: Goal, project: PlanProject) -> ProjectState:
    facilities = evidence.study.facilities
    (site,) = site_states(evidence, (project.facility or house_name(project.name),))
    township = _township(evidence, project.place)
    inside = None
    if site.found and township != NO_TOWNSHIP:
        at = int(evidence.area_of_facilities()[site.row])
        inside = None if at == OUTSIDE else at == township
    return ProjectState(
        project=project,
        site=site,
        township=township,
        inside=inside,
        progress=_progress(evidence, goal, project, site.row),
        service_known=(
            facilities.services[site.row] if site.found else _planned_services(evidence, project)
        ),
    )


def house_name(project: str) -> str:
    """
    Name of the house that a project is for, as far as its own name says.

    Examples
    --------
    >>> house_name("开州区正安街道社区卫生服务中心迁建"), house_name("区人民医院建设项目")
    ('开州区正安街道社区卫生服务中心', '区人民医院')
    """
    plain = _ASIDE.sub("", project).strip()
    for words in (_WORKS, _BUILDING):
        shorter = words.sub("", plain)
        if _HOUSE.search(shorter):
            return shorter
    return plain


def is_works(goal: Goal, project: PlanProject) -> bool:
    """
    Tell whether a project works on a house that is there already.

    That such a house is open does not show that the works are done.
    """
    if project.kind and any(project.kind.lower().startswith(one) for one in _WORKS_KINDS):
        return True
    if _WORKS_WORDS.search(project.kind):
        return True
    if _WORKS.search(_ASIDE.sub("", project.name).strip()):
        return True
    part = _PART_OF_A_HOUSE.search(goal.row.unit) and not is_branch(project.name)
    return not project.kind and (goal.row.type in _WORKS_TYPES or bool(part))


def _progress(evidence: Evidence, goal: Goal, project: PlanProject, row: int) -> Progress:
    facilities = evidence.study.facilities
    if row == NO_ROW:
        return Progress.NOT_LISTED
    status, year = facilities.status[row], int(facilities.opening_year[row])
    if status is OperatingStatus.UNKNOWN:
        return Progress.STATUS_UNKNOWN
    if status is not OperatingStatus.OPEN:
        return Progress.NOT_OPEN
    if year != NO_YEAR and project.first_year:
        return Progress.OPEN if year >= project.first_year else Progress.WORKS_UNKNOWN
    if not is_works(goal, project):
        return Progress.OPEN
    begun = _YEAR.match(evidence.plan.period)
    since = begun is not None and year != NO_YEAR and year >= int(begun.group())
    return Progress.OPEN if since else Progress.WORKS_UNKNOWN


def _township(evidence: Evidence, place: str) -> int:
    """Township that a place is, where the map has exactly one of the name."""
    said = _ASIDE.sub("", place).strip()
    areas = evidence.townships
    if not said or TOWNSHIP_LEVEL not in areas.level:
        return NO_TOWNSHIP
    own = normal_name(said)
    same = [at for at, name in enumerate(areas.name) if normal_name(name) == own] or [
        at for at, name in enumerate(areas.name) if same_area_name(name, said)
    ]
    return same[0] if len(same) == 1 else NO_TOWNSHIP


def _planned_services(evidence: Evidence, project: PlanProject) -> frozenset[Service]:
    """What a house that the list does not have will offer: by the plan, else by its name."""
    for one in evidence.plan.facilities.facilities:
        if project.facility and project.facility in (one.name, *one.aliases):
            return frozenset({one.kind, *one.centres})
    name = house_name(project.name)
    return frozenset(next(([service] for word, service in _NAMED_KINDS if name.endswith(word)), []))
