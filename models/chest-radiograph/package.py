"""From the five networks to the package: ONNX file, out-of-fold figures, manifest and card."""
import json

import numpy as np
import torch
from PIL import Image, ImageDraw, ImageFilter

from data import CLASSES, HERE, SIZE, read
from train import VIEWS, network
from common.classification import calibration
from common.classification.exporting import agreement, export as write_onnx, out_of_fold
from common.classification.folds import load_folds
from common.classification.net import gflop, shipped
from common.metrics import (at_threshold, auroc, average_precision, brier, calibration_table, ece, interval, sensitivity_threshold,
                            softmax, youden_threshold)
from common.packages import sha256

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


def shipped_nets(args):
    torch.set_num_threads(args.threads)
    return [shipped(net) for net in load_folds(args.out, args.folds, network)]


def export(args):
    """The ONNX file: mean of the networks, calibrated on the out-of-fold logits of all images."""
    rows, images, labels, groups, fold = read(args.data, args.folds)
    nets = shipped_nets(args)
    slope, shift = calibration.fit(labels, out_of_fold(nets, VIEWS, images, fold))
    np.savez(args.out / "calibration.npz", slope=slope, shift=shift)
    write_onnx(nets, VIEWS, WEIGHTS, SIZE, {"drawn": drawn_chest()}, np.full(len(CLASSES), slope), shift)


def evaluate(args):
    rows, images, labels, groups, fold = read(args.data, args.folds)
    nets, stored = shipped_nets(args), np.load(args.out / "calibration.npz")
    raw = out_of_fold(nets, VIEWS, images, fold)
    z = calibration.cross_fitted(labels, raw, fold)
    truth, n = labels == 1, len(labels)
    p = softmax(z)[:, 1]
    margin = raw[:, 1] - raw[:, 0]
    mean = images.reshape(n, -1).mean(1)
    out = {"n": n, "positives": int(truth.sum()), "prevalence": float(truth.mean()), "groups": len(set(groups)), "folds": args.folds,
           "epochs": args.epochs, "size": SIZE, "auroc": auroc(truth, margin),
           "auroc_interval": interval(lambda i: auroc(truth[i], margin[i]), n, groups),
           "auroc_of_each_fold": [auroc(truth[fold == k], margin[fold == k]) for k in range(args.folds)],
           "average_precision": average_precision(truth, p), "calibration_slope_and_shifts": [float(stored["slope"]), stored["shift"].tolist()], "ece": ece(truth, p), "brier": brier(truth, p),
           "calibration": calibration_table(truth, p, 8), "youden": at_threshold(truth, p, youden_threshold(truth, p)),
           "sensitivity_95": at_threshold(truth, p, sensitivity_threshold(truth, p, 0.95)),
           "accuracy_at_half": float(((p >= 0.5) == truth).mean()),
           "baselines": {"majority accuracy": float(max(truth.mean(), 1 - truth.mean())), "mean brightness AUROC": auroc(truth, mean)},
           "changed_images_auroc": {}, "subgroups": {}}
    for name, change in CHANGES.items():
        changed = out_of_fold(nets, VIEWS, images, fold, change)
        out["changed_images_auroc"][name] = auroc(truth, changed[:, 1] - changed[:, 0])
    dark = mean <= np.median(mean)
    for name, rows_of in (("darker half", dark), ("brighter half", ~dark)):
        out["subgroups"][name] = {"n": int(rows_of.sum()), "positives": int(truth[rows_of].sum()), "auroc": auroc(truth[rows_of], margin[rows_of]),
                                  "auroc_interval": interval(lambda i: auroc(truth[rows_of][i], margin[rows_of][i]), int(rows_of.sum()), rounds=1000)}
    out["onnx_largest_logit_difference"], out["onnxruntime_seconds_per_image_1_thread"] = agreement(
        WEIGHTS, nets, VIEWS, images[::9], float(stored["slope"]), stored["shift"])
    out["gflop"], out["parameters"] = gflop(nets[0], SIZE, SIZE) * len(nets) * len(VIEWS), sum(p.numel() for p in nets[0].parameters()) * len(nets)
    out["weights_sha256"] = sha256(WEIGHTS)
    MEASURED.write_text(json.dumps(out, indent=1) + "\n")
    print(json.dumps({k: v for k, v in out.items() if k != "calibration"}, indent=1))


def without_border(images, part=0.12):
    """The outer part of each side replaced by the mean of the rest: letters, collimation and posture cannot help."""
    e = int(images.shape[2] * part)
    out = np.empty_like(images)
    out[:] = np.round(images[:, :, e:-e, e:-e].mean((1, 2, 3), keepdims=True)).astype(np.uint8)
    out[:, :, e:-e, e:-e] = images[:, :, e:-e, e:-e]
    return out


CHANGES = {"border masked": without_border, "brightness x 0.8": lambda x: (x * 0.8).astype(np.uint8),
           "contrast x 0.7": lambda x: (x.astype(np.float32) * 0.7 + 0.3 * x.mean((2, 3), keepdims=True)).astype(np.uint8)}


def manifest(args):
    from manifest import write

    write()
