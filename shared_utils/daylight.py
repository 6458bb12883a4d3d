"""How long the day is, at a latitude and on a day of the year: examples for a network.

hours_of_daylight(latitude, day)    by the formula of astronomy
day_lengths(seed, m)                random places and days, and their hours of daylight
"""

import numpy as np


def hours_of_daylight(latitude: float | np.ndarray, day: float | np.ndarray) -> np.ndarray:
    """Return how many hours the middle of the sun is above a flat horizon, from 0 to 24.

    Args:
        latitude: in degrees, north is positive, strictly between -90 and 90.
        day: of a year of 365 days; the sun crosses the equator northwards on day 81.

    Both are numbers, or arrays whose shapes broadcast together; the result has that shape.

    Raises:
        ValueError: a latitude is -90, 90 or beyond.
    """
    if np.any(np.abs(latitude) >= 90):
        raise ValueError("a latitude lies strictly between -90 and 90 degrees")
    tilt = np.radians(23.44) * np.sin(2 * np.pi * (np.asarray(day) - 81) / 365)
    # Beyond 1 the sun never sets, below -1 it never rises.
    sunset = np.clip(np.tan(np.radians(latitude)) * np.tan(tilt), -1, 1)
    return 24 / np.pi * np.arccos(-sunset)


def day_lengths(seed: int, m: int = 500) -> tuple[np.ndarray, np.ndarray]:
    """Return X (2, m), latitude from -60 to 60 and day from 0 to 365, and Y (1, m), in hours.

    Args:
        seed: of the generator.
        m: how many places and days.
    """
    places = np.random.default_rng(seed)
    X = np.vstack([places.uniform(-60, 60, m), places.uniform(0, 365, m)])
    return X, hours_of_daylight(X[:1], X[1:])
