"""SEM of nerve: reading, resampling to 0.1 µm a pixel, split by rat, augmented tiles."""
import csv
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from segmentation.grouping import held_groups
from segmentation.warp import grid, intensity, ramp, warp

SPLIT_SEED = "axon-myelin-2"
PIXEL_UM = 0.1
TILE, SOURCE = 192, 288
LABELS = ("axon", "myelin")


def rescaled(image, pixel_um, mode=Image.BILINEAR):
    """2-D array brought to 0.1 µm a pixel (antialiased where it shrinks)."""
    h, w = (max(1, int(np.floor(s * pixel_um / PIXEL_UM + 0.5))) for s in image.shape)
    return image if (h, w) == image.shape else np.asarray(Image.fromarray(image).resize((w, h), mode))


def scale(image):
    """Percentiles 1 and 99 of the whole picture to 0 and 1, clipped (ScaleIntensityRangePercentiles)."""
    image = np.asarray(image, np.float32)
    low, high = np.percentile(image, [1, 99])
    return np.clip((image - low) / max(high - low, 1e-6), 0, 1).astype(np.float32)


def read(root):
    """All pictures: dicts of grey uint8 and labels uint8 as stored, picture and small_labels at 0.1 µm, rat, pixel_um."""
    rows = []
    for row in csv.DictReader(open(Path(root) / "index.csv")):
        grey = np.asarray(Image.open(Path(root) / row["file"]).convert("L"))
        stem = Path(row["file"]).stem
        axon, myelin = (np.asarray(Image.open(Path(root) / "labels" / f"{stem}_seg-{k}-manual.png").convert("L")) > 127 for k in LABELS)
        pixel = float(row["pixel_size_um"])
        labels = np.where(axon, 1, np.where(myelin, 2, 0)).astype(np.uint8)
        parts = np.stack([rescaled((labels == k).astype(np.float32), pixel) for k in range(3)])
        rows.append({"grey": grey, "labels": labels, "picture": scale(rescaled(grey, pixel)),
                     "small_labels": parts.argmax(0).astype(np.uint8), "rat": row["rat"], "pixel_um": pixel, "file": row["file"]})
    return rows


def split(rows):
    """(training, validation) by rat: two of the five rats by seeded hash are held back."""
    held = held_groups([r["rat"] for r in rows], SPLIT_SEED, 0.4)
    return [r for r in rows if r["rat"] not in held], [r for r in rows if r["rat"] in held]


def batches(rows, args, epoch):
    """Seeded augmented tiles [n,1,192,192] and labels [n,192,192] (-1 outside); every rat is drawn alike."""
    rng = np.random.default_rng([args.seed, epoch])
    generator = torch.Generator().manual_seed(args.seed * 10007 + epoch)
    rats = sorted({r["rat"] for r in rows})
    for _ in range(args.steps):
        pictures, labels = [], []
        for _ in range(args.batch):
            rat = rats[int(rng.integers(len(rats)))]
            own = [r for r in rows if r["rat"] == rat]
            row = own[int(rng.integers(len(own)))]
            h, w = row["picture"].shape
            y, x = (int(rng.integers(0, side - SOURCE + 1)) for side in (h, w))
            place = (slice(y, y + SOURCE), slice(x, x + SOURCE))
            pictures.append(row["picture"][place])
            labels.append(row["small_labels"][place].astype(np.float32) + 1)
        x, y = (torch.from_numpy(np.stack(v))[:, None] for v in (pictures, labels))
        where = grid(x.shape, (TILE, TILE), generator, (-0.45, 0.6), np.pi, 20.0, 2.5, 0.5)
        x, y = warp(x, y, where, fill=0.0)
        x = ramp(intensity(x, generator, 0.3, 0.12, 0.4, 0.08, 0.3), generator, 0.2)
        yield x.clamp(0, 1).contiguous(memory_format=torch.channels_last), y[:, 0].round().long() - 1
