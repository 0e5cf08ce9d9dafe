"""Numbers of activations, calibration and detection decoding, for tests/domain/kernels/activation and boxes.

Run: python3 scores.py > scores.json   (torch 1.13.0, torchvision 0.14.1, scikit-learn 1.2.1, scipy 1.10.1, numpy 1.24.2)
MONAI ProbNMS, SAHI's greedy merge and DETR's post-processing: short scripts from their published definitions.
"""
import json

import numpy as np
import torch
from scipy import stats
from sklearn.isotonic import IsotonicRegression
from torchvision.models.detection._utils import BoxCoder
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.models.detection.image_list import ImageList
from reference_input import floats, noise, numbers

cases = {}
logits = (floats(6000, (3, 4, 5)) * 20 - 9).astype(np.float32)
t = torch.from_numpy(logits)
probabilities = torch.softmax(t.double(), 0)
ranked = torch.topk(t.flatten(), 7)
fit = IsotonicRegression(out_of_bounds="clip").fit(floats(6001, (40,)), floats(6002, (40,)) + floats(6001, (40,)))
members = np.stack([floats(6010 + i, (2, 6)) for i in range(4)])
votes = np.stack([noise(6020 + i, 40) % 4 for i in range(5)])
cases["activation"] = {
    "seed": 6000, "shape": [3, 4, 5], "sigmoid": numbers(torch.sigmoid(t.double())),
    "softmax": [numbers(torch.softmax(t.double(), axis)) for axis in range(3)],
    "temperature": numbers(torch.softmax(t.double() / 2.7, 0)), "argmax": torch.argmax(t, 0).flatten().tolist(),
    "topk": {"values": numbers(ranked.values), "indices": ranked.indices.tolist()},
    "entropy": numbers(stats.entropy(probabilities.numpy(), axis=0) / np.log(3)),
    "binaryEntropy": numbers(stats.entropy(np.stack([members[0], 1 - members[0]]), axis=0) / np.log(2)),
    "digitize": np.digitize(logits.ravel(), [-5, 0, 0.5, 6]).tolist(), "edges": [-5, 0, 0.5, 6],
    "platt": numbers(torch.sigmoid(1.3 * t.double() - 0.4)),
    "isotonic": {"x": numbers(fit.X_thresholds_, 17), "y": numbers(fit.y_thresholds_, 17), "values": numbers(fit.predict(logits.ravel() / 8))},
    "mean": numbers(members.mean(0)), "variance": numbers(members.var(0)),
    "vote": [int(np.bincount(column).argmax()) for column in votes.T]}

