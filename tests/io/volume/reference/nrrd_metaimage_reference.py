#!/usr/bin/env python3
"""Reference voxels and affines of NRRD files, by teem's unu 1.11, and of MetaImage, by numpy from MetaIO's definition.

    python3 nrrd_metaimage_reference.py <folder of sample files>

Writes nrrd-metaimage.json beside this script: `generated`, small files that unu (NRRD) or this script (MetaImage) made,
as base64; `samples`, those of the folder. Volumes are described as nibabel_reference.py does: turned to the closest
canonical RAS orientation, float32 little endian, column fastest.
unu reads the samples (and writes them raw, which numpy then takes as they are); space directions are parsed here.
"""
import base64
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import nibabel as nib
import numpy as np

HERE = Path(__file__).parent
UNU = "teem-unu"
NRRD_TYPES = {
    "signed char": "i1", "unsigned char": "u1", "short": "i2", "unsigned short": "u2", "int": "i4", "unsigned int": "u4",
    "long long int": "i8", "unsigned long long int": "u8", "float": "f4", "double": "f8",
}
UNU_TYPES = {v: k for k, v in NRRD_TYPES.items()}
META_TYPES = {"MET_UCHAR": "u1", "MET_CHAR": "i1", "MET_SHORT": "i2", "MET_USHORT": "u2", "MET_INT": "i4", "MET_UINT": "u4", "MET_FLOAT": "f4", "MET_DOUBLE": "f8"}


def describe(voxels, lps):
    """voxels[i, j, k], affine in LPS."""
    ras = np.diag([-1, -1, 1, 1]) @ lps
    flip = nib.orientations.io_orientation(ras)
    turned = nib.orientations.apply_orientation(voxels, flip)
    affine = ras @ nib.orientations.inv_ornt_aff(flip, voxels.shape[:3])
    stream = np.ascontiguousarray(turned.transpose(2, 1, 0)).astype("<f4").tobytes()
    return {"shape": list(turned.shape), "affine": affine[:3].ravel().tolist(), "sha256": hashlib.sha256(stream).hexdigest()}


def header_of(stream):
    head = stream[: stream.index(b"\n\n")].decode("latin-1")
    return dict(line.split(": ", 1) for line in head.split("\n")[1:] if ": " in line and not line.startswith("#"))


def nrrd_volume(path):
    with tempfile.NamedTemporaryFile(suffix=".nrrd") as raw:
        subprocess.run([UNU, "save", "-f", "nrrd", "-e", "raw", "-en", "little", "-i", path, "-o", raw.name], check=True)
        stream = Path(raw.name).read_bytes()
    fields = header_of(stream)
    sizes = [int(s) for s in fields["sizes"].split()]
    data = np.frombuffer(stream[stream.index(b"\n\n") + 2 :], "<" + NRRD_TYPES[fields["type"]]).reshape(sizes, order="F")
    affine = np.eye(4)
    for i, vector in enumerate(re.findall(r"\(([^)]*)\)", fields["space directions"])):
        affine[:3, i] = [float(v) for v in vector.split(",")]
    affine[:3, 3] = [float(v) for v in fields["space origin"].strip("()").split(",")]
    sign = {"left-posterior-superior": [1, 1, 1, 1], "right-anterior-superior": [-1, -1, 1, 1], "left-anterior-superior": [1, -1, 1, 1]}
    return describe(data, np.diag(sign[fields["space"]]) @ affine)


