"""Star-convex objects (Schmidt 2018): targets from label maps, and polygons with suppression as the package's StarDist step."""
import numpy as np
from scipy import ndimage

RAYS, GRID, BORDER = 32, 2, 2
MOST = 4000
_ANGLES = 2 * np.pi * np.arange(RAYS) / RAYS
COS, SIN = np.cos(_ANGLES), np.sin(_ANGLES)
_STEP = np.maximum(np.abs(COS), np.abs(SIN))
FARTHEST = 128
_Y, _X = (np.rint(np.arange(FARTHEST)[:, None] * way).astype(np.int64) for way in (SIN, COS))


def rays(labels, ys, xs):
    """[n,32] pixels from each place to where its 32 rays leave the object it lies in, at most 127."""
    wide = np.pad(labels, FARTHEST, constant_values=-2)
    flat, offset = wide.ravel(), _Y * wide.shape[1] + _X
    at = np.repeat((ys + FARTHEST) * wide.shape[1] + xs + FARTHEST, RAYS)
    own, ray, place = flat[at], np.tile(np.arange(RAYS), len(ys)), np.arange(len(at))
    length = np.full(len(at), FARTHEST - 1, np.float32)
    for t in range(1, FARTHEST):
        same = flat[at + offset[t][ray]] == own
        length[place[~same]] = t
        at, own, ray, place = at[same], own[same], ray[same], place[same]
        if not len(at):
            break
    # the rim lies half a pixel before the first pixel of another object
    return length.reshape(len(ys), RAYS) - (0.5 / _STEP).astype(np.float32)


def targets(labels):
    """Label map [h,w] (0 background, -1 unknown) to maps on every second pixel.

    probability [1,h/2,w/2]: distance to the rim over the highest of the object; distances [32,h/2,w/2] in pixels, to
    where the ray leaves the object; known [1,h/2,w/2]: 0 where the label map says nothing.
    """
    p = np.pad(labels, 1, constant_values=-2)
    core = (p[1:-1, 1:-1] == p[:-2, 1:-1]) & (p[1:-1, 1:-1] == p[2:, 1:-1]) & (p[1:-1, 1:-1] == p[1:-1, :-2]) & (p[1:-1, 1:-1] == p[1:-1, 2:])
    # a picture's own border is no rim of the object
    core |= (p[:-2, 1:-1] == -2) | (p[2:, 1:-1] == -2) | (p[1:-1, :-2] == -2) | (p[1:-1, 2:] == -2)
    inside = labels > 0
    depth = ndimage.distance_transform_edt(core & inside) + inside
    top = np.maximum(ndimage.maximum(depth, labels, np.arange(labels.max() + 1)) if inside.any() else np.ones(1), 1)
    probability = np.where(inside, depth / top[np.maximum(labels, 0)], 0)[::GRID, ::GRID].astype(np.float32)
    small = labels[::GRID, ::GRID]
    ys, xs = np.nonzero(small > 0)
    distances = np.zeros((RAYS, *small.shape), np.float32)
    distances[:, ys, xs] = rays(labels, ys * GRID, xs * GRID).T
    return probability[None], distances, (small >= 0).astype(np.float32)[None]


def polygons(probability, distances, threshold):
    """Candidates best first: (scores [n], corners [n,32,2] as y, x in pixels); the maps' border of 2 gives none.

    Only the best 4000 are taken: an untrained network would offer every place.
    """
    score = np.zeros_like(probability)
    score[BORDER:-BORDER, BORDER:-BORDER] = probability[BORDER:-BORDER, BORDER:-BORDER]
    ys, xs = np.nonzero(score > threshold)
    order = np.argsort(-score[ys, xs][::-1], kind="stable")[:MOST]
    ys, xs = ys[::-1][order], xs[::-1][order]
    d = distances[:, ys, xs].T
    return score[ys, xs], np.stack([ys[:, None] * GRID + d * SIN, xs[:, None] * GRID + d * COS], -1)


def _drawn(corners, top, left, shape):
    """Mask of `shape` from (top, left): the pixels whose centre lies inside the corners (y, x; a whole number is a centre), even-odd as in the app."""
    y, x = np.arange(shape[0])[:, None] + top, np.arange(shape[1])[None] + left
    inside = np.zeros(shape, bool)
    for (y0, x0), (y1, x1) in zip(corners, np.roll(corners, -1, 0)):
        if y0 != y1:
            inside ^= ((y0 > y) != (y1 > y)) & (x < (x1 - x0) * (y - y0) / (y1 - y0) + x0)
    return inside


def instances(probability, distances, threshold, overlap, shape):
    """Label map [h,w] (1 = best) after greedy suppression by drawn intersection over the smaller area."""
    scores, corners = polygons(probability, distances, threshold)
    out = np.zeros(shape, np.int32)
    boxes = np.stack([np.floor(corners.min(1)), np.ceil(corners.max(1))], 1).astype(int) if len(corners) else np.zeros((0, 2, 2), int)
    kept, cells = [], {}
    for n in range(len(scores)):
        (t, l), (b, r) = boxes[n]
        tile = [(i, j) for i in range(t // 32, b // 32 + 1) for j in range(l // 32, r // 32 + 1)]
        mask = _drawn(corners[n], t, l, (b - t + 1, r - l + 1))
        area, covered = int(mask.sum()), False
        for m in {m for c in tile for m in cells.get(c, ())}:
            (t2, l2), (b2, r2) = boxes[kept[m][0]]
            top, left, bottom, right = max(t, t2), max(l, l2), min(b, b2), min(r, r2)
            if top > bottom or left > right:
                continue
            both = (mask[top - t:bottom - t + 1, left - l:right - l + 1]
                    & kept[m][1][top - t2:bottom - t2 + 1, left - l2:right - l2 + 1]).sum()
            if both / (min(area, int(kept[m][1].sum())) + 1e-10) > overlap:
                covered = True
                break
        if not covered and area > 0:
            for c in tile:
                cells.setdefault(c, []).append(len(kept))
            kept.append((n, mask))
    for rank in range(len(kept) - 1, -1, -1):
        n, mask = kept[rank]
        (t, l), (b, r) = boxes[n]
        t0, l0, b0, r0 = max(t, 0), max(l, 0), min(b, shape[0] - 1), min(r, shape[1] - 1)
        if t0 <= b0 and l0 <= r0:
            out[t0:b0 + 1, l0:r0 + 1][mask[t0 - t:b0 - t + 1, l0 - l:r0 - l + 1]] = rank + 1
    return out


def matches(found, truth, iou=0.5):
    """(pairs above the IoU, found objects, true objects); above 0.5 a pair is unique."""
    f, t = np.unique(found, return_inverse=True)[1].reshape(found.shape), np.unique(truth, return_inverse=True)[1].reshape(truth.shape)
    f, t = f + (found.min() > 0), t + (truth.min() > 0)
    table = np.zeros((f.max() + 1, t.max() + 1), np.int64)
    np.add.at(table, (f.ravel(), t.ravel()), 1)
    union = table.sum(1, keepdims=True) + table.sum(0, keepdims=True) - table
    hits = int((table[1:, 1:] / np.maximum(union[1:, 1:], 1) > iou).sum())
    return hits, table.shape[0] - 1, table.shape[1] - 1


def f1(counts):
    """F1 of summed (hits, found, true)."""
    hits, found, true = np.sum(np.asarray(counts).reshape(-1, 3), 0)
    return float(2 * hits / max(1, found + true))
