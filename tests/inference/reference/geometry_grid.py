"""Numbers of grid resampling and orientation, for tests/domain/kernels/geometry/grid.test.ts.

Run: python3 geometry_grid.py > geometry-grid.json   (torch 1.13.0, scipy 1.10.1, scikit-image 0.19.3, nibabel 5.0.0, numpy 1.24.2)
Spacing and nnU-Net: MONAI and nnU-Net are not installed; short scripts from their published definitions
(monai.data.utils zoom_affine / compute_shape_offset / to_norm_affine; nnunetv2 default_resampling), over the real
torch.grid_sample, scipy.ndimage and skimage.transform.resize.
"""
import json

import nibabel as nib
import numpy as np
import scipy
import skimage
import torch
from scipy import ndimage
from skimage.transform import resize
from grid_sampling import grid_sample
from reference_input import floats, numbers

LPS_TO_RAS = np.diag([-1.0, -1, 1, 1])


def spline(volume, matrix, size, mode):
    rank = len(size)
    index = np.stack(np.meshgrid(*[np.arange(n) for n in size], indexing="ij") + [np.ones(size)], 0)
    at = np.tensordot(np.asarray(matrix), index, 1)
    return np.stack([ndimage.map_coordinates(channel, at, order=3, mode=mode) for channel in volume]) if rank else None


def rotation(axis, angle):
    axis = np.asarray(axis, float) / np.linalg.norm(axis)
    k = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    return np.eye(3) + np.sin(angle) * k + (1 - np.cos(angle)) * k @ k


sampled = []
MATRICES = {
    "scaled": ([[0.7, 0, 0, 0.3], [0, 1.4, 0, -0.6], [0, 0, 0.5, 0.1]], (6, 4, 9)),
    "permuted": ([[0, 0, -0.9, 4.2], [1.3, 0, 0, 0.2], [0, 0.8, 0, -1]], (4, 8, 5)),
    "oblique": (np.c_[rotation([1, 2, 3], 0.4) * [0.8, 1.1, 0.9], [-0.4, 0.9, 0.3]].tolist(), (5, 6, 5)),
    "plane": ([[0.9, 0.2, -0.7], [-0.1, 1.2, 0.4]], (5, 6)),
}
for name, (matrix, size) in MATRICES.items():
    shape = (2, 5, 6, 7)[: len(size) + 1]
    volume = floats(4000 + len(sampled), shape)
    case = {"name": name, "seed": 4000 + len(sampled), "shape": shape, "size": size, "matrix": np.asarray(matrix).ravel().tolist()}
    for padding in ("border", "zeros"):
        case[f"linear-{padding}"] = numbers(grid_sample(volume, matrix, size, "bilinear", padding), 12)
        case[f"nearest-{padding}"] = numbers(grid_sample(volume, matrix, size, "nearest", padding))
    case["cubic-border"] = numbers(spline(volume, matrix, size, "nearest"), 12)
    case["cubic-zeros"] = numbers(spline(volume, matrix, size, "constant"), 12)
    sampled.append(case)


def spacing_grid(shape, affine, pixdim):
    """MONAI Spacing: zoom_affine (diagonal False), compute_shape_offset (scale_extent False). Axis order x, y, z."""
    rzs = affine[:3, :3]
    zs = np.linalg.cholesky(rzs.T @ rzs).T
    new = np.eye(4)
    new[:3, :3] = rzs @ np.linalg.inv(zs) @ np.diag(np.sign(np.diag(zs)) * np.abs(pixdim))
    corners = np.asarray(np.meshgrid(*[(0.0, n - 1.0) for n in shape], indexing="ij")).reshape(3, -1)
    world = affine @ np.concatenate([corners, np.ones_like(corners[:1])])
    inverse = np.linalg.inv(new)
    out = inverse @ world
    size = np.round(np.ptp(out[:3] / out[3], axis=1) + 1.0).astype(int)
    dist = inverse[:3, :3] @ world[:3]
    offset = None
    for i in range(world.shape[1]):
        if np.allclose(np.min(dist - dist[:, i:i + 1], 1), 0.0, rtol=1e-3):
            offset = world[:3, i]
            break
    if offset is None:
        half = np.asarray(shape) / 2.0
        offset = affine[:3, :3] @ half + affine[:3, 3] - new[:3, :3] @ (size / 2.0)
    new[:3, 3] = offset
    return size, new


