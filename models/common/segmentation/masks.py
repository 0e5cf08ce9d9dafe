"""The package's mask steps in numpy and scipy: padding, largest part, Dice table of cases."""
import numpy as np
from scipy import ndimage


def padded_end(x, divisor):
    """DivisiblePad {k, method: end, value: 0} of the last axes of [c, space...]."""
    return np.pad(x, [(0, 0)] + [(0, -s % divisor) for s in x.shape[1:]])


def largest(mask):
    """KeepLargestConnectedComponent, full connectivity (8 in the plane, 26 in space); of equal ones the first."""
    parts, n = ndimage.label(mask, np.ones((3,) * mask.ndim))
    if n == 0:
        return mask
    sizes = np.bincount(parts.ravel())
    sizes[0] = 0
    return parts == sizes.argmax()


def sampled(p, axes):
    """[c,h,w] read by linear interpolation at the given places of each axis, the border kept."""
    for axis, places in enumerate(axes, 1):
        side = p.shape[axis]
        at = np.clip(places, 0, side - 1)
        low = np.minimum(at.astype(int), max(side - 2, 0))
        part = (at - low).astype(np.float32).reshape([-1 if a == axis else 1 for a in range(3)])
        p = np.take(p, low, axis) * (1 - part) + np.take(p, np.minimum(low + 1, side - 1), axis) * part
    return p


def enlarged(p, shape):
    """[c,h,w] brought to a shape, half-pixel centres: InvertTransforms of Resize on probabilities."""
    return sampled(p, [(np.arange(new) + 0.5) * old / new - 0.5 for old, new in zip(p.shape[1:], shape)])


def respaced(p, old, new):
    """[c,h,w] of pixels `old` wide brought to pixels `new` wide, first centres together (Spacing, as in MONAI)."""
    scale = new / old
    return sampled(p, [np.arange(max(1, int(np.rint((side - 1) / scale + 1)))) * scale for side in p.shape[1:]])


def respaced_back(p, old, new, shape):
    """InvertTransforms of `respaced` on probabilities: back to pixels `old` wide and the given shape."""
    return sampled(p, [np.arange(side) * (old / new) for side in shape])


def sigmoid(x):
    return 1 / (1 + np.exp(-np.asarray(x, np.float32)))


def softmax(x):
    e = np.exp(x - x.max(0, keepdims=True))
    return e / e.sum(0, keepdims=True)


def rounded(value, digits=4):
    """Numbers of nested figures rounded for measured.json."""
    if isinstance(value, dict):
        return {str(k): rounded(v, digits) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(v, digits) for v in value]
    return round(float(value), digits) if isinstance(value, (float, np.floating)) else int(value) if isinstance(value, np.integer) else value
