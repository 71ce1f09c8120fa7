"""Judging a circle: constants and legs summed for every home, against a limit."""

from __future__ import annotations

import math

import numpy as np

from planning.judging.circles.caveats import (
    each_once,
    facility_notes,
    service_notes,
    travel_notes,
    usual_notes,
)
from planning.judging.circles.chain import (
    asked_people,
    constants_s,
    missing_inputs,
    timed_people,
    travel_limit_ds,
)
from planning.judging.circles.reach_flips import area_flip, limit_flips, people_flip, speed_flip
from planning.judging.circles.reach_tables import area_table, gap_table
from planning.judging.circles.tallies import Tally, TimedPeople
from planning.judging.circles.words import formula, minutes_of, names
from planning.judging.evidence import Evidence
from planning.judging.finding import (
    BAND_SPEED_FACTORS,
    Finding,
    Number,
    Run,
    Status,
    Target,
    Unit,
    cannot_tell,
)
from planning.note import Note
from planning.plan import Goal
from planning.plan_figures import Comparator
from planning.readings.reading import Reading
from planning.readings.rules_reach import ReachRule


def judge_reach(evidence: Evidence, goal: Goal, reading: Reading, rule: ReachRule) -> Finding:
    """
    Judge a circle.

    Coverage is the share of the group's people, where the rule looks, for whom the
    constants and the legs together are within the limit; people without a way stay in
    the denominator.
    """
    del reading
    target = Target(Comparator.AT_LEAST, rule.pass_share, chosen=True)
    missing = missing_inputs(evidence, rule)
    if missing:
        return cannot_tell(Unit.SHARE, target, missing, notes=usual_notes(evidence))
    return _Circle(evidence, goal, rule, target).finding()


