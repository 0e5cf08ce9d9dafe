#!/usr/bin/env python3
"""Labels of a volume under images of any orientation, by scipy.ndimage.map_coordinates (order 0).

Writes reformat-labels.json beside this script: a label volume with an oblique affine and images cut from it; `expected`
is row-major. Pixels whose place lies within 1e-3 of a voxel's edge, where rounding decides, are written as -1.
"""
import json
from pathlib import Path

import numpy as np
from scipy.ndimage import map_coordinates

rng = np.random.default_rng(7)


def rotation(a, b, c):
    ca, sa, cb, sb, cc, sc = np.cos(a), np.sin(a), np.cos(b), np.sin(b), np.cos(c), np.sin(c)
    rz = np.array([[ca, -sa, 0], [sa, ca, 0], [0, 0, 1]])
    ry = np.array([[cb, 0, sb], [0, 1, 0], [-sb, 0, cb]])
    rx = np.array([[1, 0, 0], [0, cc, -sc], [0, sc, cc]])
    return rz @ ry @ rx


shape = (6, 7, 9)  # slices, rows, columns
labels = rng.integers(0, 5, size=shape).astype(np.uint8)
affine = np.eye(4)
affine[:3, :3] = rotation(0.2, -0.1, 0.3) @ np.diag([0.8, 1.1, 2.0])
affine[:3, 3] = [-3.3, 4.1, 12.7]
inverse = np.linalg.inv(affine)
cases = []
for turn in ((0, 0, 0), (0.2, -0.1, 0.3), (1.1, 0.4, -0.7)):
    r = rotation(*turn)
    across, down = r[:, 0], r[:, 1]
    centre = affine @ np.array([4, 3, 2.6, 1])
    rows, columns, spacing = 11, 10, {"row": 0.9, "column": 0.7}
    position = centre[:3] - across * spacing["column"] * 4.5 - down * spacing["row"] * 5
    expected = []
    for y in range(rows):
        for x in range(columns):
            mm = position + across * spacing["column"] * x + down * spacing["row"] * y
            i, j, k, _ = inverse @ np.append(mm, 1)
            place = np.array([k, j, i])
            if np.min(np.abs(place + 0.5 - np.round(place + 0.5))) < 1e-3:
                expected.append(-1)
                continue
            inside = all(-0.5 < p < n - 0.5 for p, n in zip(place, shape))
            expected.append(int(map_coordinates(labels, place[:, None], order=0, mode="nearest")[0]) if inside else 0)
    cases.append({"position": position.tolist(), "rowDirection": across.tolist(), "columnDirection": down.tolist(),
                  "spacing": spacing, "rows": rows, "columns": columns, "expected": expected})
out = {"slices": shape[0], "rows": shape[1], "columns": shape[2], "affine": affine[:3].ravel().tolist(),
       "labels": labels.ravel().tolist(), "images": cases}
(Path(__file__).parent / "reformat-labels.json").write_text(json.dumps(out))
