"""Decathlon hippocampus volumes: reading NIfTI-1, seeded split by volume, z-score, augmented batches."""
import gzip
import struct
from pathlib import Path

import numpy as np
import torch

from segmentation.grouping import held_groups
from segmentation.warp import grid, intensity, ramp, warp

SPLIT_SEED = "hippocampus-1"
CROP = (32, 48, 32)
LABELS = ("anterior", "posterior")
_KINDS = {2: "u1", 4: "<i2", 8: "<i4", 16: "<f4", 64: "<f8", 256: "i1", 512: "<u2"}


def nifti(path):
    """Voxels [x,y,z] of a little-endian NIfTI-1 file whose axes already run to the right, front and top (RAS)."""
    raw = gzip.open(path).read()
    shape = struct.unpack("<3h", raw[42:48])
    kind, offset = struct.unpack("<h", raw[70:72])[0], int(struct.unpack("<f", raw[108:112])[0])
    slope, intercept = struct.unpack("<2f", raw[112:120])
    affine = np.array(struct.unpack("<12f", raw[280:328])).reshape(3, 4)[:, :3]
    if not np.allclose(affine, np.eye(3)):
        raise ValueError(f"{path}: axes are not RAS at 1 mm")
    count = int(np.prod(shape))
    voxels = np.frombuffer(raw, np.dtype(_KINDS[kind]), count, offset).reshape(shape, order="F")
    return voxels * (slope or 1.0) + intercept if (slope or 1.0, intercept) != (1.0, 0.0) else voxels


def normalise(volume):
    """NormalizeIntensity: mean 0 and standard deviation 1 over the whole volume."""
    volume = volume.astype(np.float64)
    return ((volume - volume.mean()) / max(volume.std(), 1e-8)).astype(np.float32)


def read(root):
    """All volumes by rising name: dicts of name, image float32 [x,y,z] (z-score), labels int64."""
    rows = []
    for path in sorted((Path(root) / "imagesTr").glob("*.nii.gz")):
        labels = nifti(Path(root) / "labelsTr" / path.name).astype(np.int64)
        rows.append({"name": path.name, "image": normalise(nifti(path)), "labels": labels})
    return rows


def split(rows):
    """(training, validation): a fifth of the volumes by seeded hash; the folder states no subject."""
    held = held_groups([r["name"] for r in rows], SPLIT_SEED, 0.2)
    return [r for r in rows if r["name"] not in held], [r for r in rows if r["name"] in held]


def padded(array, shape, value=0):
    """SpatialPad, symmetric: the odd voxel goes to the end, as sliding-window padding places it."""
    room = [max(0, s - a) for s, a in zip(shape, array.shape)]
    return np.pad(array, [(r // 2, r - r // 2) for r in room], constant_values=value)


def batches(rows, args, epoch):
    """Seeded augmented batches: images [n,1,32,48,32], labels int64 [n,32,48,32]; outside the volume 0."""
    rng = np.random.default_rng([args.seed, epoch])
    generator = torch.Generator().manual_seed(args.seed * 10007 + epoch)
    frame = (48, 64, 48)
    for _ in range(args.steps):
        chosen = [rows[int(i)] for i in rng.integers(0, len(rows), args.batch)]
        x = torch.from_numpy(np.stack([padded(r["image"], frame) for r in chosen]))[:, None]
        inside = torch.from_numpy(np.stack([padded(np.ones(r["image"].shape, np.float32), frame) for r in chosen]))[:, None]
        y = torch.from_numpy(np.stack([padded(r["labels"], frame) for r in chosen]).astype(np.float32))[:, None]
        x = ramp(intensity(x, generator, 0.15, 0.15, 0, 0.15, 0.15), generator, 0.08) * inside
        where = grid(x.shape, CROP, generator, (-0.18, 0.18), 0.22, 7.0, 1.2, 0.0)
        x, y = warp(x, y, where, fill=0.0)
        if rng.random() < 0.5:
            x, y = x.flip(2), y.flip(2)
        yield x, y[:, 0].round().long()