class _Circle:
    """One circle of which everything that it needs is known."""

    def __init__(self, evidence: Evidence, goal: Goal, rule: ReachRule, target: Target) -> None:
        self.evidence, self.goal, self.rule, self.target = evidence, goal, rule, target
        self.limit = travel_limit_ds(rule)
        self.timed = timed_people(evidence, rule)
        self.tally = self.timed.tally(self.limit)
        self.share = self.tally.share
        self.at_speed = {
            factor: self.share
            if factor == 1.0
            else timed_people(evidence, rule, speed_factor=factor).tally(self.limit).share
            for factor in BAND_SPEED_FACTORS
        }
        services = tuple(dict.fromkeys(leg.service for leg in rule.legs))
        self.services = services
        self.rows = np.unique(np.concatenate([evidence.offering(one) for one in services]))
        self.beyond = int((~evidence.inside[self.rows]).sum())
        found = evidence.site_rows(goal.row.sites) if rule.without_sites else {}
        ids = evidence.study.facilities.id
        counted = set(self.rows.tolist())
        self.sites = {name: ids[row] for name, row in found.items()}
        self.sites_counted = {name: ids[row] for name, row in found.items() if row in counted}

    def finding(self) -> Finding:
        """Put the finding together."""
        rule, target = self.rule, self.target
        status = target.status(self.share)
        covered, uncovered, unroutable = self.tally.whole
        without = self._without_sites()
        return Finding(
            status,
            Unit.SHARE,
            self.share,
            target,
            formula=formula(rule, covered=covered, people=covered + uncovered + unroutable),
            band=(self.at_speed[BAND_SPEED_FACTORS[0]], self.at_speed[BAND_SPEED_FACTORS[-1]]),
            numbers=self._numbers(without),
            flips=self._flips(status, without),
            runs=self._runs(without),
            facilities=tuple(sorted(self.evidence.study.facilities.id[row] for row in self.rows)),
            tables=(
                area_table(self.evidence, self.timed, self.tally, constants_s(rule)),
                gap_table(self.evidence, rule, self.timed, self.limit, constants_s(rule)),
            ),
            notes=self._notes(),
        )

    def _without_sites(self) -> Tally | None:
        """People by area if the goal's own sites offered nothing; None where they offer none."""
        if not self.sites_counted:
            return None
        ids = frozenset(self.sites_counted.values())
        return timed_people(self.evidence, self.rule, without=ids).tally(self.limit)

    def _numbers(self, without: Tally | None) -> tuple[Number, ...]:
        covered, uncovered, unroutable = self.tally.whole
        people, fixed_s = covered + uncovered + unroutable, constants_s(self.rule)
        numbers = [
            Number("population", people, Unit.PEOPLE),
            Number("covered", covered, Unit.PEOPLE),
            Number("uncovered", uncovered, Unit.PEOPLE),
            Number("unroutable", unroutable, Unit.PEOPLE),
            Number("unroutable_share", unroutable / people, Unit.SHARE),
            Number("median", _plus(self.timed.quantile_s(0.5), fixed_s), Unit.SECONDS),
            Number("p95", _plus(self.timed.quantile_s(0.95), fixed_s), Unit.SECONDS),
            Number("mean_reached", _plus(self.timed.mean_reached_s, fixed_s), Unit.SECONDS),
            Number("facilities", float(self.rows.size), Unit.COUNT),
            Number("beyond_border", float(self.beyond), Unit.COUNT),
            Number("travel_budget", self.rule.cutoff_s - fixed_s, Unit.SECONDS),
        ]
        if without is not None:
            numbers.append(Number("sites_bring", covered - without.whole[0], Unit.PEOPLE))
        return tuple(numbers)

    def _runs(self, without: Tally | None) -> tuple[Run, ...]:
        rule = self.rule
        shares = [
            (Note("run.speed", {"factor": factor}), share)
            for factor, share in self.at_speed.items()
        ]
        for one in rule.constants:
            for tried_s in one.tried_s:
                fields = {
                    "clock": one.clock,
                    "minutes": minutes_of(tried_s),
                    "usual": minutes_of(one.time_s),
                }
                limit = travel_limit_ds(rule, changed=one, to_s=tried_s)
                shares.append((Note("run.constant", fields), self.timed.tally(limit).share))
        if self.beyond:
            inside: TimedPeople = timed_people(self.evidence, rule, inside_only=True)
            note = Note("run.inside_only", {"count": self.beyond})
            shares.append((note, inside.tally(self.limit).share))
        if without is not None:
            note = Note("run.without_sites", {"names": names([*self.sites_counted])})
            shares.append((note, without.share))
        return tuple(Run(what, share, self.target.status(share)) for what, share in shares)

    def _flips(self, status: Status, without: Tally | None) -> tuple[Note, ...]:
        flips = [
            people_flip(self.tally, self.target, status),
            *limit_flips(self.timed, self.tally, self.rule, status),
            speed_flip(self.at_speed, self.target),
        ]
        if status is Status.NOT_MET:
            flips += area_flip(self.evidence, self.tally)
        if without is not None:
            fields = {
                "names": names([*self.sites_counted]),
                "people": self.tally.whole[0] - without.whole[0],
            }
            flips.append(Note("flip.sites_bring", fields))
        return tuple(flips)

    def _notes(self) -> tuple[Note, ...]:
        rule, notes = self.rule, []
        slow, fast = self.at_speed[BAND_SPEED_FACTORS[0]], self.at_speed[BAND_SPEED_FACTORS[-1]]
        if self.target.met(slow) != self.target.met(fast):
            notes.append(Note("notes.band_straddles", {"slow": slow, "fast": fast}))
        if rule.cutoff_s < constants_s(rule):
            minutes = minutes_of(constants_s(rule))
            notes.append(Note("notes.constants_over_limit", {"constants": minutes}))
        if rule.without_sites:
            notes += self._site_notes()
        return each_once(
            [
                *notes,
                *usual_notes(self.evidence),
                *service_notes(self.evidence, self.services),
                *facility_notes(self.evidence, self.rows),
                *travel_notes(self.evidence, rule.legs, asked_people(self.evidence, rule)),
            ]
        )

    def _site_notes(self) -> list[Note]:
        notes = []
        lost = [one for one in self.goal.row.sites if one not in self.sites]
        if lost:
            fields: dict[str, object] = {"count": len(lost), "names": names(lost)}
            notes.append(Note("notes.sites_not_found", fields))
        if self.sites and not self.sites_counted:
            notes.append(Note("notes.sites_not_counted", {"names": names([*self.sites])}))
        return notes


def _plus(time_s: float, fixed_s: float) -> float:
    """Whole time of a chain [s], freed of the last digits of a float sum."""
    return round(time_s + fixed_s, 6) if math.isfinite(time_s) else time_s
