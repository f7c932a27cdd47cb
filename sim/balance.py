"""Numbers solved so that the reference organisation stands still: each centres one term of a rule, and has the mean it must produce.

The values belong to a set of parameters and are found by `sim.reference`; what is shipped carries its solved values.
"""

from typing import Annotated, NamedTuple

from sim.state import Array
from sim.vocabulary import Constant


class Balance(NamedTuple):
    """The centring constants, one value per lane."""

    quit_base: Annotated[Array, Constant(0.15, 1.0, "log chance a week", "quits at the reference: 15 % of people a year")]
    engagement_base: Annotated[Array, Constant(0.0, 1.0, "SD", "mean engagement 0")]
    exhaustion_base: Annotated[Array, Constant(0.0, 1.0, "SD", "mean exhaustion 0")]
    trust_base: Annotated[Array, Constant(0.0, 1.0, "SD", "mean trust 0")]
    dissonance_base: Annotated[Array, Constant(0.0, 1.0, "share of hours", "mean dissonance 0")]
    absence_base: Annotated[Array, Constant(0.015, 1.0, "log chance a week", "1.5 % of people on long absence")]
    offset_output: Annotated[Array, Constant(0.58, 1.0, "log odds", "share of hours for output 58 %")]
    offset_care: Annotated[Array, Constant(0.20, 1.0, "log odds", "share of hours for care 20 %")]
    offset_help: Annotated[Array, Constant(0.09, 1.0, "log odds", "share of hours for help 9 %")]
    offset_gaming: Annotated[Array, Constant(0.03, 1.0, "log odds", "share of hours for gaming 3 %")]
    offset_room: Annotated[Array, Constant(0.10, 1.0, "log odds", "share of hours for room 10 %")]
    hours_per_visit: Annotated[Array, Constant(0.85, 1.0, "hours", "hours of one request at one team: utilisation 85 %")]
    pressure_base: Annotated[Array, Constant(0.0, 1.0, "log ratio", "mean work pressure 0")]
    staff_base: Annotated[Array, Constant(0.0, 1.0, "log ratio", "mean need of staff against the reference 0")]
    standard_drift: Annotated[Array, Constant(1.0, 1.0, "ratio a week", "mean standard 1")]
    capability_base: Annotated[Array, Constant(1.0, 1.0, "ratio", "mean capability 1")]
    help_per_hand_over: Annotated[Array, Constant(0.0, 1.0, "hours", "mean log ratio of help given to help needed 0")]
    obstacles_base: Annotated[Array, Constant(0.0, 1.0, "count", "mean obstacles of a team")]
    loss_base: Annotated[Array, Constant(0.0, 1.0, "log share", "mean log loss in hand-overs")]
    care_base: Annotated[Array, Constant(0.0, 1.0, "log hours", "mean log care hours of a request at a team")]
    skill_base: Annotated[Array, Constant(0.0, 1.0, "log ratio", "mean log skill of a team")]
    wait_base: Annotated[Array, Constant(0.0, 1.0, "log weeks", "mean log wait")]
    journey_wait_base: Annotated[Array, Constant(0.0, 1.0, "log weeks", "mean log wait along a journey, a team")]
    hands_base: Annotated[Array, Constant(0.0, 1.0, "log ratio", "mean hands for the work 0")]
    hands_usual: Annotated[Array, Constant(0.0, 1.0, "log ratio", "mean of hands as they are felt: what stands where work is off")]
    inside_usual: Annotated[Array, Constant(0.0, 1.0, "SD", "mean of the worst service inside a journey: what stands where coordination is off")]
    overtime_usual: Annotated[Array, Constant(0.0, 1.0, "share", "mean overtime: what stands where work is off")]
    quality_base: Annotated[Array, Constant(0.0, 1.0, "SD", "mean quality 0")]
    repeat_base: Annotated[Array, Constant(0.2, 1.0, "ratio", "repeats for each first request")]
    sales_base: Annotated[Array, Constant(1.0, 1.0, "ratio", "mean sales pull 1")]
    satisfaction_base: Annotated[Array, Constant(0.0, 1.0, "SD", "mean satisfaction 0")]
    voice_base: Annotated[Array, Constant(0.0, 1.0, "SD", "mean satisfaction 0, those who left within about a year counted")]
    churn_base: Annotated[Array, Constant(0.15, 1.0, "log chance a week", "15 % of customers leave in a year")]
    join_base: Annotated[Array, Constant(1.0, 1.0, "share a week", "customers as many as at the start")]
    vacancy_base: Annotated[Array, Constant(1.0, 1.0, "ratio", "people employed as many as at the start")]
    kpi_true_base: Annotated[Array, Constant(1.0, 1.0, "ratio", "mean true score 1")]
    kpi_reported_base: Annotated[Array, Constant(1.0, 1.0, "ratio", "mean reported score 1")]
    price: Annotated[Array, Constant(0.09, 1.0, "euro a customer a week", "margin 9 %")]
    profit_week: Annotated[Array, Constant(1.0, 1.0, "euro a week", "reference profit, the yardstick of leaders")]
