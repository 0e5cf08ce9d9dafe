"""Pictures without the structure, made from the training pictures: without them a network finds it everywhere."""
import numpy as np
import torch


def blurred(field, rounds):
    """Small binomial blur repeated: a cheap Gaussian."""
    for _ in range(rounds):
        p = np.pad(field, 1, mode="edge")
        field = (p[:-2, 1:-1] + p[2:, 1:-1] + p[1:-1, :-2] + p[1:-1, 2:] + field) / 5
    return field


def nothing(rng, shape):
    """A picture of no body at all, float32 in 0..1: blobs, stripes, two-tone shapes, noise or one grey."""
    field = rng.random(shape).astype(np.float32)
    if rng.random() < 0.2:
        field = np.repeat(field[:1], shape[0], 0) if rng.random() < 0.5 else np.repeat(field[:, :1], shape[1], 1)
    field = blurred(field, int(rng.integers(0, 30)))
    field = (field - field.min()) / max(np.ptp(field), 1e-6)
    if rng.random() < 0.3:
        field = (field > rng.uniform(0.3, 0.7)) * np.float32(1)
    if rng.random() < 0.2:
        field[:] = rng.random()
    return field.astype(np.float32)


def away_window(mask, rng, halves, margin):
    """(centre y, centre x, half side) of a square window without the mask and its margin; None if none was found."""
    y, x = np.nonzero(mask)
    cy, cx = y.mean(), x.mean()
    reach = np.hypot(y - cy, x - cx).max() + margin
    for _ in range(40):
        half = rng.uniform(*halves)
        wy, wx = (rng.uniform(half * 0.7, max(side - half * 0.7, half * 0.7 + 1)) for side in mask.shape)
        if max(abs(wy - cy), abs(wx - cx)) > half + reach:
            return wy, wx, half
    return None


def window_grid(window, crop, shape):
    """Sampling grid [*crop,2] of a square window (see away_window) of a picture of the given shape."""
    wy, wx, half = window
    reach = [half * c / max(crop) for c in crop]
    yy, xx = torch.meshgrid(*[torch.linspace(-r, r, c) for r, c in zip(reach, crop)], indexing="ij")
    return torch.stack([((xx + wx) * 2 + 1) / shape[1] - 1, ((yy + wy) * 2 + 1) / shape[0] - 1], -1)
