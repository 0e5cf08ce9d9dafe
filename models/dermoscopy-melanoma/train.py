"""Trains and measures the dermoscopy classifier (1 melanoma, 0 other), three folds by near-duplicate group.

    python3 train.py train --out /tmp/train/dermoscopy-melanoma   # resumes; one network per fold
    python3 train.py export --out ...                             # ONNX file: the mean of the three networks
    python3 train.py evaluate --out ...                           # out-of-fold figures -> measured.json

Needs numpy, Pillow, torch; export also onnx, evaluate also onnxruntime.
"""
import torch

from data import CLASSES, DATA, ID, disc, read
from common.classification import augmentation as au
from common.classification.folds import arguments, fit_folds
from common.classification.net import ImageClassifier
from common.classification.training import mixed_cross_entropy
from common.metrics import auroc

VIEWS = ("", "x", "y", "xy")


def network():
    return ImageClassifier({"melanoma": len(CLASSES)}, 3, mean=(0.71, 0.59, 0.54), std=(0.15, 0.16, 0.18))


def augment(x, g):
    """Any turn and mirror, other colours, and on a third of the images corners of one colour (or black)."""
    x = au.geometry(x, g, "any", 0.12, 0.06, shear=0.05)
    x = au.hue(au.tone(x, g, 0.15, 0.04, 0.15), g, 0.06, 0.15, 0.05)
    x = au.blur_or_noise(x, g, 0.12, 0.03)
    for i in torch.nonzero(torch.rand(len(x), generator=g) < 0.35).flatten().tolist():
        outside = torch.from_numpy(~disc(x.shape[2], float(au.uniform(1, 0.85, 1.2, g))))
        value = x[i].mean((1, 2), keepdim=True) if float(torch.rand(1, generator=g)) < 0.6 else 0.0
        x[i] = torch.where(outside, torch.as_tensor(value), x[i])
    return au.erase(x, g, 0.2, 0.3)


def main():
    args = arguments(__doc__, ID, DATA, folds=3, epochs=18)
    if args.command != "train":
        import package
        return getattr(package, args.command)(args)
    rows, images, labels, groups, fold = read(args.data, args.folds)
    loss = mixed_cross_entropy(torch.from_numpy(labels), len(CLASSES), weights=(0.62, 1.4))
    _, oof = fit_folds(args, torch.from_numpy(images), fold, network, augment, loss, VIEWS,
                       lambda z, held: f"AUROC {auroc(labels[held] == 1, z[:, 1] - z[:, 0]):.4f}")
    print(f"out-of-fold AUROC {auroc(labels == 1, oof[:, 1] - oof[:, 0]):.4f}")


if __name__ == "__main__":
    main()
