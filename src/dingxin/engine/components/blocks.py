"""Matrix products that give a row the same numbers whatever stands beside it: what makes one answer equal to many.

How a matrix library orders its sums depends on the shape of the whole; the last bits differ. Sums in double precision, rounded to
a grid far coarser than those bits, do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

GRID = 65536.0
"""Steps of the grid in one unit."""


def product(rows: NDArray[Any], weights: NDArray[np.float64]) -> NDArray[np.float32]:
    """Multiply [n, values] by [values, columns] and round to the grid."""
    return on_grid(rows.astype(np.float64) @ weights)


def on_grid(values: NDArray[np.float64]) -> NDArray[np.float32]:
    """Round to the grid."""
    return np.asarray(np.rint(values * GRID) / GRID, dtype=np.float32)
