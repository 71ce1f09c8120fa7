"""Named sites held against a rule: what each fulfils, lacks, and what is not known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.text import Message
from layers.facilities import Service
from planning.judging.circles.words import listed, names
from planning.judging.counts.eligible import never_listed
from planning.judging.evidence import Evidence
from planning.judging.places.site_states import SiteState, is_open, of_grade, site_states
from planning.note import Note
from planning.readings.rules_place import SitesRule


@dataclass(frozen=True, slots=True)
class JudgedSite:
    """
    A site of the plan and whether it fulfils a rule.

    Attributes
    ----------
    state
        What the list says of it.
    open_now, graded, offers
        Whether it gives care today, is of the grade asked for, offers everything asked
        for; None where the list does not tell.
    lacks
        Services asked for that it does not offer.
    double
        Whether it is the same row as a site before it.
    """

    state: SiteState
    open_now: bool | None
    graded: bool | None
    offers: bool | None
    lacks: tuple[Service, ...]
    double: bool

    @property
    def fulfils(self) -> bool | None:
        """Whether it fulfils the rule; None where that cannot be told."""
        parts = (self.open_now, self.graded, self.offers)
        if any(one is False for one in parts):
            return False
        return None if any(one is None for one in parts) else True


def judge_each(
    evidence: Evidence, named: tuple[str, ...], rule: SitesRule
) -> tuple[JudgedSite, ...]:
    """Judge each site that a goal names, in its order."""
    silent = never_listed(evidence, rule.offering)
    seen: set[int] = set()
    judged = []
    for state in site_states(evidence, named):
        open_now, graded, offers = None, None, None
        lacks: tuple[Service, ...] = ()
        if state.found:
            services = evidence.study.facilities.services[state.row]
            lacks = tuple(one for one in rule.offering if one not in services)
            open_now = is_open(evidence, state.row)
            graded = of_grade(evidence, state.row, rule.least_level)
            offers = not lacks
            if lacks and all(one in silent for one in lacks):
                offers = None
        judged.append(
            JudgedSite(state, open_now, graded, offers, lacks, state.found and state.row in seen)
        )
        seen.add(state.row)
    return tuple(judged)


def unknown_of(evidence: Evidence, sites: Sequence[JudgedSite], rule: SitesRule) -> list[Note]:
    """Say what would have to be known of sites that cannot be judged."""
    notes = []
    absent = [one.state.name for one in sites if one.state.how == "missing"]
    if absent:
        notes.append(Note("missing.sites_listed", {"count": len(absent), "names": names(absent)}))
    for one in sites:
        state = one.state
        if not state.found and state.how == "ambiguous":
            fields = {"name": state.name, "candidates": names(state.candidates)}
            notes.append(Note("missing.site_choice", fields))
        if one.state.found and one.graded is None:
            found = evidence.study.facilities.level[state.row].value or "?"
            fields = {"name": state.name, "level": found, "least": rule.least_level.value}
            notes.append(Note("missing.site_level", fields))
    silent = never_listed(evidence, rule.offering)
    if any(one.offers is None and one.state.found for one in sites):
        notes += [Note("missing.service", {"service": one}) for one in silent]
    return notes


def flips_of(evidence: Evidence, once: Sequence[JudgedSite], rule: SitesRule) -> tuple[Note, ...]:
    """Say what each site that fails would have to change."""
    facilities = evidence.study.facilities
    flips = []
    for one in once:
        row, name = one.state.row, one.state.name
        if one.open_now is False:
            status = facilities.status[row]
            flips.append(Note("flip.site_opens", {"name": name, "status": status}))
        if one.graded is False:
            fields = {
                "name": name,
                "level": facilities.level[row].value,
                "least": rule.least_level.value,
            }
            flips.append(Note("flip.site_grade", fields))
        if one.offers is False:
            flips.append(Note("flip.site_services", {"name": name, "services": worded(one.lacks)}))
    return tuple(flips)


def worded(services: Sequence[Service]) -> Message:
    """List services in words; at least one."""
    return listed([Message(f"service.{one.value}", {}) for one in services])
