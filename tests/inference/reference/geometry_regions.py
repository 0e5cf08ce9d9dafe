"""Numbers of crops, pads and chains taken back, for tests/domain/kernels/geometry/regions.test.ts.

Run: python3 geometry_regions.py > geometry-regions.json   (numpy 1.24.2, torch 1.13.0)
Real: numpy.pad, torch.interpolate, torch.grid_sample. MONAI's SpatialPad, DivisiblePad, SpatialCrop, CenterSpatialCrop,
CropForeground and Invert: short scripts from their published definitions.
"""
import json

import numpy as np
import torch
from reference_input import floats, numbers
from grid_sampling import grid_sample

MODES = {"constant": {"mode": "constant", "constant_values": 7}, "edge": {"mode": "edge"}, "reflect": {"mode": "reflect"}}


def widths(shape, size, method):
    """MONAI compute_pad_width."""
    out = []
    for have, want in zip(shape, size):
        width = max(want - have, 0)
        out.append((width // 2, width - width // 2) if method == "symmetric" else (0, width))
    return out


pads = []
for shape, size in (((2, 5, 6), (9, 4)), ((1, 4, 5, 3), (7, 5, 6)), ((1, 3, 8), (8, 13))):
    for method in ("symmetric", "end"):
        for mode, options in MODES.items():
            image = floats(8000, shape)
            out = np.pad(image, [(0, 0), *widths(shape[1:], size, method)], **options)
            pads.append({"shape": shape, "size": size, "method": method, "mode": mode, "to": out.shape[1:], "values": numbers(out)})
divisible = [{"shape": s, "k": k, "size": [int(np.ceil(n / d) * d) if d > 0 else n for n, d in zip(s, k)]}
             for s, k in (((33, 64), (16, 16)), ((5, 7, 9), (4, 0, 3)), ((1, 1), (32, 8)))]


def slices(center, size):
    """MONAI SpatialCrop.compute_slices."""
    start = np.maximum(np.array(center) - np.array(size) // 2, 0)
    return [slice(int(a), int(a + b)) for a, b in zip(start, size)]


crops = []
for shape, center, size in (((9, 8), (4, 3), (4, 5)), ((9, 8), (1, 7), (6, 6)), ((5, 6, 7), (2, 3, 3), (3, 4, 9))):
    image = floats(8010, shape)
    crops.append({"shape": shape, "center": center, "size": size, "values": numbers(image[tuple(slices(center, size))]),
                  "middle": numbers(image[tuple(slices([n // 2 for n in shape], size))])})

mask = np.zeros((2, 6, 9, 8))
mask[0, 2, 3:6, 4] = 0.6
mask[1, 3, 5, 5:7] = 0.9
mask[1, 5, 8, 0] = 0.4
boxes = []
for threshold, margin in ((0.5, (0, 0, 0)), (0, (0, 0, 0)), (0.5, (1, 4, 2)), (0.7, (0, 2, 0))):
    found = np.argwhere(np.any(mask > threshold, 0))
    low, high = found.min(0), found.max(0) + 1
    boxes.append({"threshold": threshold, "margin": margin, "start": np.maximum(low - margin, 0).tolist(),
                  "end": np.minimum(high + margin, mask.shape[1:]).tolist()})

# A chain as a CT model has it, and a map on its last grid taken back: flip, spacing, crop, pad.
shape, spaced = (6, 9, 8), (9, 6, 10)
matrix = np.array([[0.62, 0, 0, 0.0], [0, 1.55, 0, 0.0], [0, 0, 0.77, 0.0]])
inverse = np.linalg.inv(np.vstack([matrix, [0, 0, 0, 1]]))[:3]
start, size, before, final = (2, 1, 3), (6, 4, 6), (1, 0, 2), (8, 4, 10)
image = floats(8020, (2, *shape))
forward = grid_sample(np.ascontiguousarray(image[:, :, ::-1]), matrix, spaced, "bilinear", "border")
forward = forward[(slice(None), *[slice(a, a + b) for a, b in zip(start, size)])]
forward = np.pad(forward, [(0, 0), *[(b, f - b - s) for b, s, f in zip(before, size, final)]])
probability = floats(8021, (2, *final))
labels = (floats(8022, final) * 4).astype(int)
inverted = {}
for name, value, mode in (("linear", probability, "bilinear"), ("nearest", labels[None].astype(float), "nearest")):
    back = value[(slice(None), *[slice(b, b + s) for b, s in zip(before, size)])]
    whole = np.zeros((len(back), *spaced))
    whole[(slice(None), *[slice(a, a + b) for a, b in zip(start, size)])] = back
    inverted[name] = numbers(grid_sample(whole, inverse, shape, mode, "border")[:, :, ::-1], 12)
half = torch.from_numpy(floats(8030, (1, 2, 5, 7)))
resized = [{"alignCorners": a, "values": numbers(torch.nn.functional.interpolate(half, size=(9, 4), mode="bilinear", align_corners=a), 12)} for a in (False, True)]
print(json.dumps({"pads": pads, "divisible": divisible, "crops": crops, "foreground": {"mask": numbers(mask), "shape": mask.shape, "boxes": boxes},
                  "chain": {"shape": shape, "spaced": spaced, "matrix": matrix.ravel().tolist(), "start": start, "size": size, "before": before,
                            "final": final, "forward": numbers(forward, 12), **inverted}, "resized": resized}, separators=(",", ":")))
