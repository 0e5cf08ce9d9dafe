"""Trains and measures the white cell classifier (8 kinds, 11 attributes of WBCAtt).

    python3 train.py train --out /tmp/train/white-cell-classification   # resumes from --out/last.pt
    python3 train.py export --out ...                                   # ONNX file
    python3 train.py evaluate                                           # the ONNX file on validation -> measured.json
    python3 train.py manifest                                           # card.md, manifest.json

Needs numpy, Pillow, torch; export also onnx, evaluate also onnxruntime.
"""
import argparse
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from data import ATTRIBUTES, DATA, HEADS, HERE, SIZE, near_duplicates, read, split
from common.classification import augmentation as au
from common.classification.net import ImageClassifier, gflop
from common.classification.training import predict, train
from common.metrics import macro_f1

ID = "white-cell-classification"
VIEWS = ("", "x", "y", "xy")
ATTRIBUTE_WEIGHT = 0.35
MEAN, STD = (0.87, 0.75, 0.72), (0.16, 0.19, 0.10)


def network():
    return ImageClassifier(HEADS, 3, (24, 3), (24, 48, 88, 144), (1, 2, 2, 2), (1, 2, 2, 2), MEAN, STD, dropout=0.25)


def augment(x, g):
    """Any turn and mirror; small changes of size (cell size is a label); stain and light."""
    x = au.geometry(x, g, "any", 0.06, 0.05)
    x = au.hue(au.tone(x, g, 0.12, 0.03, 0.12), g, 0.08, 0.15, 0.04)
    return au.blur_or_noise(x, g, 0.12, 0.03)


def fade(x, g, share):
    """On part of the pictures another microscope: each channel between other bounds, soft optics, a greyer ground."""
    some = torch.rand(len(x), generator=g) < share
    if not some.any():
        return x
    y = x[some]
    n, side = len(y), y.shape[-1]
    low, high = au.uniform(n, 0, 0.45, g)[:, None], au.uniform(n, 0.68, 1.0, g)[:, None]
    low, high = low + torch.randn(n, 3, generator=g) * 0.05, high + torch.randn(n, 3, generator=g) * 0.04
    dark, ground = (torch.quantile(y.flatten(2), q, dim=2)[..., None, None] for q in (0.02, 0.9))
    y = (y - dark) / (ground - dark).clamp(min=0.05) * (high - low).clamp(min=0.12)[..., None, None] + low[..., None, None]
    small = max(24, int(side * au.uniform(1, 0.35, 1.0, g).item()))
    y = F.interpolate(F.interpolate(y, size=small, mode="area"), size=side, mode="bilinear", align_corners=False)
    x = x.clone()
    x[some] = y.clamp(0, 1)
    return x


def objective(labels):
    """Cross-entropy of the kind (smoothed) and of each known attribute, balanced by the root of the class frequency."""
    weights = []
    for k, n in enumerate(HEADS.values()):
        known = labels[labels[:, k] >= 0, k]
        w = torch.bincount(known, minlength=n).float().clamp(min=1) ** -0.5
        weights.append(w * len(known) / (w[known].sum()))

    def loss(net, x, rows, g):
        total, parts = 0.0, net.split(net(x))
        for k, (name, logits) in enumerate(parts.items()):
            truth = labels[rows, k]
            if (truth >= 0).any():
                value = F.cross_entropy(logits, truth, weights[k], ignore_index=-1, label_smoothing=0.05)
                total = total + value * (1.0 if k == 0 else ATTRIBUTE_WEIGHT)
        return total

    return loss


def scores(net, images, labels, rows):
    """(macro-F1 of the kinds, mean macro-F1 of the attributes) in torch."""
    parts = net.split(predict(net, images, rows))
    f1 = []
    for k, (name, logits) in enumerate(parts.items()):
        truth = labels[rows, k].numpy()
        known = truth >= 0
        f1.append(macro_f1(truth[known], logits.argmax(1).numpy()[known], HEADS[name]))
    return f1[0], float(np.mean(f1[1:]))


def fit(args):
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rows, images, labels = read(args.data)
    training, validation = split(rows, near_duplicates(images))
    images, labels = torch.from_numpy(images), torch.from_numpy(labels)
    net = network()
    if args.start is not None:
        net.load_state_dict(torch.load(args.start)["ema"])
    print(f"{len(training)} training, {len(validation)} validation cells, {sum(p.numel() for p in net.parameters())} "
          f"parameters, {gflop(net.eval(), SIZE, SIZE):.3f} GFLOP", flush=True)
    held = torch.from_numpy(validation)
    shown = lambda x, g: fade(augment(x, g), g, args.fade) if args.fade > 0 else augment(x, g)
    train(net, images, torch.from_numpy(training), shown, objective(labels), args.out, args.epochs, args.batch, args.lr,
          seed=args.seed, every=args.every,
          report=lambda a: "macro-F1 %.4f attributes %.4f" % scores(a, images, labels, held))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("command", choices=["train", "export", "evaluate", "manifest"])
    p.add_argument("--data", type=Path, default=DATA)
    p.add_argument("--out", type=Path, default=Path(f"/tmp/train/{ID}"), help="folder of checkpoints")
    p.add_argument("--weights", default="final.pt", help="checkpoint in --out to export or evaluate")
    p.add_argument("--epochs", type=int, default=30)
    p.add_argument("--batch", type=int, default=32)
    p.add_argument("--lr", type=float, default=3e-3)
    p.add_argument("--every", type=int, default=3, help="epochs between validations and checkpoints")
    p.add_argument("--start", type=Path, help="checkpoint whose weights to begin from")
    p.add_argument("--fade", type=float, default=0.0, help="share of the training pictures shown as another microscope might")
    p.add_argument("--onnx", type=Path, default=HERE / f"{ID}.onnx", help="file that export writes")
    p.add_argument("--seed", type=int, default=0)
    p.add_argument("--threads", type=int, default=1)
    args = p.parse_args()
    if args.command == "train":
        fit(args)
    else:
        import package
        getattr(package, args.command)(args)


if __name__ == "__main__":
    main()
