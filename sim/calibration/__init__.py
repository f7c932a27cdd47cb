"""Calibration: which sets of parameters agree with what has been measured in real organisations (targets V1 to V13), and which nobody can tell apart.

    declarations -> prior -> table (each set with its own reference) -> history matching -> adjusted ABC -> candidates run again -> ensemble (`sim.ensemble`)

All parameters vary together, those that no target touches too: an ensemble that held them at their defaults would call its claims surer than they are.
What is held, and why, stands in `prior.HELD`. Every set has luck of its own, so that the luck of one company cannot shift a target for all; what luck does is
measured by twins and taken out by the emulator. Each stage is kept on disk (`out/calibration`) and goes on after a kill. `make calibrate` runs all.
"""
