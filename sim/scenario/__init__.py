"""Scenarios: what a person writes or picks, read with limits, checked, and turned into week-by-week intentions."""

from sim.scenario.errors import ScenarioError
from sim.scenario.model import Event, Organisation, Scenario, Step
from sim.scenario.read import library, load_scenario
from sim.scenario.settings import apply_settings

__all__ = ["Event", "Organisation", "Scenario", "ScenarioError", "Step", "apply_settings", "library", "load_scenario"]
