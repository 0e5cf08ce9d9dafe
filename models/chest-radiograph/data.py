"""Children's chest radiographs (Kermany's test folder): reading, pre-processing of the package, folds."""
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from common.classification.folds import folds_of  # noqa: E402
from common.classification.images import grey, labelled  # noqa: E402
from common.classification.near_duplicates import near_duplicates  # noqa: E402

ID = "chest-radiograph"
DATA = HERE / "../../../shared/data/train/chest-xray-pneumonia"
SIZE = 96
CLASSES = ["0", "1"]
FOLD_SEED = "chest-radiograph-1"


def read(root=DATA, folds=5):
    """(rows, images uint8 [N,1,S,S], labels [N], near-duplicate groups [N], fold of every row)."""
    rows, images = labelled(root, grey, SIZE)
    groups = [rows[i]["file"] for i in near_duplicates(images)]
    return rows, images, np.array([CLASSES.index(r["label"]) for r in rows]), groups, folds_of(FOLD_SEED, groups, folds)
