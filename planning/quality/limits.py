"""Every threshold of the quality report, in one place, with its source or "(judgement)"."""

from __future__ import annotations

BIN_EDGES_M = (0.0, 50.0, 100.0, 200.0, 300.0, 500.0, 1000.0, 2000.0)
"""Edges of the histogram of distances to the road; a value on an edge lies below it."""

QUANTILES = (0.5, 0.9, 0.95, 0.99)
"""Quantiles of the distances, by the lower step function."""

WORST = 20
"""Places and facilities that are listed by name (asked for by reviewers)."""

# --- what is far, what is sparse ---

LONGEST_STEP_M = 100.0
"""Roads are shared out to areas and cells in steps no longer than this (judgement)."""

CELL_M = 1000.0
"""Side of the cells that are looked through for people without roads."""

GAP_PEOPLE = 50.0
"""A cell with fewer people is a farm or two: nothing is said of it (judgement)."""

GAP_KM_PER_KM2 = 0.25
"""Around people, a cell and its eight neighbours together, there is more road than this: China's
mean over all land, deserts included, is 0.57 km/km2 (5.4368 million km of road at the end of
2023, Ministry of Transport)."""

GAP_FAR_SHARE = 0.5
"""Or more of a cell's people than this live far from every road (judgement)."""

SPARSE_KM_PER_KM2 = 0.2
"""An inhabited area with less road is mapped in part: a third of China's mean (judgement)."""

INHABITED_PER_KM2 = 50.0
"""From here on `SPARSE_KM_PER_KM2` is applied: emptier land has few roads (judgement)."""

SPARSE_KM_PER_1000 = 1.0
"""Rural areas have more: 4.5986 million km of rural roads at the end of 2023 (Ministry of
Transport) over some 480 million rural residents are 9.6 km per 1,000; a tenth is judgement."""

URBAN_PER_KM2 = 1500.0
"""From here on an area is an urban centre (Degree of Urbanisation, UN 2020), where one road
serves many: `SPARSE_KM_PER_1000` is not applied."""

LOW_FAR_SHARE = 0.10
"""Share of an area's people far from a road that makes the area doubtful (judgement)."""

LOW_GAP_SHARE = 0.10
"""Share of an area's people in cells without roads that makes it doubtful (judgement)."""

LOW_UNCLASSED_SHARE = 0.20
"""Share of an area's road km without a class that makes it doubtful (judgement)."""

TOWNSHIP_SLACK_M = 100.0
"""A facility this near to its township is not called outside: borders are drawn (judgement)."""

OSM_MATCH_M = 500.0
"""A facility of the map this near to one of the list is taken to be the same (judgement)."""

LEAST_OVERLAP_KM2 = 0.1
"""Overlaps and gaps of areas below this are how borders are drawn (judgement)."""

REACH_KM = 30.0
"""Roads should reach this far beyond the border: an hour's drive in the country (judgement)."""

REACH_LEAST_KM = 5.0
"""Roads that reach less far in every direction were cut at the border (judgement)."""

REACH_ROAD_KM = 5.0
"""So much road must lie that far out or farther: one stray way is no buffer (judgement)."""

COVER_S = 900.0
"""The limit that coverage is compared at, with and without the neighbours' facilities."""

DATES_APART_YEARS = 5
"""Inputs farther apart in date describe different districts (judgement)."""

# --- how much is serious: a share from the first number on is serious, from the second on to
# be checked, above 0 good to know (all judgement) ---

Steps = tuple[float, float]

UNROUTABLE_STEPS: Steps = (0.05, 0.01)
FAR_STEPS: Steps = (0.10, 0.02)
GAP_STEPS: Steps = (0.10, 0.01)
LOW_AREA_STEPS: Steps = (0.20, 0.0)
ISLAND_STEPS: Steps = (0.05, 0.01)
UNCLASSED_STEPS: Steps = (0.20, 0.05)
TOWNSHIP_STEPS: Steps = (0.10, 0.0)
FAR_FACILITY_STEPS: Steps = (0.10, 0.0)
PLAN_MISSING_STEPS: Steps = (0.10, 0.0)
OUTSIDE_AREAS_STEPS: Steps = (0.10, 0.01)
COVER_CHANGE_STEPS: Steps = (0.20, 0.05)
REJECTED_STEPS: Steps = (1.0, 0.0)
SCALE_CHECK, SCALE_SERIOUS = 2.0, 5.0
"""Factors beyond this (or its inverse) are checked, or make the population doubtful."""

UNFIT_UNROUTABLE = 0.20
"""With more people than this without any way, the roads cannot carry a figure (judgement)."""

UNFIT_FAR = 0.50
"""With more people than this far from every road, neither can they (judgement)."""
