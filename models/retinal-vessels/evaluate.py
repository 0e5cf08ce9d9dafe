"""The package's chain in Python, on the exported file, and its figures on the validation children."""
import numpy as np
from scipy import ndimage

from data import read, split
from metrics import auroc, interval
from segmentation.masks import padded_end, rounded, sigmoid
from segmentation.overlap import dice

DIVISOR, LONGEST = 16, 999
BLOCK = 120


def chain(network, picture):
    """Scaled picture [3,h,w] -> probability [h,w]: pad, network, sigmoid."""
    h, w = picture.shape[1:]
    return sigmoid(network(padded_end(picture, DIVISOR)[None])[0][0, 0])[:h, :w]


def green_baseline(row):
    """Probability of the trivial baseline: how much darker the green channel is than its neighbourhood."""
    green = row["picture"][1]
    return ndimage.uniform_filter(green, 25) - ndimage.gaussian_filter(green, 1.0)


def counts(found, truth, field):
    """Rows of (both, found, true) of square fields of 120 pixels inside the field of view."""
    rows = []
    for y in range(0, truth.shape[0], BLOCK):
        for x in range(0, truth.shape[1], BLOCK):
            f, t, seen = (a[y:y + BLOCK, x:x + BLOCK] for a in (found, truth, field))
            if seen.mean() > 0.5:
                rows.append([(f & t & seen).sum(), (f & seen).sum(), (t & seen).sum()])
    return rows


def figures(network, root):
    """All figures of measured.json but the training's."""
    training, rows = split(read(root))
    maps = [chain(network, r["picture"]) for r in rows]
    cut_rows = training[::4]
    cuts = np.linspace(0.02, 0.2, 19)
    cut = max(cuts, key=lambda c: np.mean([dice(green_baseline(r) > c, r["vessels"]) for r in cut_rows]))
    out = {"photographs": {"training": len(training), "validation": len(rows)},
           "children": {"training": sorted({r["child"] for r in training}), "validation": sorted({r["child"] for r in rows})}, "by_photograph": {}}
    fields = []
    for p, row in zip(maps, rows):
        truth, seen = row["vessels"], row["field"]
        found = p > 0.5
        fields += [[*c, row["name"]] for c in counts(found, truth, seen)]
        thin = truth & ~ndimage.binary_opening(truth, np.ones((5, 5)))
        out["by_photograph"][row["name"]] = {
            "dice": dice(found, truth), "dice_second_observer": dice(row["second"], truth), "dice_against_second_observer": dice(found, row["second"]),
            "auc": auroc(truth[::2, ::2].ravel(), p[::2, ::2].ravel()),
            "auc_in_field": auroc(truth[seen][::3], p[seen][::3]), "sensitivity": (found & truth).sum() / truth.sum(),
            "specificity_in_field": (~found & ~truth & seen).sum() / (~truth & seen).sum(),
            "sensitivity_thin_vessels": (found & thin).sum() / thin.sum(), "baseline_green_dice": dice(green_baseline(row) > cut, truth),
            "vessel_area_part": found[seen].mean(), "vessel_area_part_true": truth[seen].mean()}
    table = np.array([f[:3] for f in fields], float)
    pooled = lambda i: float(2 * table[i, 0].sum() / (table[i, 1].sum() + table[i, 2].sum()))
    mean = {k: float(np.mean([v[k] for v in out["by_photograph"].values()])) for k in next(iter(out["by_photograph"].values()))}
    out.update({"mean": mean, "dice_pooled_in_field": pooled(np.arange(len(table))), "fields_for_interval": len(table),
                "interval_by_field": interval(pooled, len(table))})
    sweep = {t: float(np.mean([dice(p > t, r["vessels"]) for p, r in zip(maps, rows)])) for t in (0.3, 0.4, 0.5, 0.6, 0.7)}
    return rounded({**out, "dice_by_threshold": sweep})
