"""Sunnybrook slices: reading, split by patient, intensity scaling of the package, negatives made from the slices."""
import csv
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from segmentation.grouping import held_groups
from segmentation.negatives import away_window, nothing, window_grid
from segmentation.warp import grid, intensity, ramp, warp

SPLIT_SEED = "lv-cine-1"
CROP = 160


def scale(image):
    """Percentiles 1 and 99 of the whole slice to 0 and 1, clipped (ScaleIntensityRangePercentiles)."""
    low, high = np.percentile(image, [1, 99])
    return np.clip((image.astype(np.float32) - low) / max(high - low, 1e-6), 0, 1).astype(np.float32)


def read(root):
    """All slices: dicts of image float32 [256,256] in 0..1, mask bool, patient, pathology, file."""
    rows = []
    for row in csv.DictReader(open(Path(root) / "index.csv")):
        image = np.asarray(Image.open(Path(root) / row["file"]).convert("L"))
        mask = np.asarray(Image.open(Path(root) / row["label_file"])) > 0
        rows.append({"image": scale(image), "mask": mask, **row})
    return rows


def split(rows):
    """(training rows, validation rows) by patient, a fifth of the patients of each pathology held back."""
    held = held_groups([r["patient"] for r in rows], SPLIT_SEED, 0.2, {r["patient"]: r["pathology"] for r in rows})
    return [r for r in rows if r["patient"] not in held], [r for r in rows if r["patient"] in held]


def erased(row, rng):
    """The slice with its ventricle (and wall) covered by tissue of another place of the same slice, softly joined."""
    image, mask = row["image"], row["mask"]
    y, x = np.nonzero(mask)
    cy, cx = y.mean(), x.mean()
    reach = np.hypot(y - cy, x - cx).max() + rng.uniform(10, 20)
    side = int(np.ceil(reach + 8))
    yy, xx = np.mgrid[-side:side + 1, -side:side + 1]
    for _ in range(40):
        sy, sx = rng.integers(side, 256 - side, 2)
        if max(abs(sy - cy), abs(sx - cx)) > reach * 1.4:
            break
    turn = int(rng.integers(0, 4))
    patch = np.rot90(image[sy - side:sy + side + 1, sx - side:sx + side + 1], turn)
    y0, x0 = int(round(cy)), int(round(cx))
    soft = 1 / (1 + np.exp((np.hypot(yy, xx) - reach) / rng.uniform(0.7, 2.5)))
    out = image.copy()
    window = (slice(y0 - side, y0 + side + 1), slice(x0 - side, x0 + side + 1))
    level = rng.uniform(0.8, 1.2)
    out[window] = out[window] * (1 - soft) + np.clip(patch * level, 0, 1) * soft
    return out


def batches(rows, args, epoch):
    """Seeded augmented batches (images [n,1,c,c], masks [n,1,c,c]): two thirds with a ventricle, the others without.

    Three batches of four keep the body roughly upright, as a scanner does: the right ventricle then tells where the left is.
    """
    rng = np.random.default_rng([args.seed, epoch])
    generator = torch.Generator().manual_seed(args.seed * 10007 + epoch)
    for _ in range(args.steps):
        images, masks, windows = [], [], []
        for _ in range(args.batch):
            row = rows[int(rng.integers(len(rows)))]
            kind = rng.random()
            window = away_window(row["mask"], rng, (40, 90), 8) if 0.66 <= kind < 0.8 else None
            if kind < 0.66 or window is not None:
                images.append(row["image"])
                masks.append(row["mask"])
            else:
                images.append(erased(row, rng) if kind < 0.97 else nothing(rng, (256, 256)))
                masks.append(np.zeros_like(row["mask"]))
            windows.append(window)
        x = torch.from_numpy(np.stack(images))[:, None]
        y = torch.from_numpy(np.stack(masks).astype(np.float32))[:, None]
        turn, mirror = (np.pi, 0.5) if rng.random() < 0.25 else (0.5, 0.0)
        where = grid(x.shape, (CROP, CROP), generator, (-0.45, 0.3), turn, 28.0, 3.0, mirror)
        for i, window in enumerate(windows):
            if window is not None:
                where[i] = window_grid(window, (CROP, CROP), (256, 256))
        x, y = warp(x, y, where, fill=0.0)
        x = ramp(intensity(x, generator, 0.2, 0.03, 0.25, 0.03), generator, 0.2)
        yield x.clamp(0, 1).contiguous(memory_format=torch.channels_last), y
