"""Numbers of occlusion maps, for tests/domain/kernels/explain.

Run: python3 occlusion.py > occlusion.json   (numpy 2.4.6)
A short script from the published definition (Zeiler and Fergus 2014; overlapping windows averaged as in Captum's `Occlusion`), not
from the app's code: each sample is asked for its windows, where the app goes from windows to samples. The score hidden parts
are weighed by is a logistic function of a weighted sum.
"""
import json

import numpy as np
from reference_input import floats, numbers


def starts(length, window, stride):
    found = list(range(0, length - window + 1, stride))
    return found if found[-1] == length - window else found + [length - window]


def score(image, weights):
    return 1 / (1 + np.exp(-(image * weights).sum()))


def case(seed, shape):
    channels, rows, columns = shape
    image, weights = floats(seed, shape), floats(seed + 1, shape) - 0.5
    side = max(1, int(np.floor(np.sqrt(rows * columns) / 7 + 0.5)))
    window = (min(side, rows), min(side, columns))
    stride = tuple(-(-length // 2) for length in window)
    places = [(y, x) for y in starts(rows, window[0], stride[0]) for x in starts(columns, window[1], stride[1])]
    base = score(image, weights)
    drops = []
    for y, x in places:
        hidden = image.copy()
        hidden[:, y:y + window[0], x:x + window[1]] = image.mean((1, 2))[:, None, None]
        drops.append(base - score(hidden, weights))
    drops = np.array(drops)
    tops, lefts = np.array(places).T
    importance = np.empty((rows, columns))
    for y in range(rows):
        for x in range(columns):
            over = (tops <= y) & (y < tops + window[0]) & (lefts <= x) & (x < lefts + window[1])
            importance[y, x] = drops[over].mean()
    return {"seed": seed, "shape": shape, "window": window, "stride": stride, "places": places,
            "means": numbers(image.mean((1, 2)), 15), "drops": numbers(drops, 12), "map": numbers(importance)}


print(json.dumps([case(7100, (1, 21, 21)), case(7200, (3, 16, 37)), case(7300, (1, 2, 40)), case(7400, (2, 5, 3))]))
