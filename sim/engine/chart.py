"""The chart of an organisation: who sits where, and which teams a request passes. One chart is shared by all lanes of a batch."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.state import Array

if TYPE_CHECKING:
    from sim.scenario import Organisation

SPAN = 8
"""Managers that one manager of managers leads: sets the number of layers."""

SPARE, SPARE_CUSTOMERS = 1.5, 1.5
"""Seats against people and against customers at the start: room to grow by half."""


class Chart(NamedTuple):
    """Index arrays (int32), entities for draws (uint32) and sizes of the organisation."""

    team_first_person: Array
    person_entity: Array
    unit_first_team: Array
    unit_first_customer: Array
    unit_first_journey: Array
    unit_first_tie: Array
    unit_start_customers: Array
    customer_journey: Array
    customer_entity: Array
    journey_steps: Array
    journey_team: Array
    journey_tie: Array
    tie_from: Array
    tie_to: Array
    mean_steps: Array
    teams_in_unit: Array
    team_size: Array
    layers: Array


def layers_above(teams: int) -> int:
    """Layers of managers above the team managers, at a span of eight."""
    return 0 if teams <= 1 else math.ceil(math.log(teams) / math.log(SPAN) - 1e-9)


def _routes(teams: int, single: bool) -> list[list[int]]:
    """The journeys of one unit as lists of team numbers: one to four steps from each team, over all kinds of neighbours."""
    if single or teams == 1:
        return [[start] for start in range(teams)]
    strides = {2: max(1, teams // 2), 3: teams - 1, 4: 1}
    routes = [[start] for start in range(teams)]
    for length in range(2, min(4, teams) + 1):
        stride = strides[length]
        while len({(step * stride) % teams for step in range(length)}) < length:
            stride = stride % teams + 1
        routes += [[(start + step * stride) % teams for step in range(length)] for start in range(teams)]
    return routes


def _split(customers: int, routes: int) -> list[int]:
    return [customers // routes + (1 if r < customers % routes else 0) for r in range(routes)]


def draw_chart(organisation: Organisation) -> Chart:
    """The chart of an organisation. Seats are more than people and customers at the start (`SPARE`)."""
    units, each, size = organisation.units, organisation.teams_per_unit, organisation.team_size
    seats = math.ceil(size * SPARE)
    routes = _routes(each, organisation.journey == "single")
    pairs = sorted({(a, b) for route in routes for a, b in pairwise(route)})
    tie_of = {pair: number for number, pair in enumerate(pairs)}
    customer_seats = math.ceil(organisation.customers_per_unit * SPARE_CUSTOMERS)
    split = _split(customer_seats, len(routes))
    teams, ties, journeys = units * each, units * len(pairs), units * len(routes)
    steps = np.array([len(route) for route in routes], np.int32)
    on_route = np.full((len(routes), 4), 0, np.int64)
    on_tie = np.full((len(routes), 4), 0, np.int64)
    for r, route in enumerate(routes):
        on_route[r, : len(route)] = route
        on_tie[r, 1 : len(route)] = [tie_of[pair] for pair in pairwise(route)]
    unit = np.arange(units, dtype=np.int64)
    weighed = float(np.dot(steps, split) / max(sum(split), 1)) if sum(split) else float(steps.mean())
    journey_of = np.repeat(np.arange(len(routes), dtype=np.int64), split)
    order = np.arange(customer_seats, dtype=np.int64)

    def integers(values: object) -> Array:
        return np.ascontiguousarray(values, dtype=np.int32)

    def numbers(value: float) -> Array:
        return np.array([value], np.float32)

    return Chart(
        team_first_person=integers(np.arange(teams + 1) * seats),
        person_entity=(np.repeat(np.arange(teams), seats) * 1000 + np.tile(np.arange(seats), teams)).astype(np.uint32),
        unit_first_team=integers(np.arange(units + 1) * each),
        unit_first_customer=integers(np.arange(units + 1) * customer_seats),
        unit_first_journey=integers(np.arange(units + 1) * len(routes)),
        unit_first_tie=integers(np.arange(units + 1) * len(pairs)),
        unit_start_customers=np.full(units, organisation.customers_per_unit, np.float32),
        customer_journey=integers((unit[:, None] * len(routes) + journey_of[None, :]).reshape(-1)),
        customer_entity=(unit[:, None] * 100_000 + order[None, :]).reshape(-1).astype(np.uint32),
        journey_steps=integers(np.tile(steps, units)),
        journey_team=integers((unit[:, None, None] * each + on_route[None]).reshape(journeys, 4)),
        journey_tie=integers((unit[:, None, None] * len(pairs) + on_tie[None]).reshape(journeys, 4)),
        tie_from=integers((unit[:, None] * each + np.array([a for a, _ in pairs], np.int64)[None, :]).reshape(ties)),
        tie_to=integers((unit[:, None] * each + np.array([b for _, b in pairs], np.int64)[None, :]).reshape(ties)),
        mean_steps=numbers(weighed),
        teams_in_unit=numbers(each),
        team_size=numbers(size),
        layers=numbers(layers_above(teams)),
    )


def is_here_at_start(organisation: Organisation) -> tuple[Array, Array]:
    """Which seats of people and of customers are taken at the start, as 0/1 (float32), in the chart's order."""
    seats = math.ceil(organisation.team_size * SPARE)
    person = np.tile(np.arange(seats) < organisation.team_size, organisation.teams).astype(np.float32)
    customer_seats, start = math.ceil(organisation.customers_per_unit * SPARE_CUSTOMERS), organisation.customers_per_unit
    kept = np.floor(np.arange(1, customer_seats + 1) * start / max(customer_seats, 1)) > np.floor(np.arange(customer_seats) * start / max(customer_seats, 1))
    return person, np.tile(kept, organisation.units).astype(np.float32)
