"""What the reference scripts share: the input that the tests make too, and numbers written shortly."""
import base64
import zlib

import numpy as np


def noise(seed, count):
    """Bytes 16-23 of a 31-bit linear congruential generator; tests/domain/kernels/reference-input.ts makes the same."""
    out = np.empty(count, np.uint8)
    x = seed
    for i in range(count):
        x = (1103515245 * x + 12345) & 0x7FFFFFFF
        out[i] = (x >> 16) & 255
    return out


def floats(seed, shape):
    """Noise as multiples of 1/256 below 1, exact in float32."""
    return (noise(seed, int(np.prod(shape))).astype(np.float64) / 256).reshape(shape)


def numbers(array, digits=9):
    """Values in row-major order, enough digits for float32 (9) or nearly float64 (15)."""
    return [float(f"{v:.{digits}g}") for v in np.asarray(array, np.float64).ravel()]


def pack(array):
    """An array as JSON; tests/inference/reference/arrays.ts reads it."""
    array = np.ascontiguousarray(array)
    return {"dtype": str(array.dtype), "shape": list(array.shape),
            "zlib": base64.b64encode(zlib.compress(array.tobytes(), 9)).decode()}
