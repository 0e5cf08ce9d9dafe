"""From the networks of the folds to the package: ONNX file, out-of-fold figures, manifest and card."""
import json

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from data import CLASSES, HERE, SIZE, read, unambiguous
from train import VIEWS, network
from common.classification import calibration
from common.classification.exporting import out_of_fold
from common.classification.fold_package import about_the_file, binary_figures, export_folds, shipped_nets, subgroup
from common.metrics import auroc, confusion, ece, f1_per_class, interval, macro_f1, softmax

WEIGHTS, MEASURED = HERE / "breast-ultrasound.onnx", HERE / "measured.json"


def drawn_breast(seed=6):
    """A made-up picture for the test vector: speckle, layers, a dark oval with a shadow."""
    rng = np.random.default_rng(seed)
    s = SIZE * 2
    layers = 90 + 50 * np.sin(np.linspace(0, 5, s))[:, None] * np.ones((1, s))
    image = Image.fromarray(np.clip(layers * rng.gamma(4, 0.25, (s, s)), 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    draw.ellipse([0.35 * s, 0.35 * s, 0.65 * s, 0.6 * s], fill=25)
    draw.polygon([(0.4 * s, 0.55 * s), (0.6 * s, 0.55 * s), (0.63 * s, s), (0.37 * s, s)], fill=40)
    return np.asarray(image.filter(ImageFilter.GaussianBlur(1.5)).resize((SIZE, SIZE), Image.BILINEAR))[None]


def export(args):
    rows, images, labels, groups, fold = read(args.data, args.folds)
    export_folds(args, network, VIEWS, WEIGHTS, images, labels, fold, {"drawn": drawn_breast()})


def malignancy(z):
    """Log-odds of malignant against the others, from logits."""
    p = softmax(z)[:, 1]
    return np.log(p + 1e-9) - np.log(1 - p + 1e-9)


CHANGES = {"brightness x 0.8": lambda x: (x * 0.8).astype(np.uint8),
           "contrast x 0.7": lambda x: (x.astype(np.float32) * 0.7 + 0.3 * x.mean((2, 3), keepdims=True)).astype(np.uint8),
           "lower quarter removed": lambda x: np.concatenate([x[:, :, :SIZE * 3 // 4], np.zeros_like(x[:, :, SIZE * 3 // 4:])], 2)}


def evaluate(args):
    rows, images, labels, groups, fold = read(args.data, args.folds)
    nets = shipped_nets(args, network)
    raw = out_of_fold(nets, VIEWS, images, fold)
    p = softmax(calibration.cross_fitted(labels, raw, fold))
    truth, margin, decided = labels == 1, malignancy(raw), p.argmax(1)
    clear = unambiguous(labels, groups)
    lesion = labels != 2
    n = len(labels)
    out = binary_figures(truth, margin, p[:, 1], groups, fold, 0.9) | {
        "three_classes": {"macro_f1": macro_f1(labels, decided, 3), "macro_f1_interval": interval(lambda i: macro_f1(labels[i], decided[i], 3), n, groups),
                          "accuracy": float((labels == decided).mean()), "majority_accuracy": float(np.bincount(labels).max() / n),
                          "f1": dict(zip(CLASSES, f1_per_class(labels, decided, 3).tolist())), "confusion": confusion(labels, decided, 3).tolist(),
                          "auroc": {c: auroc(labels == k, p[:, k]) for k, c in enumerate(CLASSES)},
                          "ece_of_the_decision": ece(labels == decided, p.max(1))},
        "baselines": {"mean brightness AUROC": auroc(truth, -images.reshape(n, -1).mean(1)),
                      "spread of brightness AUROC": auroc(truth, images.reshape(n, -1).std(1))},
        "subgroups": {"malignant against benign": subgroup(truth, margin, lesion), "without conflicting groups": subgroup(truth, margin, clear),
                      "alone in its group": subgroup(truth, margin, np.array([groups.count(g) == 1 for g in groups])),
                      "with near-duplicates": subgroup(truth, margin, np.array([groups.count(g) > 1 for g in groups]))},
        "changed_images_auroc": {name: auroc(truth, malignancy(out_of_fold(nets, VIEWS, images, fold, change))) for name, change in CHANGES.items()},
        "conflicting_images": int((~clear).sum()),
    } | about_the_file(args, nets, VIEWS, WEIGHTS, images[::11])
    MEASURED.write_text(json.dumps(out, indent=1) + "\n")
    print(json.dumps({k: v for k, v in out.items() if k != "calibration"}, indent=1))


def manifest(args):
    from manifest import write

    write()
