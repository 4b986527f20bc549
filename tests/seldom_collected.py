"""Python looks for garbage less often in a test run: what was imported and collected stays to its end, and looking
through all of it again and again takes an eighth of the time. Imported for its effect.
"""

from __future__ import annotations

import gc

import pytest

# Of Python's own 700, 10 and 10.
YOUNG, MIDDLE, OLD = 50_000, 20, 100


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Set aside what there is before the first test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
