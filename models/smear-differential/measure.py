"""End-to-end figures of the package, by the app's own command line: counts on smear fields, kinds of the white cells found."""
import csv
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))
sys.path.append(str(HERE.parent / "blood-cell-detection"))
from common.metrics import confusion, f1_per_class, interval  # noqa: E402
from common.splits import fraction  # noqa: E402
from data import read_field, split_names  # noqa: E402

DATA = HERE / "../../../shared/data/train/blood-wbc"
# Of the detector's training fields and of the classifier's validation cells a part is run: each takes half a second or more.
EVERY_FIELD, EVERY_CELL = 2, 3
CELLS = ("RBC", "WBC", "Platelets")
# The split of the classifier (models/white-cell-classification/data.py); its near-duplicate pairs are few and left out of it here.
CELL_SEED, CELL_SHARE = "white-cell-classification-1", 0.18


def answers(files):
    """One dict a file: {'counts': {cell: n}, 'kinds': [(kind, probability, box)]}."""
    done = subprocess.run(["npm", "run", "--silent", "model", "--", "run", str(HERE), *map(str, files)], cwd=HERE.parent.parent,
                          stdout=subprocess.PIPE, text=True, check=True)
    out = []
    for line in map(json.loads, done.stdout.splitlines()):
        counts = next(o for o in line["outputs"] if o["id"] == "counts")["measurements"]
        out.append({"counts": {m["label"]: int(m["value"]) for m in counts},
                    "kinds": [(f["label"], f["score"], f["box"]) for f in line["findings"] if f["label"] not in CELLS]})
    return out


def count_figures(truth, found):
    """truth, found: counts by field."""
    error = np.array(found) - np.array(truth)
    n = len(error)
    return {"truth": int(np.sum(truth)), "found": int(np.sum(found)), "error_mean": float(error.mean()),
            "error_mean_interval": interval(lambda i: error[i].mean(), n), "error_mean_abs": float(np.abs(error).mean()),
            "error_mean_abs_interval": interval(lambda i: np.abs(error[i]).mean(), n), "exact": float((error == 0).mean())}


def kind_figures(truth, found, kinds):
    """truth: kind of each cell; found: kind or None where no white cell was found there."""
    names = [*kinds, "none"]
    t = np.array([names.index(k) for k in truth])
    d = np.array([names.index(k or "none") for k in found])
    present = sorted(set(t))
    score = lambda i: float(np.nanmean(f1_per_class(t[i], d[i], len(names))[present]))
    hits = t == d
    share = lambda values: {k: float((values == names.index(k)).mean()) for k in names if (values == names.index(k)).any()}
    return {"n": len(t), "accuracy": float(hits.mean()), "accuracy_interval": interval(lambda i: hits[i].mean(), len(t)), "macro_f1": score(np.arange(len(t))),
            "macro_f1_interval": interval(score, len(t), rounds=1000), "majority_accuracy": float(np.bincount(t).max() / len(t)),
            "recall": {names[k]: {"n": int((t == k).sum()), "recall": float(hits[t == k].mean())} for k in present},
            "true_differential": share(t), "found_differential": share(d), "labels": names, "confusion": confusion(t, d, len(names)).tolist()}


def kinds_of_fields(path):
    """{field number: [kinds]} of the source's own list (columns Image, Category)."""
    with open(path, newline="") as f:
        return {int(r["Image"]): [k.strip().lower() for k in r["Category"].split(",") if k.strip()] for r in csv.DictReader(f)}


def middle_cell(kinds, side):
    """The kind of the white cell that lies over the middle of a square image, or None."""
    over = [k for k in kinds if k[2][0] <= side / 2 <= k[2][0] + k[2][2] and k[2][1] <= side / 2 <= k[2][1] + k[2][3]]
    return max(over, key=lambda k: k[1])[0] if over else None


def fields(root, known, kinds):
    """Counts on the detector's validation fields; kinds there and on some training fields, where the list names the only white cell."""
    training, validation = split_names(root)
    names, held = sorted([*validation, *training[::EVERY_FIELD]]), set(validation)
    found = dict(zip(names, answers([root / "JPEGImages" / f"{n}.jpg" for n in names])))
    truth = {n: Counter(CELLS[k] for k in read_field(root, n)[2]) for n in names}
    out = {"counts": {c: count_figures([truth[n][c] for n in sorted(held)], [found[n]["counts"][c] for n in sorted(held)]) for c in CELLS}}
    single = [n for n in names if truth[n]["WBC"] == 1 and len(known.get(int(n.split("_")[1]), [])) == 1]
    best = lambda n: max(found[n]["kinds"], key=lambda k: k[1], default=(None,))[0]
    for part, chosen in (("detector_validation", [n for n in single if n in held]), ("detector_training", [n for n in single if n not in held])):
        out[f"kinds_{part}"] = kind_figures([known[int(n.split("_")[1])][0] for n in chosen], [best(n) for n in chosen], kinds)
    return out


def single_cells(root, kinds):
    """The classifier's validation cells, each file a small field of its own."""
    with open(root / "labels.csv", newline="") as f:
        rows = [r for r in csv.DictReader(f) if fraction(CELL_SEED, r["file"]) < CELL_SHARE][::EVERY_CELL]
    found = answers([root / r["file"] for r in rows])
    out = kind_figures([r["label"] for r in rows], [middle_cell(a["kinds"], 128) for a in found], kinds)
    nucleated = [(len(a["kinds"]), a) for r, a in zip(rows, found) if r["label"] != "platelet"]
    return out | {"one_white_cell_found": float(np.mean([n == 1 for n, _ in nucleated])), "nucleated": len(nucleated)}


def measure(known, kinds):
    return {"fields": fields(DATA / "detection-bccd", kinds_of_fields(known), kinds), "cells": single_cells(DATA / "classification-pbc", kinds)}
