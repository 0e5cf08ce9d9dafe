"""From the five networks to the package: ONNX file, out-of-fold figures, manifest and card."""
import json

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from data import HERE, SIZE, read
from train import VIEWS, network
from common.classification import calibration
from common.classification.exporting import out_of_fold
from common.classification.fold_package import about_the_file, binary_figures, export_folds, shipped_nets, subgroup
from common.metrics import auroc, softmax

WEIGHTS, MEASURED = HERE / "chest-radiograph.onnx", HERE / "measured.json"


def drawn_chest(seed=5):
    """A made-up picture for the test vector: grey ground, two dark fields, ribs, a bright middle."""
    rng = np.random.default_rng(seed)
    image = Image.new("L", (SIZE * 2, SIZE * 2), 150)
    draw, s = ImageDraw.Draw(image), SIZE * 2
    for x in (0.27, 0.73):
        draw.ellipse([(x - 0.19) * s, 0.15 * s, (x + 0.19) * s, 0.85 * s], fill=60)
    for k in range(7):
        draw.arc([0.05 * s, (0.1 + 0.1 * k) * s, 0.95 * s, (0.4 + 0.1 * k) * s], 200, 340, fill=110, width=4)
    draw.ellipse([0.42 * s, 0.45 * s, 0.68 * s, 0.8 * s], fill=190)
    image = np.asarray(image.filter(ImageFilter.GaussianBlur(3)).resize((SIZE, SIZE), Image.BILINEAR), float)
    return np.clip(np.round(image + rng.normal(0, 4, image.shape)), 0, 255).astype(np.uint8)[None]


def without_border(images, part=0.12):
    """The outer part of each side replaced by the mean of the rest: letters, collimation and posture cannot help."""
    e = int(images.shape[2] * part)
    out = np.empty_like(images)
    out[:] = np.round(images[:, :, e:-e, e:-e].mean((1, 2, 3), keepdims=True)).astype(np.uint8)
    out[:, :, e:-e, e:-e] = images[:, :, e:-e, e:-e]
    return out


CHANGES = {"border masked": without_border, "brightness x 0.8": lambda x: (x * 0.8).astype(np.uint8),
           "contrast x 0.7": lambda x: (x.astype(np.float32) * 0.7 + 0.3 * x.mean((2, 3), keepdims=True)).astype(np.uint8)}


def export(args):
    rows, images, labels, groups, fold = read(args.data, args.folds)
    export_folds(args, network, VIEWS, WEIGHTS, images, labels, fold, {"drawn": drawn_chest()})


def evaluate(args):
    rows, images, labels, groups, fold = read(args.data, args.folds)
    nets = shipped_nets(args, network)
    raw = out_of_fold(nets, VIEWS, images, fold)
    p = softmax(calibration.cross_fitted(labels, raw, fold))[:, 1]
    truth, margin, mean = labels == 1, raw[:, 1] - raw[:, 0], images.reshape(len(images), -1).mean(1)
    changed = {name: out_of_fold(nets, VIEWS, images, fold, change) for name, change in CHANGES.items()}
    dark = mean <= np.median(mean)
    out = binary_figures(truth, margin, p, groups, fold) | {
        "accuracy_at_half": float(((p >= 0.5) == truth).mean()),
        "baselines": {"majority accuracy": float(max(truth.mean(), 1 - truth.mean())), "mean brightness AUROC": auroc(truth, mean)},
        "changed_images_auroc": {name: auroc(truth, z[:, 1] - z[:, 0]) for name, z in changed.items()},
        "subgroups": {"darker half": subgroup(truth, margin, dark), "brighter half": subgroup(truth, margin, ~dark)},
    } | about_the_file(args, nets, VIEWS, WEIGHTS, images[::9])
    MEASURED.write_text(json.dumps(out, indent=1) + "\n")
    print(json.dumps({k: v for k, v in out.items() if k != "calibration"}, indent=1))


def manifest(args):
    from manifest import write

    write()
