"""Fits and measures the dermoscopy classifier (1 melanoma, 0 other), five folds by near-duplicate group.

    python3 train.py train --cells /tmp/train/white-cell-classification/final.pt --out /tmp/train/dermoscopy-melanoma
    python3 train.py export --out ...        # ONNX file: the mean of the five linear answers on one body
    python3 train.py evaluate --out ...      # out-of-fold figures -> measured.json
    python3 train.py manifest                # card.md, manifest.json

The body is that of the white cell network (models/white-cell-classification); only a logistic regression on the means of its
stages is learnt here. Needs numpy, Pillow, scikit-learn, torch; export also onnx, evaluate also onnxruntime.
"""
from pathlib import Path

import numpy as np
import torch

from data import CLASSES, DATA, ID, read, without_corners
from common.classification.folds import arguments
from common.classification.net import ImageClassifier
from common.classification.stages import StageClassifier
from common.classification.training import save
from common.metrics import auroc

VIEWS = ("", "x")
STRENGTH = 0.3


def network():
    trunk = ImageClassifier({"none": 1}, 3, (24, 3), (24, 48, 88, 144), (1, 2, 2, 2), (1, 2, 2, 2))
    return StageClassifier(trunk, {"melanoma": len(CLASSES)}, mean=(0.71, 0.59, 0.54), std=(0.15, 0.16, 0.18))


def linear(x, y):
    """(weights [features,2], shifts [2]) of the log-odds, shared between the two logits."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(x)
    fitted = LogisticRegression(C=STRENGTH, max_iter=500, class_weight="balanced").fit(scaler.transform(x), y)
    weights = fitted.coef_[0] / scaler.scale_ / 2
    shift = fitted.intercept_[0] / 2 - weights @ scaler.mean_
    return np.stack([-weights, weights], 1), np.array([-shift, shift])


def fit(args):
    torch.set_num_threads(args.threads)
    rows, images, labels, groups, fold = read(args.data, args.folds)
    net = network()
    stored = torch.load(args.cells)["ema"]
    net.body.load_state_dict({k.removeprefix("body."): v for k, v in stored.items() if k.startswith("body.")})
    # Each image counts with and without its corners: dark corners and ink must not be what is learnt.
    seen = [np.mean([net.features(torch.from_numpy(np.ascontiguousarray(i))) for i in (view, view[..., ::-1])], 0)
            for view in (images, without_corners(images))]
    oof = np.zeros((2, len(labels)))
    for k in range(args.folds):
        keep = fold != k
        weights, shifts = linear(np.concatenate([x[keep] for x in seen]), np.tile(labels[keep], 2))
        net.set_linear(weights, shifts)
        out = args.out / f"fold{k}"
        out.mkdir(parents=True, exist_ok=True)
        save(out / "final.pt", ema=net.state_dict())
        for part, x in zip(oof, seen):
            part[~keep] = (x[~keep] @ weights + shifts) @ [-1, 1]
    print("out-of-fold AUROC, as they are and without corners", [round(auroc(labels == 1, z), 4) for z in oof])


def main():
    args = arguments(__doc__, ID, DATA, folds=5, cells=Path("/tmp/train/white-cell-classification/final.pt"))
    if args.command != "train":
        import package
        return getattr(package, args.command)(args)
    fit(args)


if __name__ == "__main__":
    main()
