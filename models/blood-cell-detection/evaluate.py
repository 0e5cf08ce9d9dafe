"""The package's chain after the network (BoxDecode, InvertTransforms, NMS) and the detection metrics."""
import numpy as np
import torch

from data import LABELS, preprocess

SCORE = 0.01
MAX_DETECTIONS = 300


def iou_one(box, boxes):
    """IoU of one xyxy box with many."""
    inter = np.clip(np.minimum(box[2:], boxes[:, 2:]) - np.maximum(box[:2], boxes[:, :2]), 0, None).prod(1)
    area = lambda b: (b[..., 2] - b[..., 0]) * (b[..., 3] - b[..., 1])
    return inter / np.maximum(area(box) + area(boxes) - inter, 1e-12)


def nms(boxes, scores, labels, iou_threshold, score_threshold=SCORE, max_detections=MAX_DETECTIONS):
    """Greedy suppression per label; returns kept indices by falling score."""
    order = np.argsort(-scores, kind="stable")
    order = order[scores[order] >= score_threshold]
    kept = []
    while len(order) and len(kept) < max_detections:
        i, order = order[0], order[1:]
        kept.append(i)
        order = order[(labels[order] != labels[i]) | (iou_one(boxes[i], boxes[order]) <= iou_threshold)]
    return np.array(kept, np.int64)


def decode(raw, scale, shape):
    """raw [7,N] of one image -> boxes [n,4] in source pixels (clipped), scores, labels, before suppression."""
    label, place = np.nonzero(raw[4:] >= SCORE)
    cx, cy, w, h = raw[:4, place].astype(np.float64)
    boxes = np.stack([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2], 1) * np.array([*scale, *scale])
    boxes = np.clip(boxes, 0, [shape[1], shape[0]] * 2)
    real = (boxes[:, 2:] > boxes[:, :2]).all(1)
    return boxes[real], raw[4:][label, place].astype(np.float64)[real], label[real]


def predict(network, images, size):
    """Decoded candidates of every image; network: callable from float32 [1,3,h,w] array to array [1,7,N]."""
    out = []
    for image in images:
        x, scale = preprocess(image, size)
        out.append(decode(network(x)[0], scale, image.shape))
    return out


def suppress(candidates, iou_threshold):
    result = []
    for boxes, scores, labels in candidates:
        k = nms(boxes, scores, labels, iou_threshold)
        result.append((boxes[k], scores[k], labels[k]))
    return result


def match(detections, truths, label, iou=0.5):
    """Greedy VOC matching of one label. Returns per field (scores, is-true flags, number of truth boxes)."""
    out = []
    for (boxes, scores, labels), (tb, tl) in zip(detections, truths):
        b, s, t = boxes[labels == label], scores[labels == label], tb[tl == label]
        used, hit = np.zeros(len(t), bool), np.zeros(len(b), bool)
        for i in range(len(b)):
            if len(t):
                o = np.where(used, -1, iou_one(b[i], t))
                j = int(o.argmax())
                if o[j] >= iou:
                    used[j] = hit[i] = True
        out.append((s, hit, len(t)))
    return out


def average_precision(matches):
    """All-point interpolated AP over the fields' matches."""
    total = sum(m[2] for m in matches)
    if total == 0:
        return float("nan")
    scores = np.concatenate([m[0] for m in matches])
    hits = np.concatenate([m[1] for m in matches])[np.argsort(-scores, kind="stable")]
    tp = np.cumsum(hits)
    recall = tp / total
    precision = np.maximum.accumulate((tp / np.arange(1, len(tp) + 1))[::-1])[::-1]
    return float((np.diff(recall, prepend=0) * precision).sum())


def ap_table(detections, truths, iou=0.5):
    return [average_precision(match(detections, truths, k, iou)) for k in range(len(LABELS))]


def operating_point(matches, threshold):
    tp = sum(int(m[1][m[0] >= threshold].sum()) for m in matches)
    found = sum(int((m[0] >= threshold).sum()) for m in matches)
    total = sum(m[2] for m in matches)
    errors = [int((m[0] >= threshold).sum()) - m[2] for m in matches]
    p, r = tp / max(1, found), tp / max(1, total)
    return {"threshold": threshold, "precision": p, "recall": r, "f1": 2 * p * r / max(1e-9, p + r), "truth": total,
            "found": found, "count_error_mean": float(np.mean(errors)), "count_error_mean_abs": float(np.mean(np.abs(errors)))}


def best_threshold(matches):
    """Score threshold of the highest F1 of one label: the middle of those within 0.005 of the best."""
    grid = np.arange(0.02, 0.9, 0.01)
    f1 = np.array([operating_point(matches, t)["f1"] for t in grid])
    return float(grid[f1 >= f1.max() - 0.005].mean())


def bootstrap(detections, truths, rounds=2000, seed=0):
    """95 % intervals by field of the three AP and their mean at IoU 0.5."""
    rng = np.random.default_rng(seed)
    per_label = [match(detections, truths, k) for k in range(len(LABELS))]
    rows = []
    for _ in range(rounds):
        pick = rng.integers(0, len(truths), len(truths))
        aps = [average_precision([m[i] for i in pick]) for m in per_label]
        rows.append([*aps, np.mean(aps)])
    low, high = np.nanpercentile(rows, [2.5, 97.5], axis=0)
    return [[float(a), float(b)] for a, b in zip(low, high)]


def torch_network(module):
    """Wraps a Packaged module as a callable on arrays."""
    def call(x):
        with torch.no_grad():
            return module(torch.from_numpy(x).contiguous(memory_format=torch.channels_last)).numpy()
    return call
