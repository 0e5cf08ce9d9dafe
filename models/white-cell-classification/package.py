"""From the network to the package: ONNX file, figures on validation, manifest and card."""
import json

import numpy as np
import torch
from PIL import Image, ImageDraw, ImageFilter

from data import ATTRIBUTES, CLASSES, HEADS, HERE, SIZE, near_duplicates, read, split
from train import VIEWS, network
from common.classification.exporting import export as write_onnx, onnx_logits
from common.classification.folds import logits_of
from common.classification.net import gflop, shipped
from common.metrics import (auroc, calibration_table, confusion, ece, f1_per_class, interval, macro_f1, softmax, softmax_temperature)
from common.packages import sha256

WEIGHTS, MEASURED = HERE / "white-cell-classification.onnx", HERE / "measured.json"
STARTS = np.cumsum([0, *HEADS.values()])


def load(args):
    torch.set_num_threads(args.threads)
    net = network()
    net.load_state_dict(torch.load(args.out / args.weights)["ema"])
    return shipped(net)


def drawn_cell(seed=3):
    """A made-up cell for the test vector: pale ground, a pink disc with granules, a nucleus of three lobes."""
    rng = np.random.default_rng(seed)
    s = SIZE * 2
    image = Image.new("RGB", (s, s), (232, 214, 208))
    draw = ImageDraw.Draw(image)
    draw.ellipse([0.2 * s, 0.22 * s, 0.8 * s, 0.8 * s], fill=(226, 190, 200))
    for x, y in rng.uniform(0.27, 0.73, (120, 2)) * s:
        draw.ellipse([x - 2, y - 2, x + 2, y + 2], fill=(206, 140, 160))
    for x, y in ((0.4, 0.42), (0.56, 0.4), (0.52, 0.6)):
        draw.ellipse([(x - 0.11) * s, (y - 0.1) * s, (x + 0.11) * s, (y + 0.1) * s], fill=(98, 58, 132))
    image = np.asarray(image.filter(ImageFilter.GaussianBlur(1.5)).resize((SIZE, SIZE), Image.BILINEAR), float)
    return np.clip(np.round(image + rng.normal(0, 2, image.shape)), 0, 255).astype(np.uint8).transpose(2, 0, 1)


def heads_of(z):
    """{head: logits of the head}."""
    return {h: z[:, a:b] for h, a, b in zip(HEADS, STARTS, STARTS[1:])}


def validation(args):
    rows, images, labels = read(args.data)
    groups = near_duplicates(images)
    held = split(rows, groups)[1]
    return [rows[i] for i in held], images[held], labels[held], groups[held]


def temperatures(z, labels):
    """One temperature a head, on the rows whose label is known."""
    found = {}
    for k, (head, logits) in enumerate(heads_of(z).items()):
        known = labels[:, k] >= 0
        found[head] = softmax_temperature(labels[known, k], logits[known])
    return found


def slopes(found):
    return np.concatenate([np.full(n, 1 / found[h]) for h, n in HEADS.items()])


def export(args):
    """The ONNX file, each head calibrated on validation."""
    net = load(args)
    rows, images, labels, groups = validation(args)
    z = logits_of(net, torch.from_numpy(images), torch.arange(len(images)), VIEWS).numpy()
    found = temperatures(z, labels)
    write_onnx([net], VIEWS, args.onnx, SIZE, {"drawn": drawn_cell()}, slopes(found), None)
    print({k: round(v, 3) for k, v in found.items()})


def figures(truth, z, groups):
    """One head on the rows whose label is known."""
    classes = z.shape[1]
    p = softmax(z)
    decided, n = p.argmax(1), len(truth)
    present = [k for k in range(classes) if (truth == k).any()]
    return {"n": n, "macro_f1": macro_f1(truth, decided, classes),
            "macro_f1_interval": interval(lambda i: macro_f1(truth[i], decided[i], classes), n, groups, rounds=1000),
            "accuracy": float((truth == decided).mean()), "majority_accuracy": float(np.bincount(truth).max() / n),
            "majority_macro_f1": macro_f1(truth, np.full(n, np.bincount(truth).argmax()), classes),
            "auroc": float(np.mean([auroc(truth == k, p[:, k]) for k in present])), "ece": ece(truth == decided, p.max(1))}


