"""Kept boxes of torchvision's non-maximum suppression, for tests/inference/steps/nms.test.ts.

Run: python3 torchvision_nms.py > torchvision-nms.json   (made with torchvision 0.14.1)
"""
import json

import numpy as np
import torch
import torchvision

rng = np.random.default_rng(7)
cases = []
for count, threshold, classes in [(40, 0.5, 1), (120, 0.3, 1), (120, 0.5, 3), (200, 0.7, 4), (200, 0.05, 2)]:
    corner = rng.uniform(0, 200, (count, 2))
    size = rng.uniform(8, 60, (count, 2))
    boxes = np.round(np.concatenate([corner, corner + size], 1), 1)
    scores = rng.permutation(count) / count
    labels = rng.integers(0, classes, count)
    kept = torchvision.ops.batched_nms(torch.tensor(boxes), torch.tensor(scores), torch.tensor(labels), threshold)
    agnostic = torchvision.ops.nms(torch.tensor(boxes), torch.tensor(scores), threshold)
    cases.append({"iou": threshold, "boxes": boxes.ravel().tolist(), "scores": scores.tolist(), "labels": labels.tolist(),
                  "kept": kept.tolist(), "keptAgnostic": agnostic.tolist()})
print(json.dumps({"torchvision": torchvision.__version__, "cases": cases}))
