"""The ensemble: sets of parameters that are all plausible, each with reference constants of its own, shipped as data (made by `make calibrate`)."""
