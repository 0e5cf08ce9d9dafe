"""Numbers of Pillow's and torch's resizing, for tests/domain/kernels/geometry/resize.test.ts.

Run: python3 geometry_resize.py > geometry-resize.json
Made with Pillow 9.4.0 and torch 1.13.0; Pillow 12.3.0 and torch 2.13.0 give the same (tried, within 2e-6).
"""
import hashlib
import json

import numpy as np
import PIL
import torch
from PIL import Image
from reference_input import floats, noise, numbers

FILTERS = {"nearest": 0, "lanczos": 1, "bilinear": 2, "bicubic": 3, "box": 4, "hamming": 5}
SIZES = [(9, 7, 4, 3), (5, 8, 11, 13), (31, 29, 13, 40), (48, 64, 48, 20), (3, 3, 7, 3)]

pillow = []
for name, code in FILTERS.items():
    for number, (rows, columns, to_rows, to_columns) in enumerate(SIZES):
        seed = 2000 + number
        plane = noise(seed, rows * columns).reshape(rows, columns)
        result = np.asarray(Image.fromarray(plane).resize((to_columns, to_rows), code))
        real = np.asarray(Image.fromarray((plane / 256).astype(np.float32), mode="F").resize((to_columns, to_rows), code))
        pillow.append({"filter": name, "seed": seed, "from": [rows, columns], "to": [to_rows, to_columns],
                       "sha256": hashlib.sha256(result.tobytes()).hexdigest(),
                       "float": numbers(real) if number < 2 else numbers(real[:2, :2])})

cases = []


def add(shape, size, mode, **options):
    seed = 3000 + len(cases)
    image = torch.from_numpy(floats(seed, shape).astype(np.float32))[None]
    names = {3: {"linear": "bilinear"}, 4: {"linear": "trilinear"}}[len(shape)]
    result = torch.nn.functional.interpolate(image, size=size, mode=names.get(mode, mode), **options)[0]
    cases.append({"seed": seed, "shape": list(shape), "size": list(size), "mode": mode,
                  "alignCorners": bool(options.get("align_corners")), "antialias": bool(options.get("antialias")),
                  "values": numbers(result.numpy())})


for size in [(3, 4), (11, 13), (5, 9), (10, 14)]:
    for mode in ("nearest", "nearest-exact", "area"):
        add((2, 5, 7), size, mode)
    for mode in ("linear", "bicubic"):
        for align in (False, True):
            add((2, 5, 7), size, mode, align_corners=align)
        add((2, 5, 7), size, mode, align_corners=False, antialias=True)
for size in [(3, 4, 5), (7, 5, 9)]:
    for mode in ("nearest", "nearest-exact", "area"):
        add((1, 5, 4, 6), size, mode)
    for align in (False, True):
        add((1, 5, 4, 6), size, "linear", align_corners=align)
for source, target in [(100, 37), (37, 100), (511, 333), (333, 511), (7, 1000)]:
    image = torch.arange(source, dtype=torch.float32)[None, None]
    for mode in ("nearest", "nearest-exact"):
        index = torch.nn.functional.interpolate(image, size=[target], mode=mode)[0, 0].numpy().astype(np.int32)
        cases.append({"from": source, "to": target, "mode": mode, "sha256": hashlib.sha256(index.tobytes()).hexdigest()})

print(json.dumps({"versions": {"pillow": PIL.__version__, "torch": torch.__version__},
                  "pillow": pillow, "torch": [c for c in cases if "shape" in c],
                  "nearestIndex": [c for c in cases if "from" in c]}, separators=(",", ":")))
