"""BUSI breast ultrasound: reading, pre-processing of the package, folds by near-duplicate group."""
import csv
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from PIL import Image

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from common.classification.folds import folds_of  # noqa: E402

ID = "breast-ultrasound"
DATA = HERE / "../../../shared/data/train/ultrasound-breast-busi"
SIZE = 96
CLASSES = ["benign", "malignant", "normal"]
FOLD_SEED = "breast-ultrasound-1"


def preprocess(image, size=SIZE):
    """PIL image -> uint8 grey [1,size,size], squashed to a square (antialiased bilinear on 8 bits, as the package does)."""
    return np.asarray(image.convert("L").resize((size, size), Image.BILINEAR))[None]


def read(root=DATA, folds=5):
    """(rows, images uint8 [N,1,S,S], labels [N], groups [N], fold of every row)."""
    with open(Path(root) / "labels.csv", newline="") as f:
        rows = list(csv.DictReader(f))
    images = np.stack([preprocess(Image.open(Path(root) / r["file"])) for r in rows])
    groups = [r["neardup_group"] for r in rows]
    return rows, images, np.array([CLASSES.index(r["label"]) for r in rows]), groups, folds_of(FOLD_SEED, groups, folds)


def unambiguous(labels, groups):
    """False for the images of near-duplicate groups that carry conflicting labels: they are not trained on."""
    seen = defaultdict(set)
    for label, group in zip(labels, groups):
        seen[group].add(int(label))
    return np.array([len(seen[g]) == 1 for g in groups])
