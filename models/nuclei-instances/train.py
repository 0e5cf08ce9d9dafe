"""Nuclei one by one in stained tissue and fluorescence: trains, exports and measures the network of this package.

    python3 train.py train --out /tmp/run       # seeded; resumes from --out/last.pt
    python3 train.py export --out /tmp/run      # nuclei-instances.onnx
    python3 train.py evaluate                   # figures of the ONNX file on the validation pictures -> measured.json
    python3 train.py package                    # tests/*.npy and manifest.json from the files and measured.json

Needs numpy, Pillow, scipy and torch; export also onnx, evaluate also onnxruntime.
"""
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "common"))

import numpy as np
import torch
import torch.nn.functional as F

from data import batches, read, split
from net import StarNet, UNIT_PIXELS
from segmentation.fitting import arguments, fit
from stars import f1, instances, matches

PROBABILITY, OVERLAP = 0.5, 0.4
DIVISOR = 32


def loss(net, batch):
    """Cross-entropy of the probability, and the absolute error of the distances weighted by it."""
    pictures, probability, distances, known = batch
    logit, found = net(pictures)
    entropy = (F.binary_cross_entropy_with_logits(logit, probability, reduction="none") * known).sum() / known.sum()
    weight = probability * known
    error = (F.smooth_l1_loss(found, distances, reduction="none", beta=2.0) * weight).sum() / (32 * weight.sum().clamp(min=1))
    return entropy + 2.0 * error / UNIT_PIXELS


def maps(net, row):
    """(probability, distances) of one picture padded to multiples of 32 by 0 at the end."""
    h, w = row["labels"].shape
    x = np.pad(row["picture"], ((0, 0), (0, -h % DIVISOR), (0, -w % DIVISOR)))
    logit, distances = net(torch.from_numpy(x)[None])
    return torch.sigmoid(logit)[0, 0].numpy(), distances[0].numpy()


def validate(net, rows):
    """F1 at IoU 0.5 of each kind over all objects of the kind."""
    counts = {"stained": [], "fluorescence": []}
    for row in rows:
        found = instances(*maps(net, row), PROBABILITY, OVERLAP, row["labels"].shape)
        counts[row["kind"]].append(matches(found, row["labels"]))
    a, b = f1(counts["stained"]), f1(counts["fluorescence"])
    return (2 * a + b) / 3, f"F1@0.5 stained {a:.4f} fluorescence {b:.4f}"


def main():
    args = arguments(__doc__, HERE, "nuclei-stained", epochs=20, steps=40, batch=8, every=4)
    if args.command == "train":
        training, validation = split(read(args.data))
        print(len(training), "training pictures,", len(validation), "validation pictures", flush=True)
        fit(StarNet(), lambda epoch: batches(training, args, epoch), loss, lambda net: validate(net, validation), args)
    else:
        import package
        getattr(package, args.command)(args)


if __name__ == "__main__":
    main()
