"""PBC cells with the WBCAtt attributes: reading, pre-processing of the package, seeded split."""
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from common.classification.images import labelled, rgb  # noqa: E402
from common.classification.near_duplicates import near_duplicates  # noqa: E402, F401 (train.py)
from common.splits import fraction  # noqa: E402

DATA = HERE / "../../../shared/data/train/blood-wbc/classification-pbc"
SIZE = 96
SPLIT_SEED = "white-cell-classification-1"
VALIDATION = 0.18
CLASSES = ["basophil", "eosinophil", "erythroblast", "ig", "lymphocyte", "monocyte", "neutrophil", "platelet"]
ATTRIBUTES = {
    "cell_size": ["big", "small"],
    "cell_shape": ["irregular", "round"],
    "nucleus_shape": ["irregular", "segmented-bilobed", "segmented-multilobed", "unsegmented-band",
                      "unsegmented-indented", "unsegmented-round"],
    "nuclear_cytoplasmic_ratio": ["high", "low"],
    "chromatin_density": ["densely", "loosely"],
    "cytoplasm_vacuole": ["no", "yes"],
    "cytoplasm_texture": ["clear", "frosted"],
    "cytoplasm_colour": ["blue", "light blue", "purple blue"],
    "granule_type": ["coarse", "nil", "round", "small"],
    "granule_colour": ["nil", "pink", "purple", "red"],
    "granularity": ["no", "yes"],
}
HEADS = {"cell_type": len(CLASSES), **{k: len(v) for k, v in ATTRIBUTES.items()}}


def read(root=DATA):
    """(rows of labels.csv, images uint8 [N,3,S,S], labels int64 [N,12], -1 where unknown)."""
    rows, images = labelled(root, rgb, SIZE)
    labels = np.array([[CLASSES.index(r["label"]), *(v.index(r[k]) if r[k] else -1 for k, v in ATTRIBUTES.items())]
                       for r in rows])
    return rows, images, labels


def split(rows, groups):
    """Row indices (training, validation), by near-duplicate group; the group's first file draws its place."""
    held = [fraction(SPLIT_SEED, rows[g]["file"]) < VALIDATION for g in groups]
    indices = np.arange(len(rows))
    return indices[~np.array(held)], indices[held]
