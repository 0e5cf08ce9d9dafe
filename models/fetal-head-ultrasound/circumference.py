"""Head circumference from a mask: ellipse fitted to its outline, corrected for the outer edge of the labels."""
import numpy as np
from scipy import ndimage

from segmentation.masks import largest

# The filled masks reach this far (pixels of the 400 x 270 copy) beyond the ellipse the sonographer drew: 4.37 pixels of
# circumference on the training frames, sd 0.14, whatever the pixel size, so 4.37 / 2 pi of radius.
EDGE_PIXELS = 4.37 / (2 * np.pi)


def head(mask):
    """The mask's largest part with its holes filled (KeepLargestConnectedComponent, FillHoles)."""
    return ndimage.binary_fill_holes(largest(mask))


def outline(mask):
    """Middles of all pixel sides between the mask and what lies around it: rows of x, y; pixel x covers x to x + 1."""
    m = np.pad(mask, 1)
    points = []
    y, x = np.nonzero(m[:, 1:] != m[:, :-1])
    points.append(np.stack([x, y - 0.5], 1))
    y, x = np.nonzero(m[1:] != m[:-1])
    points.append(np.stack([x - 0.5, y], 1))
    return np.concatenate(points).astype(np.float64)


def ellipse(mask):
    """(centre x, centre y, long semi-axis, short semi-axis, angle) of the direct least squares ellipse of the outline.

    Halíř and Flusser 1998, as the package's Diameters step.
    """
    points = outline(mask)
    middle = points.mean(0)
    unit = np.abs(points - middle).max()
    x, y = ((points - middle) / unit).T
    d1, d2 = np.stack([x * x, x * y, y * y], 1), np.stack([x, y, np.ones_like(x)], 1)
    t = -np.linalg.solve(d2.T @ d2, d2.T @ d1)
    m = d1.T @ d1 + d1.T @ d2 @ t
    values, vectors = np.linalg.eig(np.stack([m[2] / 2, -m[1], m[0] / 2]))
    good = np.flatnonzero(4 * vectors[0] * vectors[2] - vectors[1] ** 2 > 0)[0]
    a, b, c = np.real(vectors[:, good])
    d, e, f = t @ [a, b, c]
    det = 4 * a * c - b * b
    cx, cy = (b * e - 2 * c * d) / det, (b * d - 2 * a * e) / det
    level = -(f + (d * cx + e * cy) / 2)
    axes, turns = np.linalg.eigh(np.array([[a, b / 2], [b / 2, c]]) / level)
    long, short = 1 / np.sqrt(axes[0]), 1 / np.sqrt(axes[1])
    return cx * unit + middle[0], cy * unit + middle[1], long * unit, short * unit, float(np.arctan2(turns[1, 0], turns[0, 0]))


def perimeter(a, b):
    """Circumference of an ellipse (Ramanujan's second approximation, below 1e-5 off for head shapes)."""
    h = ((a - b) / (a + b)) ** 2
    return np.pi * (a + b) * (1 + 3 * h / (10 + np.sqrt(4 - 3 * h)))


def circumference_mm(mask, mm, edge=EDGE_PIXELS):
    """Calibrated circumference in mm of the mask's largest part, or None where the mask is empty."""
    if not mask.any():
        return None
    _, _, a, b, _ = ellipse(mask)
    return float(perimeter(a - edge, b - edge) * mm)