# RetinaNet on an image of 70 x 100 pixels, two levels
sizes, ratios, strides = ((16, 24), (40,)), ((0.5, 1.0, 2.0),) * 2, (8, 16)
grids = [(-(-70 // s), -(-100 // s)) for s in strides]
generator = AnchorGenerator(sizes, ratios)
cells = [c for c in generator.cell_anchors]
anchors = torch.cat(generator.grid_anchors([list(g) for g in grids], [[torch.tensor(s), torch.tensor(s)] for s in strides]))
count = len(anchors)
deltas = torch.from_numpy((floats(6100, (count, 4)) * 3 - 1.5).astype(np.float32))
deltas[5, 2] = 9
classes = torch.from_numpy((floats(6101, (count, 3)) * 12 - 9).astype(np.float32))
coder = BoxCoder(weights=(1.0, 1.0, 1.0, 1.0))
per_level = [g[0] * g[1] * len(c) for g, c in zip(grids, cells)]
boxes, scores, labels = [], [], []
for d, c, a in zip(deltas.split(per_level), classes.split(per_level), anchors.split(per_level)):
    s = torch.sigmoid(c).flatten()
    keep = torch.where(s > 0.5)[0]
    s, order = s[keep].sort(descending=True, stable=True)
    keep, s = keep[order][:20], s[:20]
    boxes.append(coder.decode_single(d[keep // 3], a[keep // 3]))
    scores.append(s)
    labels.append(keep % 3)
heavy = BoxCoder(weights=(10.0, 10.0, 5.0, 5.0)).decode_single(deltas[:6], anchors[:6])
cases["retinanet"] = {"input": {"rows": 70, "columns": 100}, "count": count, "strides": strides, "sizes": sizes, "ratios": ratios[0],
                      "anchors": numbers(anchors[:: 7]), "sum": float(anchors.double().sum()), "boxes": numbers(torch.cat(boxes)),
                      "scores": numbers(torch.cat(scores)), "labels": torch.cat(labels).tolist(), "weighted": numbers(heavy)}

out = torch.from_numpy((floats(6110, (1, 9, 4)) * 8).astype(np.float32))
box = torch.from_numpy(floats(6111, (1, 9, 4)).astype(np.float32))
best = torch.softmax(out.double(), -1)[0, :, :-1].max(-1)
cx, cy, w, h = (box[0] * torch.tensor([100.0, 70, 100, 70])).double().unbind(-1)
cases["detr"] = {"scores": numbers(best.values), "labels": best.indices.tolist(),
                 "corners": numbers(torch.stack([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2], -1))}


def prob_nms(prob, threshold, box):
    """MONAI ProbNMS without smoothing."""
    prob = prob.copy()
    box = np.array(box)
    lower, upper = box // 2, box - box // 2
    found = []
    while prob.max() > threshold:
        at = np.array(np.unravel_index(prob.argmax(), prob.shape))
        found.append([float(prob.max()), *at.tolist()])
        prob[tuple(slice(a, b) for a, b in zip(np.maximum(at - lower, 0), at + upper))] = 0
    return found


heat = floats(6120, (3, 8, 9))
cases["probNms"] = [{"seed": 6120, "shape": [24, 9], "box": [5, 4], "peaks": prob_nms(heat.reshape(24, 9), 0.6, [5, 4])},
                    {"seed": 6120, "shape": [3, 8, 9], "box": [2, 3, 5], "peaks": prob_nms(heat, 0.5, [2, 3, 5])}]

maps = torch.from_numpy(floats(6130, (2, 6, 8)) * 5)
weights = torch.softmax((1.7 * maps).flatten(1), 1).reshape(maps.shape)
ys, xs = torch.arange(6.0).double(), torch.arange(8.0).double()
cy, cx = (weights.sum(2) * ys).sum(1), (weights.sum(1) * xs).sum(1)
spread = ((weights * ((ys[:, None] - cy[:, None, None]) ** 2 + (xs - cx[:, None, None]) ** 2)).sum((1, 2))).sqrt()
cases["landmarks"] = {"seed": 6130, "shape": [2, 6, 8], "y": numbers(cy), "x": numbers(cx), "spread": numbers(spread), "score": numbers(maps.flatten(1).max(1).values)}

corner = floats(6140, (30, 2)) * 60
tiles = np.concatenate([corner, corner + 8 + floats(6141, (30, 2)) * 20], 1)
score, label = floats(6142, (30,)), noise(6143, 30) % 2


def merged(boxes, scores, labels, overlap):
    """SAHI GreedyNMM, metric IOS: each keeper takes every later box that overlaps it, not those that overlap its pieces."""
    order = sorted(range(len(scores)), key=lambda i: (-scores[i], i))
    result, taken = [], set()
    for i in order:
        if i in taken:
            continue
        taken.add(i)
        group = [i]
        for j in order:
            if j in taken or labels[i] != labels[j]:
                continue
            lt, rb = np.maximum(boxes[i, :2], boxes[j, :2]), np.minimum(boxes[i, 2:], boxes[j, 2:])
            inter = np.prod(np.maximum(rb - lt, 0))
            if inter / min(np.prod(boxes[k, 2:] - boxes[k, :2]) for k in (i, j)) >= overlap:
                group.append(j)
                taken.add(j)
        result.append([*boxes[group, :2].min(0), *boxes[group, 2:].max(0), scores[i], labels[i]])
    return result


cases["merge"] = {"boxes": numbers(tiles, 17), "scores": numbers(score, 17), "labels": label.tolist(), "merged": [numbers(r, 15) for r in merged(tiles, score, label, 0.5)]}
print(json.dumps(cases, separators=(",", ":")))
