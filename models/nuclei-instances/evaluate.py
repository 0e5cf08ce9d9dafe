"""The package's chain in Python, on the exported file, and its figures on the validation pictures."""
import numpy as np
from scipy import ndimage

from data import read, split
from metrics import interval
from segmentation.masks import padded_end, rounded
from stars import f1, instances, matches

DIVISOR = 32
PROBABILITY, OVERLAP = 0.5, 0.4


def maps(network, picture):
    """Scaled picture [3,h,w] -> (probability [h/2,w/2], distances [32,h/2,w/2]) of the picture padded at its end."""
    probability, distances = network(padded_end(picture, DIVISOR)[None])
    return probability[0, 0], distances[0]


def chain(network, picture, threshold=PROBABILITY, overlap=OVERLAP):
    """Scaled picture -> label map [h,w], one number a nucleus: pad, network, StarDist."""
    return instances(*maps(network, picture), threshold, overlap, picture.shape[1:])


def blobs(picture):
    """Label map of the trivial baseline: Otsu's cut of the brightness, connected parts."""
    grey = picture.mean(0)
    edges = np.histogram_bin_edges(grey, 128)
    weight = np.histogram(grey, edges)[0].astype(float)
    middle = (edges[1:] + edges[:-1]) / 2
    below, above = np.cumsum(weight), weight.sum() - np.cumsum(weight)
    sums = np.cumsum(weight * middle)
    spread = below * above * (sums / np.maximum(below, 1) - (sums[-1] - sums) / np.maximum(above, 1)) ** 2
    bright = grey > middle[spread.argmax()]
    return ndimage.label(bright if bright.mean() < 0.5 else ~bright)[0]


def look(row):
    """Which of the set's looks a stained picture has: by the brightness of its ground."""
    return "purple on white" if np.percentile(row["brightness"], 90) > 200 else "purple on purple"


def figures(network, root):
    """All figures of measured.json but the training's."""
    training, rows = split(read(root))
    raw = {r["file"]: maps(network, r["picture"]) for r in rows}
    out = {"pictures": {}, "f1": {}}
    for kind in ("stained", "fluorescence"):
        own = [r for r in rows if r["kind"] == kind]
        found = [chain(lambda _, m=raw[r["file"]]: (m[0][None, None], m[1][None]), r["picture"]) for r in own]
        table = {iou: np.array([matches(f, r["labels"], iou) for f, r in zip(found, own)]) for iou in (0.5, 0.6, 0.7, 0.8, 0.9)}
        half = table[0.5]
        score = lambda i: f1(half[i])
        every = np.arange(len(own))
        true, got = half[:, 2], half[:, 1]
        sizes = [np.median(np.bincount(r["labels"].ravel())[1:]) for r in own]
        small = np.array(sizes) < 300
        out["pictures"][kind] = {"training": sum(r["kind"] == kind for r in training), "validation": len(own), "nuclei": int(true.sum())}
        out["f1"][kind] = {
            "f1_50": score(every), "interval": interval(score, len(own)), "precision": half[:, 0].sum() / max(1, got.sum()),
            "recall": half[:, 0].sum() / true.sum(), "mean_of_pictures": np.mean([f1(r) for r in half]),
            "by_iou": {str(k): f1(v) for k, v in table.items()}, "baseline_otsu": f1([matches(blobs(r["picture"]), r["labels"]) for r in own]),
            "count_error": np.mean(got - true), "count_error_absolute": np.mean(np.abs(got - true)),
            "area_ratio": np.median([(f > 0).sum() / max(1, (r["labels"] > 0).sum()) for f, r in zip(found, own)]),
            "median_nucleus_below_300_px": {"n": int(small.sum()), "f1_50": score(small) if small.any() else None},
            "median_nucleus_300_px_or_more": {"n": int((~small).sum()), "f1_50": score(~small) if (~small).any() else None},
            "worst_picture": float(min(f1(r) for r in half))}
        if kind == "stained":
            looks = np.array([look(r) for r in own])
            out["f1"][kind]["by_look"] = {str(v): {"n": int((looks == v).sum()), "f1_50": score(looks == v)} for v in sorted(set(looks))}
    return rounded({**out, "probability_threshold": PROBABILITY, "overlap_threshold": OVERLAP})
