"""The package's chain in Python, on the exported file, and its figures on the validation volumes."""
import numpy as np
from scipy import ndimage

from data import LABELS, read, split
from metrics import interval
from segmentation.masks import largest, rounded, softmax
from segmentation.overlap import dice

WINDOW = (48, 64, 48)


def window(network, image):
    """Logits [3,z,y,x] of a z-scored volume [z,y,x] in one window, averaged with those of the volume mirrored left-right.

    No volume of the set is larger than the window; smaller ones are padded by 0 on both sides, as SlidingWindow does.
    """
    room = [w - s for w, s in zip(WINDOW, image.shape)]
    padded = np.pad(image, [(r // 2, r - r // 2) for r in room])
    logits = (network(padded[None, None])[0][0] + network(padded[None, None, :, :, ::-1])[0][0][..., ::-1]) / 2
    return logits[(slice(None), *(slice(r // 2, r // 2 + s) for r, s in zip(room, image.shape)))]


def chain(network, image):
    """Z-scored volume [x,y,z] -> label map uint8: window, softmax, argmax, largest part of each label."""
    labels = softmax(window(network, image.transpose(2, 1, 0))).argmax(0).astype(np.uint8)
    for k in (1, 2):
        part = labels == k
        labels[part & ~largest(part)] = 0
    return labels.transpose(2, 1, 0)


def surface_distances(found, truth):
    """Distances in mm between the surfaces of two masks, both ways pooled; empty where one mask is empty."""
    if not found.any() or not truth.any():
        return np.zeros(0)
    rim = [m & ~ndimage.binary_erosion(m) for m in (found, truth)]
    away = [ndimage.distance_transform_edt(~r) for r in rim]
    return np.concatenate([away[1][rim[0]], away[0][rim[1]]])


def atlas(training, validation):
    """Dice by label of the trivial baseline: the commonest label at each place of training volumes laid centre on centre."""
    frame = (48, 64, 48)

    def centred(a):
        low = [(f - s) // 2 for f, s in zip(frame, a.shape)]
        return np.pad(a, [(l, f - s - l) for l, f, s in zip(low, frame, a.shape)])

    votes = np.stack([np.mean([centred(r["labels"] == k) for r in training], 0) for k in range(3)])
    votes[0] = 1 - votes[1] - votes[2]
    guess = votes.argmax(0)
    return [float(np.mean([dice(guess == k, centred(r["labels"]) == k) for r in validation])) for k in (1, 2)]


def figures(network, root):
    """All figures of measured.json but the training's."""
    training, rows = split(read(root))
    found = [chain(network, r["image"]) for r in rows]
    base = atlas(training, rows)
    out = {"volumes": {"training": len(training), "validation": len(rows)}, "labels": {}}
    means = []
    for k, name in enumerate(LABELS, 1):
        scores = np.array([dice(f == k, r["labels"] == k) for f, r in zip(found, rows)])
        volumes = np.array([((f == k).sum(), (r["labels"] == k).sum()) for f, r in zip(found, rows)]) / 1000
        error = volumes[:, 0] - volumes[:, 1]
        reach = [np.percentile(d, 95) for d in (surface_distances(f == k, r["labels"] == k) for f, r in zip(found, rows)) if len(d)]
        means.append(scores)
        out["labels"][name] = {
            "dice": scores.mean(), "interval": interval(lambda i, s=scores: s[i].mean(), len(rows)), "dice_lowest": scores.min(),
            "surface_95_mm": np.mean(reach), "volume_ml_true": volumes[:, 1].mean(), "volume_ml_error": error.mean(),
            "volume_ml_error_absolute": np.abs(error).mean(), "volume_ml_error_sd": error.std(ddof=1),
            "volume_correlation": np.corrcoef(volumes.T)[0, 1], "baseline_atlas_dice": base[k - 1]}
    whole = np.array([dice(f > 0, r["labels"] > 0) for f, r in zip(found, rows)])
    out["whole"] = {"dice": whole.mean(), "interval": interval(lambda i: whole[i].mean(), len(rows))}
    totals = np.array([(r["labels"] > 0).sum() / 1000 for r in rows])
    third = np.digitize(totals, np.percentile(totals, [33.3, 66.7]))
    both = np.mean(means, 0)
    out["by_volume"] = {name: {"n": int((third == i).sum()), "dice": both[third == i].mean()}
                        for i, name in enumerate(("smallest third", "middle third", "largest third"))}
    return rounded(out)
