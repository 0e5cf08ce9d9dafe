"""Nuclei of the 2018 Data Science Bowl: reading, seeded split, percentile scaling, augmented crops with star targets."""
import csv
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from segmentation.grouping import held_groups
from segmentation.warp import grid, intensity, ramp, uniform, warp
from stars import targets

SPLIT_SEED = "nuclei-1"
CROP = 160


def scale(image):
    """Each colour's percentiles 1 and 99.8 to 0 and 1, not clipped (ScaleIntensityRangePercentiles, channel_wise)."""
    x = image.astype(np.float32).transpose(2, 0, 1)
    low, high = (np.percentile(x, q, axis=(1, 2), keepdims=True) for q in (1, 99.8))
    return ((x - low) / np.maximum(high - low, 1e-6)).astype(np.float32)


def read(root):
    """All pictures: dicts of picture float32 [3,h,w] (grey ones in three equal channels), labels int32 [h,w], kind, file, brightness."""
    rows = []
    for row in csv.DictReader(open(Path(root) / "index.csv")):
        image = np.asarray(Image.open(Path(root) / row["file"]).convert("RGB"))
        labels = np.asarray(Image.open(Path(root) / row["label_file"])).astype(np.int32)
        rows.append({"picture": scale(image), "brightness": image.mean(2), "labels": labels, "kind": row["kind"], "file": row["file"]})
    return rows


def split(rows):
    """(training, validation): a fifth of the pictures of each kind by seeded hash; the folder states no slide."""
    held = held_groups([r["file"] for r in rows], SPLIT_SEED, 0.2, {r["file"]: r["kind"] for r in rows})
    return [r for r in rows if r["file"] not in held], [r for r in rows if r["file"] in held]


_YIQ = torch.tensor([[0.299, 0.587, 0.114], [0.596, -0.274, -0.322], [0.211, -0.523, 0.312]])
_RGB = torch.linalg.inv(_YIQ)


def stain(x, generator):
    """Turns and stretches the colour plane of each picture and gains of its channels: other stains and cameras."""
    n = len(x)
    angle = torch.randn(n, generator=generator) * 0.2
    gain = torch.exp(torch.randn(n, generator=generator) * 0.25) * (torch.rand(n, generator=generator) > 0.1)
    m = torch.zeros(n, 3, 3)
    m[:, 0, 0] = 1
    m[:, 1, 1] = m[:, 2, 2] = torch.cos(angle) * gain
    m[:, 1, 2], m[:, 2, 1] = -torch.sin(angle) * gain, torch.sin(angle) * gain
    m = _RGB @ m @ _YIQ * torch.exp(torch.randn(n, 3, 1, generator=generator) * 0.1)
    return torch.einsum("nij,njhw->nihw", m, x) + torch.randn(n, 3, 1, 1, generator=generator) * 0.06


def batches(rows, args, epoch):
    """Seeded batches: pictures [n,3,160,160] and, on every second pixel, probability, distances, known place.

    Two thirds of the pictures are stained. Zoom is drawn so that small and large nuclei of the set meet each other.
    """
    rng = np.random.default_rng([args.seed, epoch])
    generator = torch.Generator().manual_seed(args.seed * 10007 + epoch)
    kinds = {k: [r for r in rows if r["kind"] == k] for k in ("stained", "fluorescence")}
    side = 256
    for _ in range(args.steps):
        pictures, labels = [], []
        for _ in range(args.batch):
            own = kinds["stained" if rng.random() < 0.67 else "fluorescence"]
            row = own[int(rng.integers(len(own)))]
            left = int(rng.integers(0, row["labels"].shape[1] - side + 1))
            pictures.append(row["picture"][:, :side, left:left + side])
            labels.append(row["labels"][:side, left:left + side].astype(np.float32) + 1)
        x, y = torch.from_numpy(np.stack(pictures)), torch.from_numpy(np.stack(labels))[:, None]
        where = grid(x.shape, (CROP, CROP), generator, (-0.4, 0.5), np.pi, 48.0, 1.5, 0.5)
        x, y = warp(x, y, where)
        x = ramp(intensity(stain(x, generator), generator, 0.2, 0.08, 0, 0.05, 0.25), generator, 0.1)
        stars = [targets(label.round().astype(np.int32) - 1) for label in y[:, 0].numpy()]
        yield x.contiguous(memory_format=torch.channels_last), *(torch.from_numpy(np.stack(v)) for v in zip(*stars))
