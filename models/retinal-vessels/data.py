"""CHASE_DB1: reading, split by child, percentile scaling, augmented tiles."""
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from segmentation.grouping import held_groups
from segmentation.warp import grid, intensity, ramp, warp

SPLIT_SEED = "retinal-vessels-1"
TILE, SOURCE = 192, 288


def scale(image):
    """Each colour's percentiles 1 and 99 to 0 and 1, clipped (ScaleIntensityRangePercentiles, channel_wise)."""
    x = image.astype(np.float32).transpose(2, 0, 1)
    low, high = (np.percentile(x, q, axis=(1, 2), keepdims=True) for q in (1, 99))
    return np.clip((x - low) / np.maximum(high - low, 1e-6), 0, 1).astype(np.float32)


def field_of_view(image):
    """Where the camera saw the eye: bool [h,w] from the sum of the colours."""
    return image.astype(np.int32).sum(2) > 75


def read(root):
    """All eyes: dicts of picture float32 [3,h,w], vessels and second (observers 1 and 2, bool), field bool, child, name."""
    rows = []
    for path in sorted((Path(root) / "images").glob("Image_*.jpg")):
        image = np.asarray(Image.open(path).convert("RGB"))
        first, second = (np.asarray(Image.open(Path(root) / f"labels_observer{n}" / f"{path.stem}_{m}HO.png")) > 0
                         for n, m in ((1, "1st"), (2, "2nd")))
        rows.append({"picture": scale(image), "vessels": first, "second": second, "field": field_of_view(image),
                     "child": path.stem[6:8], "name": path.stem, "file": path})
    return rows


def split(rows):
    """(training, validation): two of the ten children, both eyes, by seeded hash."""
    held = held_groups([r["child"] for r in rows], SPLIT_SEED, 0.2)
    return [r for r in rows if r["child"] not in held], [r for r in rows if r["child"] in held]


def batches(rows, args, epoch):
    """Seeded augmented tiles [n,3,192,192] and vessels [n,1,192,192]; tile centres lie in the field of view."""
    rng = np.random.default_rng([args.seed, epoch])
    generator = torch.Generator().manual_seed(args.seed * 10007 + epoch)
    for _ in range(args.steps):
        pictures, vessels = [], []
        for _ in range(args.batch):
            row = rows[int(rng.integers(len(rows)))]
            h, w = row["vessels"].shape
            for _ in range(20):
                y, x = (int(rng.integers(0, side - SOURCE + 1)) for side in (h, w))
                if row["field"][y + SOURCE // 2, x + SOURCE // 2]:
                    break
            pictures.append(row["picture"][:, y:y + SOURCE, x:x + SOURCE])
            vessels.append(row["vessels"][None, y:y + SOURCE, x:x + SOURCE].astype(np.float32))
        x, y = torch.from_numpy(np.stack(pictures)), torch.from_numpy(np.stack(vessels))
        where = grid(x.shape, (TILE, TILE), generator, (-0.25, 0.35), np.pi, 24.0, 2.0, 0.5)
        both, _ = warp(torch.cat([x, y], 1), y, where, fill=0.0)
        x, y = both[:, :3], both[:, 3:]
        x = x * torch.exp(torch.randn(len(x), 3, 1, 1, generator=generator) * 0.15)
        x = ramp(intensity(x, generator, 0.25, 0.08, 0.3, 0.04, 0.15), generator, 0.2)
        yield x.clamp(0, 1.5).contiguous(memory_format=torch.channels_last), y
