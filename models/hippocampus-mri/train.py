"""Anterior and posterior hippocampus in cropped T1 MRI: trains, exports and measures the network of this package.

    python3 train.py train --out /tmp/run       # seeded; resumes from --out/last.pt
    python3 train.py export --out /tmp/run      # hippocampus-mri.onnx
    python3 train.py evaluate                   # figures of the ONNX file on the validation volumes -> measured.json
    python3 train.py package                    # tests/*.npy and manifest.json from the files and measured.json

Needs numpy, scipy and torch; export also onnx, evaluate also onnxruntime.
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

WIDTHS, UNITS = (16, 32, 64), (1, 2, 2)


def network():
    return UNet(3, 1, 3, WIDTHS, UNITS)


def loss(net, batch):
    images, labels = batch
    return label_loss(net(images), labels)


def validate(net, rows):
    """Mean Dice of each label over the volumes, each volume padded to multiples of 8."""
    scores = []
    for row in rows:
        shape = [-(-s // 8) * 8 for s in row["image"].shape]
        found = net(torch.from_numpy(data.padded(row["image"], shape))[None, None]).argmax(1)[0].numpy()
        truth = data.padded(row["labels"], shape)
        scores.append([dice(found == k, truth == k) for k in (1, 2)])
    mean = np.mean(scores, 0)
    return float(mean.mean()), f"Dice anterior {mean[0]:.4f} posterior {mean[1]:.4f}"


if __name__ == "__main__":
    run(arguments(__doc__, HERE, "brain-mri-hippocampus", epochs=36, steps=24, batch=4, every=4, average=0.99), data, network, loss, validate)