def generated_nrrd(rng):
    out = []
    cases = [(t, e, n) for t in UNU_TYPES for e, n in (("raw", "little"), ("raw", "big"))]
    cases += [("i2", "gzip", "little"), ("f4", "gzip", "big"), ("i2", "ascii", "little"), ("f4", "ascii", "little"), ("u2", "hex", "big")]
    spaces = ["left-posterior-superior", "right-anterior-superior", "left-anterior-superior"]
    for number, (dtype, encoding, endian) in enumerate(cases):
        kind = np.dtype(dtype)
        if kind.kind == "f":
            data = rng.normal(size=(4, 3, 2)).astype(kind)
        else:
            info = np.iinfo(kind)
            top = min(info.max, 2**53 - 1)
            data = rng.integers(max(info.min, -top), top, size=(4, 3, 2), endpoint=True, dtype=np.int64 if info.min < 0 else np.uint64).astype(kind)
        matrix = np.zeros((3, 3))
        for i, axis in enumerate(rng.permutation(3)):
            matrix[axis, i] = float(rng.choice([-1, 1])) * round(float(rng.uniform(0.5, 3)), 3)
        origin = [round(float(v), 2) for v in rng.uniform(-100, 100, 3)]
        vectors = " ".join("(" + ",".join(repr(v) for v in matrix[:, i].tolist()) + ")" for i in range(3))
        head = (
            f"NRRD0005\ntype: {UNU_TYPES[dtype]}\ndimension: 3\nspace: {spaces[number % 3]}\nsizes: 4 3 2\n"
            f"space directions: {vectors}\nkinds: domain domain domain\nendian: little\nencoding: raw\n"
            f"space origin: ({','.join(map(repr, origin))})\n\n"
        )
        with tempfile.TemporaryDirectory() as folder:
            source, target = Path(folder) / "in.nrrd", Path(folder) / "out.nrrd"
            source.write_bytes(head.encode() + data.astype(kind.newbyteorder("<")).tobytes(order="F"))
            subprocess.run([UNU, "save", "-f", "nrrd", "-e", encoding, "-en", endian, "-i", source, "-o", target], check=True)
            out.append({"name": f"{dtype}-{encoding}-{endian}.nrrd", "base64": base64.b64encode(target.read_bytes()).decode(), "volume": nrrd_volume(target)})
    return out


def meta_volume(stream):
    end = stream.index(b"\n", stream.index(b"ElementDataFile")) + 1
    fields = dict(re.split(r"\s*=\s*", line, maxsplit=1) for line in stream[:end].decode("latin-1").strip().split("\n"))
    size = [int(v) for v in fields["DimSize"].split()]
    msb = fields.get("BinaryDataByteOrderMSB", fields.get("ElementByteOrderMSB", "False")) == "True"
    payload = stream[end:]
    if fields.get("CompressedData") == "True":
        payload = zlib.decompress(payload)
    data = np.frombuffer(payload, (">" if msb else "<") + META_TYPES[fields["ElementType"]]).reshape(size, order="F")
    affine = np.eye(4)
    matrix = np.array([float(v) for v in fields["TransformMatrix"].split()]).reshape(3, 3)
    spacing = [float(v) for v in fields["ElementSpacing"].split()]
    for i in range(3):
        affine[:3, i] = matrix[i] * spacing[i]
    affine[:3, 3] = [float(v) for v in fields["Offset"].split()]
    return describe(data, affine)


def generated_meta(rng):
    out = []
    for met, dtype in META_TYPES.items():
        for msb, packed in ((False, False), (True, False), (False, True)):
            kind = np.dtype(dtype)
            if kind.kind == "f":
                data = rng.normal(size=(4, 3, 2)).astype(kind)
            else:
                info = np.iinfo(kind)
                data = rng.integers(info.min, info.max, size=(4, 3, 2), endpoint=True).astype(kind)
            matrix = np.zeros((3, 3))
            for i, axis in enumerate(rng.permutation(3)):
                matrix[i, axis] = rng.choice([-1, 1])
            payload = data.astype(kind.newbyteorder(">" if msb else "<")).tobytes(order="F")
            payload = zlib.compress(payload) if packed else payload
            head = (
                "ObjectType = Image\nNDims = 3\nBinaryData = True\n"
                f"BinaryDataByteOrderMSB = {msb}\nCompressedData = {packed}\n"
                + (f"CompressedDataSize = {len(payload)}\n" if packed else "")
                + "TransformMatrix = " + " ".join(str(int(v)) for v in matrix.ravel()) + "\n"
                "Offset = -10.5 20.25 -30\nCenterOfRotation = 0 0 0\nAnatomicalOrientation = RAI\n"
                f"ElementSpacing = 0.5 0.75 2.5\nDimSize = 4 3 2\nElementType = {met}\nElementDataFile = LOCAL\n"
            )
            stream = head.encode() + payload
            name = f"{met}-{'msb' if msb else 'lsb'}{'-zlib' if packed else ''}.mha"
            out.append({"name": name, "base64": base64.b64encode(stream).decode(), "volume": meta_volume(stream)})
    return out


def samples(root):
    out = {}
    for path in sorted(root.rglob("*")):
        if path.suffix == ".nrrd":
            out[str(path.relative_to(root))] = nrrd_volume(path)
        elif path.suffix == ".mha":
            out[str(path.relative_to(root))] = meta_volume(path.read_bytes())
    return out


rng = np.random.default_rng(21)
generated = generated_nrrd(rng) + generated_meta(rng)
(HERE / "nrrd-metaimage.json").write_text(json.dumps({"generated": generated, "samples": samples(Path(sys.argv[1]))}, indent=1))
