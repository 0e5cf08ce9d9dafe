"""Left-ventricle cavity in short-axis cine MRI: trains, exports and measures the network of this package.

    python3 train.py train --out /tmp/run       # seeded; resumes from --out/last.pt
    python3 train.py export --out /tmp/run      # lv-cine-mri.onnx
    python3 train.py evaluate                   # figures of the ONNX file on the validation patients -> measured.json
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

import data
from segmentation.fitting import arguments, run
from segmentation.overlap import binary_loss, dice
from segmentation.unet import UNet

WIDTHS = (24, 40, 64, 80, 80)


class CineNet(UNet):
    """The U-Net on the square root of the picture: fat is so bright that the heart lies in the lowest third of the greys."""

    def __init__(self):
        super().__init__(2, 1, 1, WIDTHS, shuffle=True, presence=True)

    def forward(self, x):
        return super().forward(x.clamp(min=0).sqrt())


def loss(net, batch):
    images, masks = batch
    logits, seen = net(images)
    present = (masks.sum((1, 2, 3)) > 30).float()
    return binary_loss(logits, masks, each=True) + 0.3 * F.binary_cross_entropy_with_logits(seen, present)


def validate(net, rows):
    """Mean Dice by slice and by patient at 0.5, and how many slices with an erased ventricle still give a mask."""
    rng = np.random.default_rng(1)
    scores, people, false = [], {}, 0
    for row in rows:
        pair = np.stack([row["image"], data.erased(row, rng)])[:, None]
        found = (net(torch.from_numpy(pair)) > 0)[:, 0].numpy()
        scores.append(dice(found[0], row["mask"]))
        people.setdefault(row["patient"], []).append(scores[-1])
        false += found[1].sum() > 60
    mean = float(np.mean(scores))
    words = f"Dice {mean:.4f} by patient {np.mean([np.mean(v) for v in people.values()]):.4f} false {false}/{len(rows)}"
    return mean - 0.2 * false / len(rows), words


if __name__ == "__main__":
    run(arguments(__doc__, HERE, "cardiac-cine-mri-lv", epochs=60, steps=100, batch=8, every=2), data, CineNet, loss, validate)