CHANGES = {"brightness x 0.85": lambda x: (x * 0.85).astype(np.uint8),
           "warmer (red x 1.05, blue x 0.95)": lambda x: np.clip(x * np.array([1.05, 1.0, 0.95]).reshape(1, 3, 1, 1), 0, 255).astype(np.uint8),
           "cell x 0.85": lambda x: scaled(x, 0.85), "cell x 1.15": lambda x: scaled(x, 1.15)}


def scaled(images, factor):
    """The same cells drawn smaller or larger about the middle; what is beyond the border is mirrored."""
    theta = torch.eye(2, 3).mul(1 / factor).expand(len(images), 2, 3)
    x = torch.from_numpy(images).float()
    grid = torch.nn.functional.affine_grid(theta, list(x.shape), align_corners=False)
    return torch.nn.functional.grid_sample(x, grid, padding_mode="reflection", align_corners=False).round().to(torch.uint8).numpy()


def evaluate(args):
    """The ONNX file itself on the validation cells."""
    rows, images, labels, groups = validation(args)
    parts = onnx_logits(WEIGHTS, images, len(HEADS))
    net = load(args)
    everything = logits_of(net, torch.from_numpy(images), torch.arange(len(images)), VIEWS).numpy()
    slope = slopes(temperatures(everything, labels))
    heads = {}
    for k, (head, z) in enumerate(zip(HEADS, parts)):
        known = labels[:, k] >= 0
        heads[head] = figures(labels[known, k], z[known], groups[known])
    kind, z = labels[:, 0], parts[0]
    decided = z.argmax(1)
    attributes = [heads[a] for a in ATTRIBUTES]
    prefixes = np.array([r["subtype_prefix"] for r in rows])
    mature = labels[:, 1] >= 0
    mean_attribute = lambda i: np.mean([macro_f1(labels[i][:, k], parts[k][i].argmax(1), HEADS[a]) for k, a in enumerate(HEADS) if k])
    changed = {}
    for name, change in CHANGES.items():
        seen = heads_of(logits_of(net, torch.from_numpy(change(images)), torch.arange(len(images)), VIEWS).numpy())["cell_type"]
        changed[name] = macro_f1(kind, seen.argmax(1), len(CLASSES))
    where = np.nonzero(mature)[0]
    out = {"training_cells": len(read(args.data)[0]) - len(rows), "validation_cells": len(rows), "size": SIZE, "heads": heads,
           "attributes_mean_macro_f1": float(np.mean([a["macro_f1"] for a in attributes])),
           "attributes_mean_macro_f1_interval": interval(lambda i: mean_attribute(where[i]), len(where), groups[where], rounds=500),
           "f1_of_each_kind": dict(zip(CLASSES, f1_per_class(kind, decided, len(CLASSES)).tolist())),
           "auroc_of_each_kind": {c: auroc(kind == k, softmax(z)[:, k]) for k, c in enumerate(CLASSES)},
           "prevalence": {c: float((kind == k).mean()) for k, c in enumerate(CLASSES)},
           "confusion": confusion(kind, decided, len(CLASSES)).tolist(), "calibration": calibration_table(kind == decided, softmax(z).max(1)),
           "recall_of_each_prefix": {p: {"n": int((prefixes == p).sum()), "recall": float((decided == kind)[prefixes == p].mean())}
                                     for p in sorted(set(prefixes))},
           "changed_images_macro_f1": changed, "onnx_largest_logit_difference": float(np.abs(np.concatenate(parts, 1) - everything * slope).max()),
           "gflop": gflop(net, SIZE, SIZE) * len(VIEWS), "parameters": sum(p.numel() for p in net.parameters()), "epochs": args.epochs,
           "weights_sha256": sha256(WEIGHTS)}
    MEASURED.write_text(json.dumps(out, indent=1) + "\n")
    print(json.dumps({k: v for k, v in out.items() if k not in ("calibration", "heads")}), {h: round(f["macro_f1"], 4) for h, f in heads.items()})


def manifest(args):
    from manifest import write

    write()
