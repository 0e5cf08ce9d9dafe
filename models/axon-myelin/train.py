"""Axon and myelin in scanning electron microscopy: trains, exports and measures the network of this package.

    python3 train.py train --out /tmp/run       # seeded; resumes from --out/last.pt
    python3 train.py export --out /tmp/run      # axon-myelin.onnx
    python3 train.py evaluate                   # figures of the ONNX file on the validation rats -> measured.json
    python3 train.py package                    # tests/*.npy and manifest.json from the files and measured.json

Needs numpy, Pillow, scipy and torch; export also onnx, evaluate also onnxruntime.
"""
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "common"))

import numpy as np
import torch

import data
from segmentation.fitting import arguments, run
from segmentation.overlap import dice, label_loss
from segmentation.unet import UNet

WIDTHS = (24, 32, 48, 64, 64)
DIVISOR = 32


def network():
    return UNet(2, 1, 3, WIDTHS, shuffle=True)


def loss(net, batch):
    pictures, labels = batch
    return label_loss(net(pictures), labels)


def validate(net, rows):
    """Dice of axon and myelin at 0.1 µm, the mean over the pictures."""
    scores = []
    for row in rows:
        h, w = row["picture"].shape
        x = np.pad(row["picture"], ((0, -h % DIVISOR), (0, -w % DIVISOR)))
        found = net(torch.from_numpy(x)[None, None])[0].argmax(0).numpy()[:h, :w]
        scores.append([dice(found == k, row["small_labels"] == k) for k in (1, 2)])
    mean = np.mean(scores, 0)
    return float(mean.mean()), f"Dice axon {mean[0]:.4f} myelin {mean[1]:.4f}"


if __name__ == "__main__":
    run(arguments(__doc__, HERE, "nerve-axon-myelin-sem", epochs=16, steps=50, batch=6, every=4), data, network, loss, validate)
