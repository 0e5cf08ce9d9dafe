"""The package's chain in Python, on the exported file, and its figures on the validation studies."""
import numpy as np

from circumference import circumference_mm, head
from data import read, small, split
from metrics import interval
from segmentation.masks import enlarged, padded_end, rounded, sigmoid
from segmentation.negatives import away_window, nothing
from segmentation.overlap import dice

SMALLEST = 300


def skull(probability, threshold):
    """The smaller mask whose outline is measured: at this higher threshold it reaches the ellipse that the sonographer drew.

    The threshold is that of the least mean error on the training frames (see `outline_threshold`).
    """
    mask = head(probability > threshold)
    return mask if mask.sum() >= SMALLEST else np.zeros_like(mask)


def outline_threshold(network, training, every=3):
    """The threshold, to 0.01, at which circumferences of the training frames are right on average, and the mean errors tried."""
    maps = [(chain(network, r["grey"])[0], r) for r in training[::every]]
    tried = {}
    for threshold in (0.6, 0.7, 0.75, 0.8, 0.85, 0.9):
        found = [(circumference_mm(skull(p, threshold), r["mm"], 0.0), r) for p, r in maps]
        tried[threshold] = float(np.median([(c - r["circumference"]) / r["mm"] for c, r in found if c is not None]))
    cuts, errors = np.array(list(tried)), np.array(list(tried.values()))
    return round(float(np.interp(0, -errors, cuts)), 2), tried


def chain(network, grey):
    """8-bit frame [h,w] -> (probability [h,w], mask bool): resize, / 255, pad, network, sigmoid, inverse, 0.5, largest, holes."""
    picture = small(grey)
    h, w = picture.shape
    p = sigmoid(network(padded_end(picture[None], 32)[None])[0][0, 0])[:h, :w]
    probability = enlarged(p[None], grey.shape)[0]
    mask = head(probability > 0.5)
    return probability, mask if mask.sum() >= SMALLEST else np.zeros_like(mask)


def gauge(probability, mask):
    """Quality 0..1 of one frame: the mean probability inside its mask, 0 without a mask."""
    return 0.0 if not mask.any() else float(probability[mask].mean())


def without_head(rows, seed=7):
    """Frames that show no head, made from the validation frames: {kind: list of 8-bit pictures}."""
    rng = np.random.default_rng(seed)
    parts = []
    for row in rows:
        window = away_window(row["mask"], rng, (35, 90), 6)
        if window is not None:
            y, x, half = window
            at = [np.clip(np.rint(c + np.linspace(-r, r, n)), 0, s - 1).astype(int)
                  for c, r, n, s in zip((y, x), (half * 0.7, half), (270, 400), row["grey"].shape)]
            parts.append(row["grey"][np.ix_(*at)])
    return {"part without head": parts, "no body": [(nothing(rng, (270, 400)) * 255).astype(np.uint8) for _ in range(60)]}


def figures(network, root):
    """All figures of measured.json but the training's."""
    training, rows = split(read(root))
    threshold, tried = outline_threshold(network, training)
    results = [chain(network, r["grey"]) for r in rows]
    studies = np.array([r["study"] for r in rows])
    scores = np.array([dice(m, r["mask"]) for (_, m), r in zip(results, rows)])
    found = np.array([circumference_mm(skull(p, threshold), r["mm"], 0.0) or 0.0 for (p, _), r in zip(results, rows)])
    raw = np.array([circumference_mm(m, r["mm"], 0.0) or 0.0 for (_, m), r in zip(results, rows)])
    truth = np.array([r["circumference"] for r in rows])
    error = found - truth
    quality = np.array([gauge(p, m) for p, m in results])
    mean = lambda values: lambda i: float(values[i].mean())
    average = np.mean([r["circumference"] for r in training])
    age = np.digitize(truth, [120, 220])
    poor = np.abs(error) > 5
    negatives = without_head(rows)
    return rounded({
        "frames": {"training": len(training), "validation": len(rows)},
        "studies": {"training": len({r["study"] for r in training}), "validation": len(set(studies))},
        "outline_threshold": threshold, "outline_thresholds_tried_px": tried, "dice": scores.mean(), "dice_interval": interval(mean(scores), len(rows), studies), "dice_lowest": scores.min(),
        "missed": int((found == 0).sum()),
        "circumference_mm": {
            "error_absolute": np.abs(error).mean(), "interval": interval(mean(np.abs(error)), len(rows), studies),
            "error": error.mean(), "error_sd": error.std(ddof=1), "error_median_absolute": np.median(np.abs(error)),
            "error_95_absolute": np.percentile(np.abs(error), 95), "error_absolute_without_edge_correction": np.abs(raw - truth).mean(),
            "baseline_training_mean_error_absolute": np.abs(average - truth).mean()},
        "by_circumference": {name: {"n": int((age == k).sum()), "dice": scores[age == k].mean(), "error_absolute": np.abs(error[age == k]).mean()}
                             for k, name in enumerate(("below 120 mm", "120 to 220 mm", "above 220 mm"))},
        "gauge": {"median": np.median(quality), "lowest_tenth": np.percentile(quality, 10), "median_where_error_above_5_mm":
                  np.median(quality[poor]) if poor.any() else None, "frames_with_error_above_5_mm": int(poor.sum()),
                  "correlation_with_dice": np.corrcoef(quality, scores)[0, 1]},
        "false_masks": {kind: {"n": len(pictures), "with_mask": int(sum(chain(network, p)[1].any() for p in pictures))}
                        for kind, pictures in negatives.items()},
    })
