"""The package's chain in Python, on the exported file, and its figures on the validation patients."""
import numpy as np

from data import erased, read, split
from metrics import calibration_table, interval
from segmentation.masks import largest, padded_end, rounded, sigmoid
from segmentation.negatives import away_window, nothing
from segmentation.overlap import dice

THRESHOLD, SMALLEST = 0.5, 40
# the contours of this validation patient lie beside the ventricle, seen by eye in every slice: both figures are given
DISPLACED = "SC-N-06"


def chain(network, picture):
    """Picture in 0..1 [h,w] -> (probability [h,w], mask bool): the steps of manifest.json from infer on."""
    h, w = picture.shape
    probability = sigmoid(network(padded_end(picture[None], 32)[None])[0][0, 0])[:h, :w]
    mask = largest(probability > THRESHOLD)
    return probability, mask if mask.sum() >= SMALLEST else np.zeros_like(mask)


def negatives(rows, seed=7):
    """Slices and pictures without a ventricle, made from the validation slices: {kind: list of pictures [256,256]}."""
    rng = np.random.default_rng(seed)
    kinds = {"erased ventricle": [erased(r, rng) for r in rows], "no body": [nothing(rng, (256, 256)) for _ in range(60)], "part without ventricle": []}
    for row in rows:
        window = away_window(row["mask"], rng, (40, 90), 8)
        if window is not None:
            y, x, half = window
            at = [np.clip(np.rint(c + np.linspace(-half, half, 256)), 0, 255).astype(int) for c in (y, x)]
            kinds["part without ventricle"].append(row["image"][np.ix_(*at)])
    return kinds


def mean_shape(training, validation):
    """Dice of the trivial baseline: the places that lie in the ventricle in most training slices, the same for all."""
    frequency = np.mean([r["mask"] for r in training], 0)
    cuts = np.arange(0.1, 0.9, 0.1)
    best = max(cuts, key=lambda c: np.mean([dice(frequency > c, r["mask"]) for r in training[::5]]))
    return float(np.mean([dice(frequency > best, r["mask"]) for r in validation]))


def displacement(found, rows, scores):
    """How far the contours of DISPLACED lie from the masks found there, and their Dice once moved back slice by slice."""
    pick = [i for i, r in enumerate(rows) if r["patient"] == DISPLACED and found[i].any()]
    centre = lambda mask: np.argwhere(mask).mean(0)
    moves = np.array([centre(rows[i]["mask"]) - centre(found[i]) for i in pick])
    moved = [dice(np.roll(found[i], np.rint(move).astype(int), (0, 1)), rows[i]["mask"]) for i, move in zip(pick, moves)]
    return {"patient": DISPLACED, "n": len(pick), "pixels_down_right": list(np.median(moves, 0)), "dice": scores[pick].mean(), "dice_moved": np.mean(moved)}


def figures(network, root):
    """All figures of measured.json but the training's."""
    training, rows = split(read(root))
    probabilities, found = zip(*[chain(network, r["image"]) for r in rows])
    scores = np.array([dice(f, r["mask"]) for f, r in zip(found, rows)])
    patients = np.array([r["patient"] for r in rows])
    areas = np.array([(f.sum(), r["mask"].sum()) for f, r in zip(found, rows)], float)
    mean = lambda pick: float(scores[pick].mean())
    pooled = lambda pick: float(2 * sum((found[i] & rows[i]["mask"]).sum() for i in pick) / areas[pick].sum())
    every = np.arange(len(rows))
    placed = np.flatnonzero(patients != DISPLACED)
    unsure = [(p > 0.05) & (p < 0.95) for p in probabilities]
    by = lambda field: {v: {"n": int(sum(r[field] == v for r in rows)), "dice": mean([i for i, r in enumerate(rows) if r[field] == v])}
                        for v in sorted({r[field] for r in rows})}
    size = np.digitize(areas[:, 1], [400, 1000])
    return rounded({
        "slices": {"training": len(training), "validation": len(rows)},
        "patients": {"training": len({r["patient"] for r in training}), "validation": len(set(patients))},
        "dice": mean(every), "dice_interval": interval(mean, len(rows), patients),
        "dice_median": float(np.median(scores)), "dice_pooled": pooled(every),
        "dice_pooled_interval": interval(pooled, len(rows), patients, rounds=500),
        "dice_placed": mean(placed), "dice_placed_interval": interval(lambda i: mean(placed[i]), len(placed), patients[placed]),
        "displaced": displacement(found, rows, scores),
        "calibration": calibration_table(np.concatenate([r["mask"][u] for r, u in zip(rows, unsure)]),
                                         np.concatenate([p[u] for p, u in zip(probabilities, unsure)]), 5),
        "below_0.8": int((scores < 0.8).sum()), "missed": int((areas[:, 0] == 0).sum()),
        "baseline_mean_shape_dice": mean_shape(training, rows),
        "area_error_percent": {"mean": float(((areas[:, 0] - areas[:, 1]) / areas[:, 1]).mean() * 100),
                               "median_absolute": float(np.median(np.abs(areas[:, 0] - areas[:, 1]) / areas[:, 1]) * 100)},
        "by_pathology": by("pathology"),
        "by_size": {name: {"n": int((size == k).sum()), "dice": mean(size == k)}
                    for k, name in enumerate(("below 400 px", "400 to 1000 px", "above 1000 px")) if (size == k).any()},
        "false_masks": {kind: {"n": len(pictures), "with_mask": int(sum(chain(network, p)[1].any() for p in pictures))}
                        for kind, pictures in negatives(rows).items()},
    })
