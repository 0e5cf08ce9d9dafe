"""Head circumference from a mask: ellipse of the same second moments, corrected for the outer edge of the labels."""
import numpy as np
from scipy import ndimage

from segmentation.masks import largest

# The filled masks reach this far (pixels of the 400 x 270 copy) beyond the ellipse the sonographer drew: 4.38 pixels of
# circumference on the training frames, sd 0.23, whatever the pixel size, so 4.38 / 2 pi of radius.
EDGE_PIXELS = 4.38 / (2 * np.pi)


def head(mask):
    """The mask's largest part with its holes filled (KeepLargestConnectedComponent, FillHoles)."""
    return ndimage.binary_fill_holes(largest(mask))


def ellipse(mask):
    """(centre y, centre x, long semi-axis, short semi-axis, angle) in pixels of the ellipse with the mask's moments."""
    y, x = np.nonzero(mask)
    cy, cx = y.mean(), x.mean()
    # a pixel is a unit square, not a point: 1/12 of its own second moment
    cov = np.cov(np.stack([y, x]), bias=True) + np.eye(2) / 12
    values, vectors = np.linalg.eigh(cov)
    long, short = 2 * np.sqrt(values[1]), 2 * np.sqrt(values[0])
    return cy, cx, long, short, float(np.arctan2(vectors[0, 1], vectors[1, 1]))


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


def fit_agreement(mask):
    """Dice of the mask with its own ellipse: 1 for a clean ellipse, lower for ragged or cut outlines."""
    cy, cx, a, b, angle = ellipse(mask)
    y, x = np.mgrid[: mask.shape[0], : mask.shape[1]]
    u = (x - cx) * np.cos(angle) + (y - cy) * np.sin(angle)
    v = -(x - cx) * np.sin(angle) + (y - cy) * np.cos(angle)
    inside = (u / a) ** 2 + (v / b) ** 2 <= 1
    return float(2 * (inside & mask).sum() / (inside.sum() + mask.sum()))