volumes = []
AFFINES = {
    "axial": np.diag([0.7, 0.7, 3.0, 1]) + np.eye(4, k=3) * 0,
    "sagittal": np.array([[0, 0, 3.3, -40], [0.9, 0, 0, -100], [0, -0.9, 0, 120], [0, 0, 0, 1.0]]),
    "oblique": np.block([[rotation([1, 2, 3], 0.35) * [0.8, 0.8, 2.5], np.array([[10], [-20], [30.5]])], [0, 0, 0, 1.0]]),
    "sheared": np.array([[0.5, 0, 0, 1], [0, 0.5, 0.8, 2], [0, 0, 2, 3], [0, 0, 0, 1.0]]),
    "steep": np.block([[rotation([0.3, -1, 0.5], 2.1) * [1.2, 0.6, 0.9], np.array([[0], [0], [0.]])], [0, 0, 0, 1.0]]),
}
for name, affine in AFFINES.items():
    columns, rows, slices = 7, 6, 5
    seed = 4100 + len(volumes)
    data = floats(seed, (1, slices, rows, columns))
    xyz = data.transpose(0, 3, 2, 1)
    pixdim = (1.13, 0.61, 1.71)  # no sample halfway between two, where rounding noise would pick the nearest
    size, new = spacing_grid((columns, rows, slices), affine, pixdim)
    xform = np.linalg.solve(affine, new)
    result = {mode: grid_sample(np.ascontiguousarray(xyz), xform[:3], tuple(size), torch_mode, "border").transpose(0, 3, 2, 1)
              for mode, torch_mode in (("linear", "bilinear"), ("nearest", "nearest"))}
    turned = {}
    for codes in ("RAS", "LPS", "PIR"):
        ornt = nib.orientations.ornt_transform(nib.io_orientation(LPS_TO_RAS @ affine), nib.orientations.axcodes2ornt(codes))
        moved = nib.orientations.apply_orientation(xyz[0], ornt)
        after = affine @ nib.orientations.inv_ornt_aff(ornt, xyz[0].shape)
        turned[codes] = {"shape": list(moved.shape[::-1]), "affine": numbers(after[:3], 15), "values": numbers(moved.transpose(2, 1, 0))}
    volumes.append({"name": name, "seed": seed, "shape": [1, slices, rows, columns], "affine": numbers(affine[:3], 17),
                    "codes": "".join(nib.aff2axcodes(LPS_TO_RAS @ affine)), "pixdim": list(pixdim[::-1]),
                    "spacing": {"size": [int(n) for n in size[::-1]], "affine": numbers(new[:3], 15),
                                "linear": numbers(result["linear"], 12), "nearest": numbers(result["nearest"])},
                    "turned": turned})


def nnunet(data, new_shape, spacing, target, order):
    axis = None
    for candidate in (spacing, target):
        if np.max(candidate) / np.min(candidate) > 3:
            low = np.where(np.max(candidate) / np.array(candidate) == 1)[0]
            axis = int(low[0]) if len(low) == 1 else None
            break
    options = {"mode": "edge", "anti_aliasing": False}
    out = []
    for channel in data:
        if axis is None:
            out.append(resize(channel, new_shape, order, **options))
            continue
        flat = np.delete(new_shape, axis)
        pieces = np.stack([resize(piece, flat, order, **options) for piece in np.moveaxis(channel, axis, 0)], axis)
        grid = np.meshgrid(*[(pieces.shape[i] / new_shape[i]) * (np.arange(new_shape[i]) + 0.5) - 0.5 for i in range(3)], indexing="ij")
        out.append(ndimage.map_coordinates(pieces, np.array(grid), order=0, mode="nearest"))
    return np.stack(out), axis


resampled = []
for spacing, target in [((1, 1, 1), (1.4, 0.8, 1)), ((5, 0.8, 0.8), (3, 1.1, 0.5)), ((1, 1, 2), (4, 1, 1.3)), ((0.2, 1, 1), (0.5, 0.9, 1.2))]:
    shape = (5, 7, 6)
    new_shape = [int(round(i / j * k)) for i, j, k in zip(spacing, target, shape)]
    for order in (3, 1):
        seed = 4200 + len(resampled)
        data = floats(seed, (2, *shape))
        values, axis = nnunet(data, new_shape, spacing, target, order)
        resampled.append({"seed": seed, "shape": [2, *shape], "spacing": spacing, "target": target, "order": order,
                          "size": new_shape, "apart": axis, "values": numbers(values, 12)})

print(json.dumps({"versions": {"torch": torch.__version__, "scipy": scipy.__version__, "skimage": skimage.__version__,
                               "nibabel": nib.__version__, "numpy": np.__version__},
                  "sampled": sampled, "volumes": volumes, "nnunet": resampled}, separators=(",", ":")))
