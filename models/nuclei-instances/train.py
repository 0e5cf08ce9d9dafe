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

import torch
import torch.nn.functional as F

import data
from evaluate import chain
from net import Packaged, StarNet, UNIT_PIXELS
from segmentation.fitting import arguments, run
from stars import RAYS, f1, matches


def loss(net, batch):
    """Cross-entropy of the probability, and the absolute error of the distances weighted by it."""
    pictures, probability, distances, known = batch
    logit, found = net(pictures)
    entropy = (F.binary_cross_entropy_with_logits(logit, probability, reduction="none") * known).sum() / known.sum()
    weight = probability * known
    error = (F.smooth_l1_loss(found, distances, reduction="none", beta=2.0) * weight).sum() / (RAYS * weight.sum().clamp(min=1))
    return entropy + 2.0 * error / UNIT_PIXELS


def validate(net, rows):
    """F1 at IoU 0.5 of each kind over all objects of the kind."""
    packaged, counts = Packaged(net), {"stained": [], "fluorescence": []}
    for row in rows:
        found = chain(lambda x: [v.numpy() for v in packaged(torch.from_numpy(x))], row["picture"])
        counts[row["kind"]].append(matches(found, row["labels"]))
    a, b = f1(counts["stained"]), f1(counts["fluorescence"])
    return (2 * a + b) / 3, f"F1@0.5 stained {a:.4f} fluorescence {b:.4f}"


if __name__ == "__main__":
    run(arguments(__doc__, HERE, "nuclei-stained", epochs=170, steps=50, batch=8, every=3), data, StarNet, loss, validate)
