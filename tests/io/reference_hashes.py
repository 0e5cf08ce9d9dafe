"""Reference digests of decoded pixels, made once with pydicom (numpy, GDCM) on Debian packages.

    apt install python3-pydicom python3-numpy python3-gdcm python3-pil
    /usr/bin/python3 tests/io/reference_hashes.py ../shared/data/formats > tests/io/reference-hashes.json

For each file that pydicom decodes without loss: the SHA-256 of its frames' SHA-256 in hexadecimal, joined by
newlines. Frames are stored values, colour by pixel, little endian, bits above Bits Stored cleared or sign-extended.
Photos (PNG, and TIFF without lossy compression) are decoded by Pillow.
"""
import hashlib
import json
import os
import sys
import warnings

import numpy
import pydicom
from PIL import Image
from pydicom.pixel_data_handlers import gdcm_handler, numpy_handler, rle_handler

warnings.simplefilter("ignore")
pydicom.config.pixel_data_handlers = [numpy_handler, rle_handler, gdcm_handler]

LOSSY = {
    "1.2.840.10008.1.2.4." + suffix
    for suffix in ("50", "51", "53", "55", "81", "91", "203", "111", "112")
}


def digest(frames):
    hashes = [hashlib.sha256(numpy.ascontiguousarray(frame).tobytes()).hexdigest() for frame in frames]
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()


def masked(array, dataset):
    bits, stored = dataset.BitsAllocated, max(dataset.BitsStored, dataset.HighBit + 1)
    if stored >= bits:
        return array
    if dataset.PixelRepresentation == 1:
        shift = 32 - stored
        return ((array.astype(numpy.int32) << shift) >> shift).astype(array.dtype)
    return array & ((1 << stored) - 1)


def dicom(path):
    dataset = pydicom.dcmread(path, force=True)
    if "PixelData" not in dataset or dataset.get("BitsAllocated") not in (8, 16):
        return None
    if dataset.get("SOPClassUID") == "1.2.840.10008.5.1.4.1.1.77.1.6":
        return None
    syntax = str(getattr(dataset.file_meta, "TransferSyntaxUID", ""))
    if syntax == "":
        little = dataset.is_little_endian
        syntax = "1.2.840.10008.1.2" if dataset.is_implicit_VR else "1.2.840.10008.1.2.1" if little else "1.2.840.10008.1.2.2"
        dataset.file_meta.TransferSyntaxUID = syntax
    if syntax in LOSSY:
        return None
    element = dataset["PixelData"]
    if not dataset.is_little_endian and element.VR == "OW" and dataset.BitsAllocated == 8:
        # 8-bit samples in big-endian words (PS3.5 8.1.2), which pydicom 2.3 leaves as they lie.
        element.value = numpy.frombuffer(element.value, ">u2").astype("<u2").tobytes()
    array = dataset.pixel_array
    kind = "i" if dataset.PixelRepresentation == 1 else "u"
    array = masked(array.astype("<%s%d" % (kind, dataset.BitsAllocated // 8)), dataset)
    count = int(dataset.get("NumberOfFrames", 1) or 1)
    return digest(array if count > 1 else [array])


def photo(path):
    image = Image.open(path)
    if getattr(image, "n_frames", 1) > 1:
        return None
    if image.format == "TIFF" and (image.tag_v2.get(322) or image.tag_v2.get(259) in (6, 7)):
        return None
    # Pillow reduces 16-bit colour to 8 bits: no reference for it.
    with open(path, "rb") as file:
        head = file.read(26)
    if head[:4] == b"\x89PNG" and head[24] == 16 and head[25] != 0:
        return None
    if image.mode in ("1",) or image.getexif().get(0x0112, 1) != 1:
        return None
    if image.mode in ("P", "RGBA", "PA"):
        image = image.convert("RGBA").convert("RGB") if image.mode != "RGBA" else Image.fromarray(numpy.asarray(image)[..., :3])
    if image.mode == "LA":
        image = Image.fromarray(numpy.asarray(image)[..., 0])
    array = numpy.asarray(image)
    if image.mode in ("I", "I;16", "I;16B"):
        array = array.astype("<u2")
    return digest([array]) if array.dtype.itemsize <= 2 else None


def main(root):
    result = {}
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                head = file.read(132)
            try:
                is_photo = head[:4] in (b"\x89PNG", b"II*\0", b"MM\0*") and head[128:132] != b"DICM"
                value = photo(path) if is_photo else dicom(path)
            except Exception as error:  # what the reference cannot decode is no reference
                print(type(error).__name__, str(error)[:90], path, file=sys.stderr)
                continue
            if value is not None:
                result[os.path.relpath(path, root)] = value
    json.dump(result, sys.stdout, indent=1, sort_keys=True, ensure_ascii=False)
    print()


main(sys.argv[1])
