"""Numbers of Pillow's antialiased bilinear resize, for tests/inference/steps/resize.test.ts.

Run: python3 pillow_resize.py > pillow-resize.json   (made with Pillow 9.4.0)
"""
import hashlib
import json

import numpy as np
import PIL
from PIL import Image

from reference_input import noise


CASES = [(7, 5, 3, 2), (5, 7, 9, 13), (4, 4, 4, 4), (1, 1, 6, 3), (9, 1, 4, 1), (1, 17, 1, 5), (64, 48, 63, 47), (48, 64, 31, 64),
         (100, 75, 17, 75), (33, 200, 333, 20), (480, 640, 312, 416), (363, 360, 416, 413), (575, 576, 100, 100), (31, 29, 300, 281)]

cases = []
for number, (rows, columns, target_rows, target_columns) in enumerate(CASES):
    seed = 1000 + number
    source = noise(seed, rows * columns).reshape(rows, columns)
    result = np.asarray(Image.fromarray(source).resize((target_columns, target_rows), Image.BILINEAR))
    cases.append({"seed": seed, "rows": rows, "columns": columns, "targetRows": target_rows, "targetColumns": target_columns,
                  "sha256": hashlib.sha256(result.tobytes()).hexdigest(), "head": result.ravel()[:12].tolist()})
print(json.dumps({"pillow": PIL.__version__, "cases": cases}, indent=1))
