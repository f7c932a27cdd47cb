"""What one scenario gave: its measures by replication and week, as arrays, bands, frames and summaries."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.engine.chart import SPARE_CUSTOMERS
from sim.measures import HEADLINES, MEASURES, OUTCOMES, WEEKS_A_YEAR, Measure, Numbers, Record, UnknownMeasure, reading
from sim.measures.network import ei_index, modularity

if TYPE_CHECKING:
    import pandas

BAND = (0.1, 0.9)
NEARLY_FULL = 0.98
"""From this share of the seats for customers on, growth is said to be cut off."""


class Result:
    """The measures of one scenario. Replication r met the same luck in every result that was run with the same seed."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.reading = reading(record)
        self.replications, self.weeks = (int(size) for size in np.shape(record.weekly["profit"]))

    @property
    def scenario(self) -> Any:
        """The scenario that was run."""
        return self.record.scenario

    @property
    def name(self) -> str:
        """The scenario's name."""
        return str(getattr(self.record.scenario, "name", "") or "unnamed")

    @property
    def title(self) -> str:
        """The scenario's title, else its name."""
        return str(getattr(self.record.scenario, "title", "") or self.name)

    @property
    def who_helps(self) -> NDArray[Any]:
        """Hours a week that the function in the row helps the function in the column."""
        return self.record.who_helps

    @property
    def provenance(self) -> dict[str, Any]:
        """Where the numbers come from: version, hashes, seed, library versions."""
        return dict(self.record.provenance)

    @property
    def members(self) -> list[str]:
        """The members of an ensemble whose companies these are, in the order of their rows, as many rows for each; none for the default company."""
        return list(self.record.provenance.get("members", ()))

    def measure(self, name: str) -> Measure:
        """The declaration of a measure: title, unit, which way is better, formula. Raises UnknownMeasure (a KeyError) naming the nearest."""
        if name not in MEASURES:
            raise UnknownMeasure(name, list(MEASURES))
        return MEASURES[name]

    def series(self, name: str) -> Numbers:
        """A measure by [replication, week], in its own unit; NaN is "no data". Read only. Raises UnknownMeasure (a KeyError) naming the nearest."""
        return self.reading(name)

    def part(self, name: str) -> NDArray[Any]:
        """An array that was recorded by name, such as `teams.backlog`, by [replication, week, part]. Raises KeyError when it was not recorded."""
        if name not in self.record.parts:
            held = ", ".join(sorted(self.record.parts)) or "none"
            raise KeyError(f"{name!r} was not recorded; recorded parts: {held}; ask for it with run(..., record=[{name!r}])")
        return self.record.parts[name]

    def outcome(self, name: str) -> Numbers:
        """An outcome of a whole run by [replication], such as `recovery_weeks`; NaN is "no data". Raises UnknownMeasure for what is no outcome of one run."""
        if name not in OUTCOMES or OUTCOMES[name].of != "run":
            raise UnknownMeasure(name, [one.id for one in OUTCOMES.values() if one.of == "run"])
        return np.asarray(OUTCOMES[name].compute(self.reading), dtype=np.float64)

    def intended(self, lever: str) -> Numbers:
        """What leaders intend with a lever by [week]; what is lived is `part("practice.LEVER")` when recorded. Raises ValueError for an unknown lever."""
        from sim.policy import LEVERS

        return np.asarray(self.scenario.with_(weeks=self.weeks).paths()[:, LEVERS.index(lever)], dtype=np.float64)

    def mean(self, name: str) -> Numbers:
        """The mean over replications by [week], in the measure's unit; replications without data are left out. Raises UnknownMeasure."""
        return _quietly(np.nanmean, self.series(name))

    def band(self, name: str, low: float = BAND[0], high: float = BAND[1]) -> tuple[Numbers, Numbers]:
        """Two quantiles over replications by [week], the middle 80 % unless told otherwise.

        Raises ValueError unless 0 <= low < high <= 1, and UnknownMeasure."""
        if not 0.0 <= low < high <= 1.0:
            raise ValueError(f"a band needs 0 <= low < high <= 1, not {low} and {high}")
        edges = _quietly(np.nanquantile, self.series(name), [low, high])
        return edges[0], edges[1]

    def year(self, name: str, year: int) -> Numbers:
        """The mean over one year by [replication]; year 1 is weeks 1 to 52, and the last year may be shorter. Sums since the start are read at the year's end.

        Raises ValueError when the run has no week in that year, and UnknownMeasure."""
        first = (year - 1) * WEEKS_A_YEAR
        if year < 1 or first >= self.weeks:
            raise ValueError(f"year {year} lies outside this run of {self.weeks} weeks (years 1 to {math.ceil(self.weeks / WEEKS_A_YEAR)})")
        return self.reading_at(name, min(first + WEEKS_A_YEAR, self.weeks), self.weeks_in(first))

    def weeks_in(self, first: int) -> int:
        """How many weeks of the year that starts after week `first` were run."""
        return min(WEEKS_A_YEAR, self.weeks - first)

    def reading_at(self, name: str, week: int, window: int = WEEKS_A_YEAR) -> Numbers:
        """The measure as tables show it, by [replication]: the mean of the `window` weeks up to `week`, or the value there for sums since the start."""
        if week == self.weeks == 0:
            return np.full(self.replications, math.nan)
        if not 1 <= week <= self.weeks:
            raise ValueError(f"week {week} lies outside this run of {self.weeks} weeks")
        values = self.series(name)
        if self.measure(name).at_end:
            return np.array(values[:, week - 1])
        return _quietly(np.nanmean, values[:, max(week - window, 0) : week], axis=1)

    def frame(self, names: Sequence[str] | None = None) -> pandas.DataFrame:
        """A tidy frame with columns replication (from 1), week (from 1), measure, value, unit: one row for each number. All measures unless named.

        Raises UnknownMeasure. A full frame of many replications is large: name the measures you need."""
        import pandas

        chosen = list(MEASURES) if names is None else list(names)
        size = self.replications * self.weeks
        columns = {
            "replication": np.tile(np.repeat(np.arange(1, self.replications + 1), self.weeks), len(chosen)),
            "week": np.tile(np.arange(1, self.weeks + 1), self.replications * len(chosen)),
            "measure": pandas.Categorical.from_codes(np.repeat(np.arange(len(chosen)), size), chosen),
            "value": np.concatenate([self.series(name).ravel() for name in chosen]) if chosen else np.empty(0),
            "unit": pandas.Categorical(np.repeat([self.measure(name).unit for name in chosen], size)),
        }
        return pandas.DataFrame(columns)

    def ei_index(self) -> tuple[float, float]:
        """The E-I index of help between functions and its neutral value (-1: all inside, 1: all between); NaN without help."""
        return ei_index(self.record.who_helps)

    def modularity(self) -> float:
        """How far help stays inside functions beyond chance, between -1 and 1; NaN without help."""
        return modularity(self.record.who_helps)

    def bankrupt(self) -> int:
        """How many replications could no longer pay before the end."""
        return int((self.series("alive")[:, -1:] < 0.5).sum())

    def ended(self) -> list[int]:
        """The weeks (from 1) in which companies could no longer pay, one for each that ended before the horizon, in order."""
        over = self.series("alive") < 0.5
        return sorted(int(week) + 1 for week in over[over.any(axis=1)].argmax(axis=1)) if over.size else []

    def is_over(self) -> bool:
        """Whether no company was left in the stretch that tables read: the last year, or the whole of a shorter run."""
        return bool(self.weeks) and len(self.ended()) == self.replications and max(self.ended()) <= max(self.weeks - WEEKS_A_YEAR, 0) + 1

    def customer_room(self) -> int:
        """How many customers the model has seats for: more than there are at the start, and no more than that."""
        size = self.scenario.organisation
        return int(size.units * math.ceil(size.customers_per_unit * SPARE_CUSTOMERS))

    def cut_off(self) -> int:
        """How many replications came so near to the room for customers that the model, not the market, may have ended their growth."""
        room = self.customer_room()
        return int((self.series("customers") >= NEARLY_FULL * room).any(axis=1).sum()) if room else 0

    def luck_of_a_year(self) -> float:
        """The SD of one year's profit between companies that differ by luck only, in euro; from the reference when there are fewer than eight replications."""
        years = self.weeks // WEEKS_A_YEAR
        if self.replications >= 8 and years:
            yearly = self.series("profit")[:, : years * WEEKS_A_YEAR].reshape(self.replications, years, WEEKS_A_YEAR).sum(axis=2)
            return float(np.sqrt(yearly.var(axis=0, ddof=1).mean()))
        return float(self.reading.yard("margin_year_sd") * self.reading.yard("revenue_week") * WEEKS_A_YEAR)

    def summary(self, names: Sequence[str] = HEADLINES) -> list[dict[str, Any]]:
        """The headline measures at the horizon: a dict each with measure, title, unit, better, first_week, mean, low, high (middle 80 %) and with_data."""
        rows = []
        for name in names:
            known = self.reading_at(name, self.weeks)
            known = known[np.isfinite(known)]
            low, high = (float(edge) for edge in np.quantile(known, BAND)) if known.size > 1 else (math.nan, math.nan)
            about = self.measure(name)
            first = self.mean(name)[:1]
            rows.append(
                {
                    "measure": name,
                    "title": about.title,
                    "unit": about.unit,
                    "better": about.better,
                    "first_week": float(first[0]) if first.size else math.nan,
                    "mean": float(known.mean()) if known.size else math.nan,
                    "low": low,
                    "high": high,
                    "with_data": int(known.size),
                }
            )
        return rows


def _quietly(statistic: Any, values: Numbers, *arguments: Any, axis: int = 0) -> Numbers:
    """A statistic that leaves out missing data; where all is missing the answer is missing, without a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.asarray(statistic(values, *arguments, axis=axis), dtype=np.float64)
