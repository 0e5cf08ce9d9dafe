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

from data import batches, erased, read, split
from segmentation.fitting import arguments, fit
from segmentation.overlap import binary_loss, dice
from segmentation.unet import UNet

WIDTHS = (32, 48, 64, 64, 64)


def network():
    return UNet(2, 1, 1, WIDTHS, shuffle=True, presence=True)


def loss(net, batch):
    images, masks = batch
    logits, seen = net(images)
    present = (masks.sum((1, 2, 3)) > 30).float()
    return binary_loss(logits, masks) + 0.3 * F.binary_cross_entropy_with_logits(seen, present)


def validate(net, rows):
    """Mean Dice by slice and by patient at 0.5, and how many slices with an erased ventricle still give a mask."""
    rng = np.random.default_rng(1)
    scores, people, false = [], {}, 0
    for row in rows:
        pair = np.stack([row["image"], erased(row, rng)])[:, None]
        found = (net(torch.from_numpy(pair)) > 0)[:, 0].numpy()
        scores.append(dice(found[0], row["mask"]))
        people.setdefault(row["patient"], []).append(scores[-1])
        false += found[1].sum() > 60
    mean = float(np.mean(scores))
    words = f"Dice {mean:.4f} by patient {np.mean([np.mean(v) for v in people.values()]):.4f} false {false}/{len(rows)}"
    return mean - 0.2 * false / len(rows), words


def main():
    args = arguments(__doc__, HERE, "cardiac-cine-mri-lv", epochs=28, steps=60, batch=8, every=4)
    if args.command == "train":
        training, validation = split(read(args.data))
        print(len(training), "training slices,", len(validation), "validation slices of",
              sorted({r["patient"] for r in validation}), flush=True)
        fit(network(), lambda epoch: batches(training, args, epoch), loss, lambda net: validate(net, validation), args)
    else:
        import package
        getattr(package, args.command)(args)


if __name__ == "__main__":
    main()
