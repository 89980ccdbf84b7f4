"""Turn a person's visits so that random effects reach only as many of them as there are effects.

With one residual variance, z = QR splits m visits into r turned ones, Q'w with
design R, and m - r others that know nothing of the random effects. The
likelihood is the same, and a daily diary is as cheap as three visits.
"""

from __future__ import annotations

import numpy as np


def turned(
    wide: np.ndarray, z: np.ndarray
) -> tuple[np.ndarray, np.ndarray, tuple[float, np.ndarray]]:
    """Return turned wide (people, r, w) and z (people, r, r), and rows and products left over."""
    people, m, r = z.shape
    keys, which = np.unique(z.reshape(people, -1), axis=0, return_inverse=True)
    basis, root = np.linalg.qr(keys.reshape(-1, m, r))
    own = which.ravel()
    reached = np.matmul(basis[own].transpose(0, 2, 1), wide)
    flat, flat_reached = wide.reshape(-1, wide.shape[2]), reached.reshape(-1, wide.shape[2])
    left = flat.T @ flat - flat_reached.T @ flat_reached
    return reached, root[own], (float(people * (m - r)), left)
