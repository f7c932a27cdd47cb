"""Every uncertain number (X): the mechanisms' own declarations put together, and a fingerprint of a set of values."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.mechanisms.capability import CapabilityParameters
from sim.mechanisms.change import ChangeParameters
from sim.mechanisms.choice import ChoiceParameters
from sim.mechanisms.complaints import ComplaintsParameters
from sim.mechanisms.coordination import CoordinationParameters
from sim.mechanisms.demand import DemandParameters
from sim.mechanisms.effort import EffortParameters
from sim.mechanisms.engagement import EngagementParameters
from sim.mechanisms.experience import ExperienceParameters
from sim.mechanisms.finance import FinanceParameters
from sim.mechanisms.ideas import IdeasParameters
from sim.mechanisms.leadership import LeadershipParameters
from sim.mechanisms.learning import LearningParameters
from sim.mechanisms.loyalty import LoyaltyParameters
from sim.mechanisms.management import ManagementParameters
from sim.mechanisms.motives import MotivesParameters
from sim.mechanisms.practice import PracticeParameters
from sim.mechanisms.quality import QualityParameters
from sim.mechanisms.reputation import ReputationParameters
from sim.mechanisms.rules import RulesParameters
from sim.mechanisms.scores import ScoresParameters
from sim.mechanisms.strain import StrainParameters
from sim.mechanisms.turnover import TurnoverParameters
from sim.mechanisms.vision import VisionParameters
from sim.mechanisms.work import WorkParameters
from sim.mechanisms.workplace import WorkplaceParameters
from sim.mechanisms.world import WorldParameters
from sim.vocabulary import rows


class Parameters(NamedTuple):
    """The parameters of every mechanism, in the order of the week. A field's name is the mechanism's name, and its switch."""

    world: WorldParameters = WorldParameters()
    practice: PracticeParameters = PracticeParameters()
    leadership: LeadershipParameters = LeadershipParameters()
    change: ChangeParameters = ChangeParameters()
    vision: VisionParameters = VisionParameters()
    workplace: WorkplaceParameters = WorkplaceParameters()
    management: ManagementParameters = ManagementParameters()
    rules: RulesParameters = RulesParameters()
    demand: DemandParameters = DemandParameters()
    experience: ExperienceParameters = ExperienceParameters()
    complaints: ComplaintsParameters = ComplaintsParameters()
    loyalty: LoyaltyParameters = LoyaltyParameters()
    motives: MotivesParameters = MotivesParameters()
    choice: ChoiceParameters = ChoiceParameters()
    effort: EffortParameters = EffortParameters()
    coordination: CoordinationParameters = CoordinationParameters()
    work: WorkParameters = WorkParameters()
    capability: CapabilityParameters = CapabilityParameters()
    learning: LearningParameters = LearningParameters()
    ideas: IdeasParameters = IdeasParameters()
    quality: QualityParameters = QualityParameters()
    scores: ScoresParameters = ScoresParameters()
    strain: StrainParameters = StrainParameters()
    engagement: EngagementParameters = EngagementParameters()
    turnover: TurnoverParameters = TurnoverParameters()
    reputation: ReputationParameters = ReputationParameters()
    finance: FinanceParameters = FinanceParameters()


MECHANISMS = Parameters._fields


def with_values(values: Mapping[str, float]) -> Parameters:
    """The default parameters, with some replaced by dotted name. Raises KeyError for an unknown name, ValueError outside the range."""
    groups: dict[str, Any] = Parameters()._asdict()
    for name, value in values.items():
        group, _, field = name.partition(".")
        about = next((row.about for row in rows(groups[group].__class__) if row.name == field), None) if group in groups else None
        if about is None:
            raise KeyError(name)
        if not about.low <= value <= about.high:
            raise ValueError(f"{name} = {value} lies outside {about.low} .. {about.high}")
        groups[group] = groups[group]._replace(**{field: float(value)})
    return Parameters(**groups)


def changed(parameters: Parameters, how: Callable[[Any], Any]) -> Parameters:
    """Every value put through a function."""
    groups: list[Any] = []
    for group in parameters:
        kind: Any = type(group)
        groups.append(kind(*(how(value) for value in group)))
    return Parameters(*groups)


def side_by_side(parameters: Sequence[Parameters], each: int = 1) -> Parameters:
    """Sets of parameters as one, with a value for each lane: `each` lanes for one set, then those of the next."""
    groups: list[Any] = []
    for group in zip(*parameters, strict=True):
        kind: Any = type(group[0])
        groups.append(kind(*(np.repeat(np.array(values, np.float32), each) for values in zip(*group, strict=True))))
    return Parameters(*groups)


def fingerprint(parameters: Parameters) -> str:
    """A name for a set of parameter values: the same values, the same name."""
    text = ";".join(f"{g}.{f}={float(v).hex()}" for g, group in parameters._asdict().items() for f, v in group._asdict().items())
    return hashlib.sha256(text.encode()).hexdigest()[:16]
