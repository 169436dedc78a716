"""The grammar of composed reports and the benchmarks lie at the top of the checkout and are no part of the package."""

import sys
from pathlib import Path

ROOT = str(Path(__file__).resolve().parents[2])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)
