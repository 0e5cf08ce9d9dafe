"""Trains and measures the children's chest radiograph classifier (0 normal, 1 pneumonia), five folds.

    python3 train.py train --out /tmp/train/chest-radiograph   # resumes; one network per fold
    python3 train.py export --out ...                          # ONNX file: the mean of the five networks
    python3 train.py evaluate --out ...                        # out-of-fold figures -> measured.json

Needs numpy, Pillow, torch; export also onnx, evaluate also onnxruntime.
"""
import torch

from data import CLASSES, DATA, ID, read
from common.classification import augmentation as au
from common.classification.folds import arguments, fit_folds
from common.classification.net import ImageClassifier
from common.classification.training import mixed_cross_entropy
from common.metrics import auroc

VIEWS = ("", "x")


def network():
    return ImageClassifier({"label": len(CLASSES)}, 1, mean=(0.48,), std=(0.24,))


def augment(x, g):
    x = au.geometry(x, g, 10, 0.08, 0.05, mirror=(True, False), shear=0.05)
    x = au.blur_or_noise(au.tone(x, g, 0.2, 0.06, 0.2), g, 0.15, 0.04)
    return au.erase(x, g, 0.3, 0.35)


def main():
    args = arguments(__doc__, ID, DATA, epochs=40, batch=16)
    if args.command != "train":
        import package
        return getattr(package, args.command)(args)
    rows, images, labels, groups, fold = read(args.data, args.folds)
    loss = mixed_cross_entropy(torch.from_numpy(labels), len(CLASSES))
    _, oof = fit_folds(args, torch.from_numpy(images), fold, network, augment, loss, VIEWS,
                       lambda z, held: f"AUROC {auroc(labels[held] == 1, z[:, 1] - z[:, 0]):.4f}")
    print(f"out-of-fold AUROC {auroc(labels == 1, oof[:, 1] - oof[:, 0]):.4f}")


if __name__ == "__main__":
    main()
