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


def enlarged(p, shape):
    """Bilinear (half-pixel centres, border kept) of [c,h,w] to a shape: InvertTransforms of Resize on probabilities."""
    for axis in (1, 2):
        old, new = p.shape[axis], shape[axis - 1]
        at = np.clip((np.arange(new) + 0.5) * old / new - 0.5, 0, old - 1)
        low = np.minimum(at.astype(int), max(old - 2, 0))
        part = (at - low).astype(np.float32).reshape([-1 if a == axis else 1 for a in range(3)])
        p = np.take(p, low, axis) * (1 - part) + np.take(p, np.minimum(low + 1, old - 1), axis) * part
    return p


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
