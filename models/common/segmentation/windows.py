"""Sliding windows with Gaussian weights, as MONAI's sliding_window_inference and the package's SlidingWindow."""
import itertools

import numpy as np


def starts(size, window, overlap):
    """Window starts of one axis; the last is moved back so that it ends with the image."""
    step = window if window == size else max(1, int(window * (1 - overlap)))
    count = 1 if size <= window else -(-(size - window) // step) + 1
    return [min(i * step, size - window) for i in range(count)]


def importance(window, sigma_scale=0.125):
    """Gaussian weight of each place of a window, never below a thousandth."""
    weight = np.ones(window, np.float64)
    for axis, side in enumerate(window):
        x = np.arange(side) - (side - 1) / 2
        shape = [-1 if a == axis else 1 for a in range(len(window))]
        weight = weight * np.exp(-(x**2) / (2 * (sigma_scale * side) ** 2)).reshape(shape)
    return np.maximum(weight, max(weight.min(), 1e-3)).astype(np.float32)


def slide(network, image, window, overlap=0.25):
    """Output [classes, space...] of a network [1,c,*window] -> [1,classes,*window] over image [c, space...]."""
    room = [max(0, w - s) for w, s in zip(window, image.shape[1:])]
    padded = np.pad(image, [(0, 0)] + [(r // 2, r - r // 2) for r in room])
    weight, total, weights = importance(window), None, np.zeros(padded.shape[1:], np.float32)
    for start in itertools.product(*[starts(s, w, overlap) for s, w in zip(padded.shape[1:], window)]):
        place = (slice(None), *(slice(s, s + w) for s, w in zip(start, window)))
        out = network(padded[place][None])[0]
        total = np.zeros((out.shape[0], *padded.shape[1:]), np.float32) if total is None else total
        total[place] += out * weight
        weights[place[1:]] += weight
    return (total / weights)[(slice(None), *(slice(r // 2, r // 2 + s) for r, s in zip(room, image.shape[1:])))]
