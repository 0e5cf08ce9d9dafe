"""ISIC 2017 dermoscopy: reading, pre-processing of the package, masked corners, folds by near-duplicate group."""
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from common.classification.folds import folds_of  # noqa: E402
from common.classification.images import labelled, rgb  # noqa: E402

ID = "dermoscopy-melanoma"
DATA = HERE / "../../../shared/data/train/dermoscopy-melanoma-isic2017"
SIZE = 96
CLASSES = ["0", "1"]
FOLD_SEED = "dermoscopy-melanoma-1"


def disc(size=SIZE, radius=1.0):
    """Boolean [size,size]: the disc of the given radius (1 touches the sides)."""
    y, x = (np.mgrid[:size, :size] + 0.5) * (2 / size) - 1
    return x * x + y * y <= radius * radius


def without_corners(images):
    """Copies whose corners outside the inscribed disc hold the mean colour of the disc: dark corners and ink cannot help."""
    inside = disc(images.shape[2])
    out = images.copy()
    for image in out:
        image[:, ~inside] = np.round(image[:, inside].mean(1, keepdims=True)).astype(np.uint8)
    return out


def read(root=DATA, folds=5):
    """(rows, images uint8 [N,3,S,S], labels [N], groups [N], fold of every row)."""
    rows, images = labelled(root, rgb, SIZE)
    groups = [r["neardup_group"] for r in rows]
    return rows, images, np.array([CLASSES.index(r["melanoma"]) for r in rows]), groups, folds_of(FOLD_SEED, groups, folds)
