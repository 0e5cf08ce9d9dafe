#!/usr/bin/env python3
"""Reference voxels and affines of NIfTI files, by nibabel (5.0.0, numpy 1.24.2).

    python3 nibabel_reference.py <folder of sample files>

Writes beside this script:
- nibabel-generated.json: small files of every data type, byte order and version, made by nibabel, as base64;
- nibabel-samples.json: the sample files of the folder.

For each volume (each phase of a 4-D file): `shape` and `affine` (RAS, 3 lines of 4) once turned to the closest canonical
orientation (nibabel.as_closest_canonical), and `sha256` of its voxels in that order, column fastest: float32 little endian
after scl_slope and scl_inter, uint8 RGB for colour. `error` where nibabel, or the app, reads no such file.
"""
import base64
import gzip
import hashlib
import io
import json
import sys
from pathlib import Path

import nibabel as nib
import numpy as np

HERE = Path(__file__).parent


def volumes(image):
    data = image.dataobj
    phases = image.shape[3] if len(image.shape) > 3 else 1
    shape3 = (tuple(image.shape) + (1, 1, 1))[:3]
    found = []
    for phase in range(phases):
        if image.get_data_dtype().names:
            raw = np.asanyarray(data)
            voxels = np.stack([raw[c] for c in ("R", "G", "B")], axis=-1)
            voxels = voxels[..., phase, :] if phases > 1 else voxels
            voxels = voxels.reshape(shape3 + (3,))
            kind = "<u1"
        else:
            voxels = image.get_fdata(dtype=np.float64, caching="unchanged").astype(np.float32)
            voxels = voxels[..., phase] if len(image.shape) > 3 else voxels
            voxels = voxels.reshape(shape3)
            kind = "<f4"
        flip = nib.orientations.io_orientation(image.affine)
        turned = nib.orientations.apply_orientation(voxels, flip)
        affine = image.affine @ nib.orientations.inv_ornt_aff(flip, shape3)
        order = (2, 1, 0, 3) if turned.ndim == 4 else (2, 1, 0)
        stream = np.ascontiguousarray(turned.transpose(order)).astype(kind).tobytes()
        found.append(
            {
                "shape": list(turned.shape[:3]),
                "affine": affine[:3].ravel().tolist(),
                "sha256": hashlib.sha256(stream).hexdigest(),
            }
        )
    return found


def generated():
    rng = np.random.default_rng(20)
    out = []
    types = [np.uint8, np.int16, np.int32, np.float32, np.float64, np.int8, np.uint16, np.uint32, np.int64, np.uint64]
    for version, single in ((1, nib.Nifti1Image), (2, nib.Nifti2Image)):
        for dtype in types:
            for order in "<>":
                dt = np.dtype(dtype).newbyteorder(order)
                shape = (4, 3, 2)
                if dt.kind == "f":
                    data = rng.normal(size=shape).astype(dt)
                else:
                    info = np.iinfo(dtype)
                    top = min(info.max, 2**53 - 1)
                    data = rng.integers(max(info.min, -top), top, size=shape, endpoint=True, dtype=np.int64 if info.min < 0 else np.uint64).astype(dt)
                affine = np.eye(4)
                # Some signed permutation of the axes with its own spacing: every orientation gets its turn.
                axes = rng.permutation(3)
                affine[:3, :3] = 0
                for i, axis in enumerate(axes):
                    affine[axis, i] = float(rng.choice([-1, 1])) * float(np.float32(rng.uniform(0.5, 3)))
                affine[:3, 3] = np.float32(rng.uniform(-100, 100, 3))
                header = (nib.Nifti1Header if version == 1 else nib.Nifti2Header)(endianness=order)
                image = single(data, affine, header, dtype=dt)
                image.set_data_dtype(dt)
                image.header.set_slope_inter(1, 0)
                name = f"{np.dtype(dtype).name}-{'little' if order == '<' else 'big'}-nifti{version}"
                add(out, name, image)
    oblique = nib.affines.from_matvec(
        nib.eulerangles.euler2mat(0.3, -0.4, 0.2) @ np.diag([0.9, 1.1, 2.5]), [-20, 30, -40]
    )
    data = rng.integers(-500, 500, size=(4, 3, 5), dtype=np.int16)
    image = nib.Nifti1Image(data, oblique)
    image.set_sform(None, code=0)
    image.set_qform(oblique, code=1)
    add(out, "oblique-qform", image)
    mirrored = nib.Nifti1Image(data, oblique)
    mirrored.set_sform(None, code=0)
    mirrored.set_qform(oblique @ np.diag([1, 1, -1, 1]), code=1)
    add(out, "mirrored-qform", mirrored)
    both = nib.Nifti1Image(data, oblique)
    both.set_sform(np.diag([-2, 2, 3, 1]), code=2)
    both.set_qform(oblique, code=1)
    add(out, "sform-before-qform", both)
    neither = nib.Nifti1Image(data, None)
    neither.header.set_zooms((1.5, 2, 3.25))
    neither.set_sform(None, code=0)
    neither.set_qform(None, code=0)
    add(out, "pixdim-only", neither)
    scaled = nib.Nifti1Image(data, np.diag([-2, 2, 3, 1]))
    scaled.header.set_slope_inter(0.37, -12.5)
    add(out, "scaled", scaled)
    series = nib.Nifti1Image(rng.integers(0, 255, size=(4, 3, 2, 3), dtype=np.uint8), np.diag([-2, 2, 3, 1]))
    add(out, "phases", series)
    rgb = np.zeros((4, 3, 2), dtype=[("R", "u1"), ("G", "u1"), ("B", "u1")])
    for c in "RGB":
        rgb[c] = rng.integers(0, 255, size=(4, 3, 2))
    add(out, "rgb24", nib.Nifti1Image(rgb, np.diag([2, 2, 3, 1])))
    rgba = np.zeros((4, 3, 2), dtype=[("R", "u1"), ("G", "u1"), ("B", "u1"), ("A", "u1")])
    for c in "RGBA":
        rgba[c] = rng.integers(0, 255, size=(4, 3, 2))
    add(out, "rgba32", nib.Nifti1Image(rgba, np.diag([2, 2, 3, 1])))
    (HERE / "nibabel-generated.json").write_text(json.dumps(out, indent=1))


def add(out, name, image):
    stream = image.to_bytes()
    # Without the gzip time stamp, so that the script gives the same file again.
    packed = gzip.compress(stream, mtime=0)
    again = type(image).from_bytes(stream)
    out.append({"name": name, "gzip": base64.b64encode(packed).decode(), "volumes": volumes(again)})


def samples(root):
    out = {}
    for path in sorted(root.rglob("*")):
        if not path.name.endswith((".nii", ".nii.gz", ".hdr", ".hdr.gz")):
            continue
        name = str(path.relative_to(root))
        try:
            image = nib.load(path)
            if len(image.shape) > 4 or image.get_data_dtype().kind == "c":
                raise ValueError("more than four dimensions, or complex")
            out[name] = {"volumes": volumes(image)}
        except Exception as error:  # noqa: BLE001: whatever nibabel says is what is written down
            out[name] = {"error": str(error).replace(str(root), "")[:120]}
    (HERE / "nibabel-samples.json").write_text(json.dumps(out, indent=1))


generated()
samples(Path(sys.argv[1]))
