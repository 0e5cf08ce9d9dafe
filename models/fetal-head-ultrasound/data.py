"""HC18 frames: reading, split by study, the package's resizing, augmented batches with frames that show no head."""
import csv
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from segmentation.grouping import held_groups
from segmentation.negatives import away_window, nothing, window_grid
from segmentation.warp import grid, intensity, ramp, warp

SPLIT_SEED = "fetal-head-1"
LONGEST = 224
CROP = (160, 224)


def resized_shape(height, width):
    """Shape after Resize {size_mode: longest}, rounded half up."""
    factor = LONGEST / max(height, width)
    return tuple(max(1, int(np.floor(s * factor + 0.5))) for s in (height, width))


def small(image):
    """8-bit grey [h,w] to the float32 network picture in 0..1 before padding (Resize bilinear antialiased, / 255)."""
    h, w = resized_shape(*image.shape)
    return np.asarray(Image.fromarray(image).resize((w, h), Image.BILINEAR), np.float32) / 255


def read(root):
    """All frames: dicts of grey uint8, picture, mask bool [h,w], cover (part of the head in each small pixel), study, mm."""
    rows = []
    for row in csv.DictReader(open(Path(root) / "labels.csv")):
        grey = np.asarray(Image.open(Path(root) / row["file"]).convert("L"))
        mask = np.asarray(Image.open(Path(root) / row["mask"])) > 0
        rows.append({"grey": grey, "picture": small(grey), "mask": mask, "cover": small(mask.astype(np.uint8) * 255),
                     "study": row["study"], "file": row["file"], "mm": float(row["pixel_size_mm_in_this_copy"]),
                     "circumference": float(row["head_circumference_mm"])})
    return rows


def split(rows):
    """(training, validation): a fifth of the studies by seeded hash."""
    held = held_groups([r["study"] for r in rows], SPLIT_SEED, 0.2)
    return [r for r in rows if r["study"] not in held], [r for r in rows if r["study"] in held]


def framed(array):
    """Padded at the end to the training frame, as DivisiblePad does."""
    array = array[: CROP[0], : CROP[1]]
    return np.pad(array, [(0, c - s) for c, s in zip(CROP, array.shape)])


def batches(rows, args, epoch):
    """Seeded augmented batches: pictures and covers [n,1,160,224]; one in seven shows no head."""
    rng = np.random.default_rng([args.seed, epoch])
    generator = torch.Generator().manual_seed(args.seed * 10007 + epoch)
    for _ in range(args.steps):
        pictures, covers, windows = [], [], []
        for _ in range(args.batch):
            row = rows[int(rng.integers(len(rows)))]
            kind = rng.random()
            window = away_window(row["cover"] > 0, rng, (20, 50), 3) if kind < 0.1 else None
            empty = 0.1 <= kind < 0.14
            pictures.append(nothing(rng, CROP) if empty else framed(row["picture"]))
            covers.append(np.zeros(CROP, np.float32) if empty else framed(row["cover"]))
            windows.append(window)
        x, y = (torch.from_numpy(np.stack(v))[:, None] for v in (pictures, covers))
        where = grid(x.shape, CROP, generator, (-0.35, 0.3), 0.5, 18.0, 2.0, 0.5)
        for i, window in enumerate(windows):
            if window is not None:
                where[i] = window_grid(window, CROP, CROP)
        both, _ = warp(torch.cat([x, y], 1), y, where, fill=0.0)
        x, y = both[:, :1], both[:, 1:]
        x = ramp(intensity(x, generator, 0.25, 0.06, 0.35, 0.05, 0.2), generator, 0.3)
        yield x.clamp(0, 1).contiguous(memory_format=torch.channels_last), y
