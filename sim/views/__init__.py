"""Where people look: the command line, plots, and pages. Nothing below knows that they exist."""
