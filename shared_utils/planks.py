"""A network's slopes measured by planks, for the checks of the lesson on gradient checking.

They stand here and not in the notebook because they are what students write there.

plank_gradients(X, Y, parameters, step)              the two-sided slopes for every parameter
plank_difference(X, Y, parameters, claimed, step)    how far claimed gradients are from these

A plank reaches from a parameter minus step to the parameter plus step. The network and its
`parameters` are those of `shared_utils.networks`; columns of X are examples.
"""

import numpy as np

from shared_utils.checks import slope
from shared_utils.networks import forward, mean_cost


def plank_gradients(
    X: np.ndarray, Y: np.ndarray, parameters: dict, step: float = 1e-5
) -> dict[str, np.ndarray]:
    """Return "dW1", "db1", … of the mean cross-entropy cost, each shaped like its parameter.

    Args:
        X: (n_x, m), one example per column.
        Y: (1, m), labels of 0 and 1.
        parameters: "W1", "b1", … of at least one layer.
        step: half the length of a plank.
    """

    def cost_with(name: str):
        return lambda moved: mean_cost(forward(X, parameters | {name: moved})[0], Y)

    return {f"d{name}": slope(cost_with(name), block, step) for name, block in parameters.items()}


def plank_difference(
    X: np.ndarray, Y: np.ndarray, parameters: dict, claimed: dict, step: float
) -> float:
    """Return the relative difference of claimed gradients and of those measured by planks.

    It is the length of the difference over the sum of both lengths, all parameters in one column.

    Args:
        X, Y, parameters, step: as in `plank_gradients`.
        claimed: "dW1", "db1", …, in any order; other keys are ignored.

    Raises:
        KeyError: the gradient of a parameter is missing.
    """
    measured = plank_gradients(X, Y, parameters, step)
    a, b = (
        np.concatenate([side[name].ravel() for name in measured]) for side in (claimed, measured)
    )
    return float(np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b)))
