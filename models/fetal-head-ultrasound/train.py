"""Fetal head in ultrasound frames: trains, exports and measures the network of this package.

    python3 train.py train --out /tmp/run       # seeded; resumes from --out/last.pt
    python3 train.py export --out /tmp/run      # fetal-head-ultrasound.onnx
    python3 train.py evaluate                   # figures of the ONNX file on the validation studies -> measured.json
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

from circumference import circumference_mm, head
import data
from segmentation.fitting import arguments, run
from segmentation.overlap import binary_loss, dice
from segmentation.unet import UNet

WIDTHS = (16, 32, 48, 64, 64)


def network():
    return UNet(2, 1, 1, WIDTHS, shuffle=True, presence=True)


def loss(net, batch):
    pictures, covers = batch
    logits, seen = net(pictures)
    present = (covers.sum((1, 2, 3)) > 200).float()
    return binary_loss(logits, covers) + 0.3 * F.binary_cross_entropy_with_logits(seen, present)


def restored(probability, row):
    """Probability of the small picture brought back to the frame's own pixels."""
    h, w = row["picture"].shape
    return F.interpolate(probability[None, None, :h, :w], size=row["mask"].shape, mode="bilinear", align_corners=False)[0, 0].numpy()


def validate(net, rows):
    """Mean Dice in the frame's own pixels and mean absolute error of the circumference in mm."""
    scores, errors = [], []
    for row in rows:
        p = torch.sigmoid(net(torch.from_numpy(data.framed(row["picture"]))[None, None]))[0, 0]
        found = head(restored(p, row) > 0.5)
        scores.append(dice(found, row["mask"]))
        errors.append(abs((circumference_mm(found, row["mm"]) or 0.0) - row["circumference"]))
    return float(np.mean(scores)), f"Dice {np.mean(scores):.4f} circumference error {np.mean(errors):.2f} mm, median {np.median(errors):.2f}"


if __name__ == "__main__":
    run(arguments(__doc__, HERE, "ultrasound-fetal-head-hc18", epochs=36, steps=50, batch=12, every=4), data, network, loss, validate)
