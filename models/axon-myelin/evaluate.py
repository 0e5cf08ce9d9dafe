"""The package's chain in Python, on the exported file, and its figures on the validation rats."""
import numpy as np
from scipy import ndimage

from data import LABELS, PIXEL_UM, read, scale, split
from metrics import interval
from segmentation.masks import respaced, respaced_back, rounded, softmax
from segmentation.overlap import dice
from segmentation.windows import slide

WINDOW = (512, 512)
BLOCK_UM = 12.8


def chain(network, grey, pixel_um):
    """8-bit picture and its pixel size -> label map in its own pixels: the steps of manifest.json."""
    picture = scale(respaced(grey[None].astype(np.float32), pixel_um, PIXEL_UM)[0])
    p = softmax(slide(lambda x: network(x)[0], picture[None], WINDOW))
    return respaced_back(p, pixel_um, PIXEL_UM, grey.shape).argmax(0).astype(np.uint8)


def axons(labels, pixel_um, smallest_um2=0.05):
    """(count of axons, mean diameter in µm of discs of their areas) of a label map; specks below 0.05 µm² do not count."""
    parts, _ = ndimage.label(labels == 1)
    areas = np.bincount(parts.ravel())[1:] * pixel_um**2
    areas = areas[areas >= smallest_um2]
    return len(areas), float(np.mean(2 * np.sqrt(areas / np.pi))) if len(areas) else 0.0


def blocks(found, truth, pixel_um):
    """Overlap counts of square fields of 12.8 µm: rows of (both, found, true) for axon and myelin, for the interval."""
    side = int(BLOCK_UM / pixel_um)
    rows = []
    for y in range(0, found.shape[0], side):
        for x in range(0, found.shape[1], side):
            f, t = found[y:y + side, x:x + side], truth[y:y + side, x:x + side]
            rows.append([v for k in (1, 2) for v in (((f == k) & (t == k)).sum(), (f == k).sum(), (t == k).sum())])
    return rows


def dark_and_bright(training, row):
    """Dice of the trivial baseline: three brightness classes with the cuts that are best on the training pictures."""
    def guess(picture, low, high):
        return np.where(picture > high, 2, np.where(picture < low, 1, 0))

    def score(r, cut):
        return [dice(guess(r["picture"], *cut) == k, r["small_labels"] == k) for k in (1, 2)]

    cuts = [(a, b) for a in np.arange(0.1, 0.6, 0.1) for b in np.arange(0.3, 0.9, 0.1) if b >= a]
    best = max(cuts, key=lambda c: np.mean([score(r, c) for r in training]))
    return score(row, best)


def figures(network, root):
    """All figures of measured.json but the training's."""
    training, rows = split(read(root))
    out = {"pictures": {"training": len(training), "validation": len(rows)},
           "rats": {"training": sorted({r["rat"] for r in training}), "validation": sorted({r["rat"] for r in rows})}, "by_picture": {}}
    fields, scores = [], []
    for row in rows:
        found = chain(network, row["grey"], row["pixel_um"])
        scores.append([dice(found == k, row["labels"] == k) for k in (1, 2)])
        base = dark_and_bright(training, row)
        (n, d), (n0, d0) = axons(found, row["pixel_um"]), axons(row["labels"], row["pixel_um"])
        inner = lambda labels: np.sqrt((labels == 1).sum() / max(1, (labels > 0).sum()))
        out["by_picture"][row["file"].split("/")[-1]] = {
            "pixel_um": row["pixel_um"], "dice_axon": scores[-1][0], "dice_myelin": scores[-1][1], "baseline_axon": base[0],
            "baseline_myelin": base[1], "axons": n, "axons_true": n0, "diameter_um": d, "diameter_um_true": d0,
            "g_ratio_by_area": inner(found), "g_ratio_by_area_true": inner(row["labels"])}
        fields += blocks(found, row["labels"], row["pixel_um"])
    fields = np.array(fields, float)
    out["fields_for_interval"] = len(fields)
    for k, name in enumerate(LABELS):
        pooled = lambda i, c=3 * k: float(2 * fields[i, c].sum() / max(1, fields[i, c + 1].sum() + fields[i, c + 2].sum()))
        out[name] = {"dice": np.mean(scores, 0)[k], "dice_pooled": pooled(np.arange(len(fields))), "interval_by_field": interval(pooled, len(fields))}
    return rounded(out)
