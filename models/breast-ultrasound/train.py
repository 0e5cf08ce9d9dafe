"""Trains and measures the breast ultrasound classifier (benign, malignant, normal), three folds by near-duplicate group.

    python3 train.py train --out /tmp/train/breast-ultrasound   # resumes; one network per fold
    python3 train.py export --out ...                           # ONNX file: the mean of the three networks
    python3 train.py evaluate --out ...                         # out-of-fold figures -> measured.json

Needs numpy, Pillow, torch; export also onnx, evaluate also onnxruntime.
"""
import torch

from data import CLASSES, DATA, ID, read, unambiguous
from common.classification import augmentation as au
from common.classification.folds import arguments, fit_folds
from common.classification.net import ImageClassifier
from common.classification.training import mixed_cross_entropy
from common.metrics import auroc, macro_f1, softmax

VIEWS = ("", "x")


def network():
    return ImageClassifier({"label": len(CLASSES)}, 1, mean=(0.33,), std=(0.22,))


def augment(x, g):
    """No upside-down image: depth runs downwards, and shadows with it."""
    x = au.geometry(x, g, 12, 0.12, 0.08, mirror=(True, False), shear=0.08)
    x = au.blur_or_noise(au.tone(x, g, 0.2, 0.05, 0.25), g, 0.2, 0.05)
    return au.erase(x, g, 0.3, 0.3)


def main():
    args = arguments(__doc__, ID, DATA, folds=3, epochs=30, batch=16)
    if args.command != "train":
        import package
        return getattr(package, args.command)(args)
    rows, images, labels, groups, fold = read(args.data, args.folds)
    loss = mixed_cross_entropy(torch.from_numpy(labels), len(CLASSES), weights=(0.8, 1.2, 1.2))

    def report(z, held):
        p = softmax(z)
        return (f"malignant AUROC {auroc(labels[held] == 1, p[:, 1]):.4f} macro-F1 "
                f"{macro_f1(labels[held], p.argmax(1), len(CLASSES)):.4f}")

    _, oof = fit_folds(args, torch.from_numpy(images), fold, network, augment, loss, VIEWS, report,
                       usable=unambiguous(labels, groups))
    print("out-of-fold", report(oof, slice(None)))


if __name__ == "__main__":
    main()
