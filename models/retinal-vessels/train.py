"""Retinal vessels in colour fundus photographs: trains, exports and measures the network of this package.

    python3 train.py train --out /tmp/run       # seeded; resumes from --out/last.pt
    python3 train.py export --out /tmp/run      # retinal-vessels.onnx
    python3 train.py evaluate                   # figures of the ONNX file on the validation children -> measured.json
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
from segmentation.overlap import binary_loss, dice
from segmentation.unet import UNet

WIDTHS = (24, 32, 48, 64)
DIVISOR = 16


def network():
    return UNet(2, 3, 1, WIDTHS, shuffle=True)


def loss(net, batch):
    pictures, vessels = batch
    return binary_loss(net(pictures), vessels)


def validate(net, rows):
    """Mean Dice of the whole photographs against the first observer at 0.5."""
    scores = []
    for row in rows:
        h, w = row["vessels"].shape
        x = np.pad(row["picture"], ((0, 0), (0, -h % DIVISOR), (0, -w % DIVISOR)))
        found = (net(torch.from_numpy(x)[None])[0, 0] > 0).numpy()[:h, :w]
        scores.append(dice(found, row["vessels"]))
    return float(np.mean(scores)), f"Dice {np.mean(scores):.4f}"


if __name__ == "__main__":
    run(arguments(__doc__, HERE, "fundus-vessels-chasedb1", epochs=30, steps=40, batch=6, every=2), data, network, loss, validate)
