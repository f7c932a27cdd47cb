"""`python -m sim` is the command line `trivox`."""

import sys

from sim.views.cli import main

if __name__ == "__main__":
    sys.exit(main())
