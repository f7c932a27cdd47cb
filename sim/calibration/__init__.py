"""Calibration: which sets of parameters agree with what has been measured in real organisations (targets V1 to V13), and which nobody can tell apart."""
