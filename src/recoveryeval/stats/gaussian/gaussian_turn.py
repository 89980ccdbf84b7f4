"""Turn a person's visits so that random effects reach only as many of them as there are effects.

With one residual variance, z = QR splits m visits into r turned ones, Q'w with
design R, and m - r others that know nothing of the random effects. The
likelihood is the same, and a daily diary is as cheap as three visits.
"""

from __future__ import annotations

import numpy as np


def alike(z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the distinct designs (P, m, r) of z (people, m, r), and which each person has."""
    flat = z.reshape(len(z), -1)
    values, codes = np.unique(flat, return_inverse=True)
    which = np.zeros(len(z), dtype=np.int64)
    for code in codes.reshape(flat.shape).T:
        # Numbered anew at each step, so that codes of many visits cannot overflow.
        which = np.unique(which * len(values) + code, return_inverse=True)[1]
    first = np.unique(which, return_index=True)[1]
    return z[first], which


def turned(
    wide: np.ndarray, designs: np.ndarray, which: np.ndarray
) -> tuple[np.ndarray, np.ndarray, tuple[float, np.ndarray]]:
    """Return turned wide (people, r, w), designs (P, r, r), and rows and products left over."""
    _, m, r = designs.shape
    basis, root = np.linalg.qr(designs)
    reached = np.matmul(basis.transpose(0, 2, 1)[which], wide)
    flat, flat_reached = wide.reshape(-1, wide.shape[2]), reached.reshape(-1, wide.shape[2])
    left = flat.T @ flat - flat_reached.T @ flat_reached
    return reached, root, (float(len(wide) * (m - r)), left)


def upright(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """Return columns (rows, q) at right angles that span x, and beside them what y leaves of them.

    Also the least-squares coefficients (q,) of x, and what turns coefficients of the columns into
    those of x. Columns that are no more than their combinations leave x as it is.
    """
    rows, q = x.shape
    basis, root = np.linalg.qr(x) if rows >= q else (x, np.zeros((1, 1)))
    diagonal = np.diag(root)
    if np.abs(diagonal).min() <= 1e-13 * np.abs(diagonal).max() * np.sqrt(rows):
        offset = np.linalg.lstsq(x, y, rcond=None)[0]
        return np.column_stack([x, y - x @ offset]), offset, None
    turn = np.sign(diagonal) * np.sqrt(rows)
    columns, back = basis * turn, np.linalg.inv(root) * turn
    start = columns.T @ y / rows
    return np.column_stack([columns, y - columns @ start]), back @ start, back
