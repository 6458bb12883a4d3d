"""Labelled points in the plane, made by seeded generators: flower, moons, circles and others.

Every generator has the same form, `flower(seed, m=400, …)`, and returns X (2, m), one point per
column, and Y (1, m), floats 0 and 1. Where `m` is even, both labels are equally frequent. The
columns are in random order, so the first columns are a fair sample. The same arguments give the
same points on every machine; another seed gives other points of the same kind.
"""

from collections.abc import Callable

import numpy as np

PlanarSet = tuple[np.ndarray, np.ndarray]

# The flower is turned by this angle, so that its petals do not lie along the axes.
TILT = 0.4


def flower(seed: int, m: int = 400, petals: int = 4, noise: float = 0.1) -> PlanarSet:
    """Petals around the origin whose labels alternate.

    In their inner halves neighbouring petals overlap a little, also without noise, so no
    classifier is right on every point.

    Args:
        seed: of the generator.
        m: number of points.
        petals: how many petals, an even number; petal 0 points to the right and a little upwards.
            With 4, 8, … petals opposite ones have the same label, with 2, 6, … the other one.
        noise: standard deviation of what is added to each coordinate; a petal is 3 long.

    Returns:
        X (2, m), Y (1, m): 1 in every second petal.

    Raises:
        ValueError: m is below 2, petals is odd or below 2, or noise is negative.
    """
    _refuse(m, noise)
    if petals < 2 or petals % 2:
        raise ValueError(f"labels alternate only around an even number of petals, not {petals}")
    random = np.random.default_rng(seed)
    Y = _labels(m)
    petal = 2 * random.integers(0, petals // 2, m) + Y[0].astype(int)
    along = random.uniform(0.2, 1.0, m)
    # A petal is narrow at both ends and widest half-way.
    half_width = np.tan(np.pi / petals) * 0.55 * np.sin(np.pi * along) if petals > 2 else 0.5
    across = random.uniform(-1, 1, m) * half_width
    angle = 2 * np.pi * petal / petals + TILT
    X = 3 * np.vstack(
        [
            along * np.cos(angle) - across * np.sin(angle),
            along * np.sin(angle) + across * np.cos(angle),
        ]
    )
    return _finished(random, X, Y, noise)


def moons(seed: int, m: int = 400, noise: float = 0.15) -> PlanarSet:
    """Two crescents that reach into each other.

    Args:
        seed: of the generator.
        m: number of points.
        noise: standard deviation of what is added to each coordinate; a crescent has radius 1.

    Returns:
        X (2, m), Y (1, m): 0 in the upper crescent, 1 in the lower one.

    Raises:
        ValueError: m is below 2 or noise is negative.
    """
    _refuse(m, noise)
    random = np.random.default_rng(seed)
    Y = _labels(m)
    angle = random.uniform(0, np.pi, m)
    turned = 1 - 2 * Y[0]
    X = np.vstack([turned * np.cos(angle) + Y[0] - 0.5, turned * np.sin(angle) + 0.5 * Y[0] - 0.25])
    return _finished(random, X, Y, noise)


def circles(seed: int, m: int = 400, noise: float = 0.15) -> PlanarSet:
    """A ring, and another ring inside it.

    Args:
        seed: of the generator.
        m: number of points.
        noise: standard deviation of what is added to each coordinate; the rings have radius 2
            and 1.

    Returns:
        X (2, m), Y (1, m): 0 on the outer ring, 1 on the inner one.

    Raises:
        ValueError: m is below 2 or noise is negative.
    """
    _refuse(m, noise)
    random = np.random.default_rng(seed)
    Y = _labels(m)
    angle = random.uniform(0, 2 * np.pi, m)
    return _finished(random, (2 - Y) * np.vstack([np.cos(angle), np.sin(angle)]), Y, noise)


def blobs(seed: int, m: int = 400, noise: float = 0.8) -> PlanarSet:
    """Two round clouds that a straight line can part.

    Args:
        seed: of the generator.
        m: number of points.
        noise: standard deviation of each cloud; the centres, (-1.5, -1) and (1.5, 1), are 3.6
            apart.

    Returns:
        X (2, m), Y (1, m): 0 in the lower left cloud, 1 in the upper right one.

    Raises:
        ValueError: m is below 2 or noise is negative.
    """
    _refuse(m, noise)
    random = np.random.default_rng(seed)
    Y = _labels(m)
    return _finished(random, np.array([[1.5], [1.0]]) * (2 * Y - 1), Y, noise)


def spirals(
    seed: int, m: int = 400, turns: float = 1.0, arms: int = 2, noise: float = 0.08
) -> PlanarSet:
    """Arms that wind around the origin, outwards and to the left; their labels alternate.

    Args:
        seed: of the generator.
        m: number of points.
        turns: how many times an arm winds around the origin.
        arms: how many arms, an even number.
        noise: standard deviation of what is added to each coordinate; an arm ends at radius 3.

    Returns:
        X (2, m), Y (1, m): 1 in every second arm.

    Raises:
        ValueError: m is below 2, noise or turns is negative, or arms is odd or below 2.
    """
    _refuse(m, noise)
    if arms < 2 or arms % 2:
        raise ValueError(f"labels alternate only between an even number of arms, not {arms}")
    if turns < 0:
        raise ValueError(f"turns must be at least 0, not {turns}")
    random = np.random.default_rng(seed)
    Y = _labels(m)
    arm = 2 * random.integers(0, arms // 2, m) + Y[0]
    # The square root spreads the points evenly along an arm.
    along = np.sqrt(random.uniform(0.03, 1.0, m))
    angle = 2 * np.pi * (turns * along + arm / arms)
    return _finished(random, 3 * along * np.vstack([np.cos(angle), np.sin(angle)]), Y, noise)


def no_structure(seed: int, m: int = 400) -> PlanarSet:
    """Points whose labels have nothing to do with where they lie.

    Args:
        seed: of the generator.
        m: number of points, spread evenly over the square from -2 to 2.

    Returns:
        X (2, m), Y (1, m).

    Raises:
        ValueError: m is below 2.
    """
    _refuse(m, 0)
    random = np.random.default_rng(seed)
    return _finished(random, random.uniform(-2, 2, (2, m)), _labels(m), 0)


def riverbanks(seed: int, m: int = 400, noise: float = 0.0) -> PlanarSet:
    """The two banks of a winding river, y = 1.2 sin(1.3 x).

    Without noise the labels follow this one rule, which a smooth classifier can learn; see
    `with_wrong_labels` for labels that do not.

    Args:
        seed: of the generator.
        m: number of points.
        noise: standard deviation of what is added to each coordinate; the first one runs from -3
            to 3, and a point lies up to 2 above or below the river.

    Returns:
        X (2, m), Y (1, m): 0 below the river, 1 above it.

    Raises:
        ValueError: m is below 2 or noise is negative.
    """
    _refuse(m, noise)
    random = np.random.default_rng(seed)
    Y = _labels(m)
    along = random.uniform(-3, 3, m)
    across = (2 * Y[0] - 1) * random.uniform(0.05, 2, m)
    return _finished(random, np.vstack([along, 1.2 * np.sin(1.3 * along) + across]), Y, noise)


def with_wrong_labels(Y: np.ndarray, share: float, seed: int) -> np.ndarray:
    """Labels of which a given share is wrong, wherever the points lie.

    Args:
        Y: (1, m), floats 0 and 1; it stays as it is.
        share: of the labels to turn round, from 0 to 1; the number of them is rounded.
        seed: of the generator that chooses them.

    Returns:
        (1, m): Y with round(share * m) entries turned from 0 to 1 or from 1 to 0.

    Raises:
        ValueError: share lies outside 0 to 1.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"share must be from 0 to 1, not {share}")
    chosen = np.random.default_rng(seed).permutation(Y.size)[: round(share * Y.size)]
    wrong = Y.copy()
    wrong[0, chosen] = 1 - wrong[0, chosen]
    return wrong


# Every generator of this module, by the name that a figure may give it.
PLANAR_SETS: dict[str, Callable[..., PlanarSet]] = {
    "flower": flower,
    "moons": moons,
    "circles": circles,
    "blobs": blobs,
    "spirals": spirals,
    "no structure": no_structure,
    "riverbanks": riverbanks,
}


def _labels(m: int) -> np.ndarray:
    """(1, m): 0, 1, 0, 1, …"""
    return (np.arange(m) % 2).astype(float).reshape(1, m)


def _finished(random: np.random.Generator, X: np.ndarray, Y: np.ndarray, noise: float) -> PlanarSet:
    """The points with noise, in random order."""
    order = random.permutation(Y.size)
    return (X + noise * random.standard_normal(X.shape))[:, order], Y[:, order]


def _refuse(m: int, noise: float) -> None:
    if m < 2:
        raise ValueError(f"m must be at least 2, so that both labels occur, not {m}")
    if noise < 0:
        raise ValueError(f"noise must be at least 0, not {noise}")
