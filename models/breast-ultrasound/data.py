"""BUSI breast ultrasound: reading, pre-processing of the package, folds by near-duplicate group."""
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from common.classification.folds import folds_of  # noqa: E402
from common.classification.images import grey, labelled  # noqa: E402

ID = "breast-ultrasound"
DATA = HERE / "../../../shared/data/train/ultrasound-breast-busi"
SIZE = 96
CLASSES = ["benign", "malignant", "normal"]
FOLD_SEED = "breast-ultrasound-1"


def read(root=DATA, folds=3):
    """(rows, images uint8 [N,1,S,S], labels [N], groups [N], fold of every row)."""
    rows, images = labelled(root, grey, SIZE)
    groups = [r["neardup_group"] for r in rows]
    return rows, images, np.array([CLASSES.index(r["label"]) for r in rows]), groups, folds_of(FOLD_SEED, groups, folds)


def unambiguous(labels, groups):
    """False for the images of near-duplicate groups that carry conflicting labels: they are not trained on."""
    seen = defaultdict(set)
    for label, group in zip(labels, groups):
        seen[group].add(int(label))
    return np.array([len(seen[g]) == 1 for g in groups])
