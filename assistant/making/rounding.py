"""Weights put on the steps of eight bits, so that what a layer gives changes least."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

STEPS = 64
"""Steps on either side of zero, the last for the largest weight: as onnxruntime takes them for seven bits."""

_DAMPING = 0.01  # of the mean square of a channel, added to that of each

Floats = NDArray[np.float64]


def rounded(weight: Floats, square: Floats) -> Floats:
    """A layer's weights on steps, each row with its own.

    A weight rounded alone leaves its error in the sum. Here those after it make up for it, as far as what usually goes
    in allows (GPTQ, Frantar et al. 2023, arXiv:2210.17323); what varies most is rounded first.

    Args:
        weight: As it was trained (out, in).
        square: Sums over what usually goes in, of each channel times each (in, in).
    """
    damped = square + _DAMPING * np.mean(np.diag(square)) * np.eye(len(square))
    order = np.argsort(-np.diag(damped), kind="stable")
    left, step = weight[:, order], np.abs(weight).max(axis=1) / STEPS
    step[step == 0] = 1.0
    largest = np.abs(left).argmax(axis=1)  # must stay, or the steps would be others
    spread = np.linalg.cholesky(np.linalg.inv(damped[np.ix_(order, order)])).T
    found = np.empty_like(left)
    for at in range(left.shape[1]):
        steps = np.clip(np.round(left[:, at] / step), -STEPS, STEPS)
        kept = np.sign(weight[:, order[at]]) * STEPS
        found[:, at] = np.where(largest == at, kept, steps) * step
        error = (left[:, at] - found[:, at]) / spread[at, at]
        left[:, at + 1 :] -= np.outer(error, spread[at, at + 1 :])
    back = np.empty_like(found)
    back[:, order] = found
    return back
