"""Labelled images of a folder, brought to the square that the networks take (antialiased bilinear on 8 bits, as the packages do)."""
import csv
from pathlib import Path

import numpy as np
from PIL import Image


def rgb(image, size):
    """PIL image -> uint8 RGB [3,size,size]."""
    return np.asarray(image.convert("RGB").resize((size, size), Image.BILINEAR)).transpose(2, 0, 1)


def grey(image, size):
    """PIL image -> uint8 grey [1,size,size], squashed to a square."""
    return np.asarray(image.convert("L").resize((size, size), Image.BILINEAR))[None]


def labelled(root, preprocess, size):
    """(rows of labels.csv, images uint8 [N,C,size,size] of its column `file`)."""
    with open(Path(root) / "labels.csv", newline="") as f:
        rows = list(csv.DictReader(f))
    return rows, np.stack([preprocess(Image.open(Path(root) / r["file"]), size) for r in rows])
