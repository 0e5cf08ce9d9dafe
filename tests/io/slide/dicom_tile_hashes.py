"""Reference digests of the tiles of DICOM whole slides, made once with pydicom and Pillow (libjpeg-turbo) on Debian packages.

    apt install python3-pydicom python3-numpy python3-pil
    /usr/bin/python3 tests/io/slide/dicom_tile_hashes.py ../shared/data/formats > tests/io/slide/dicom-tile-hashes.json

For each file: the SHA-256 of every frame as it is stored, in the order of the file. Colour by pixel, little endian;
JPEG frames come out as RGB, converted from YCbCr unless Photometric Interpretation is RGB over unsampled components
without a marker, which libjpeg would take for YCbCr.
"""
import hashlib
import io
import json
import os
import sys
import warnings

import numpy
import pydicom
from PIL import Image
from pydicom.encaps import generate_pixel_data_frame

warnings.simplefilter("ignore")
JPEG = "1.2.840.10008.1.2.4.50"
WHOLE_SLIDE = "1.2.840.10008.5.1.4.1.1.77.1.6"


def unmarked_rgb(data, dataset):
    """No JFIF and no Adobe marker, all components of one size, and the header says RGB."""
    head = data[:2048]
    if dataset.PhotometricInterpretation != "RGB" or b"JFIF\0" in head or b"Adobe" in head:
        return False
    frame = max(head.find(b"\xff\xc0"), head.find(b"\xff\xc2"))
    factors = [head[frame + 11 + 3 * i] for i in range(head[frame + 9])]
    return len(set(factors)) == 1


def jpeg(data, dataset):
    if unmarked_rgb(data, dataset):
        data = data[:2] + b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00" + data[2:]
    return numpy.asarray(Image.open(io.BytesIO(data)))


def frames(dataset):
    if dataset.file_meta.TransferSyntaxUID == JPEG:
        count = int(dataset.get("NumberOfFrames", 1))
        return [jpeg(data, dataset) for data in generate_pixel_data_frame(dataset.PixelData, count)]
    array = dataset.pixel_array
    return list(array) if int(dataset.get("NumberOfFrames", 1)) > 1 else [array]


def main(root):
    result = {}
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(folder, name)
            try:
                dataset = pydicom.dcmread(path)
            except Exception:
                continue
            if dataset.get("SOPClassUID") != WHOLE_SLIDE or "PixelData" not in dataset:
                continue
            result[os.path.relpath(path, root)] = [
                hashlib.sha256(numpy.ascontiguousarray(frame).tobytes()).hexdigest()
                for frame in frames(dataset)
            ]
    json.dump(result, sys.stdout, indent=1, sort_keys=True)
    print()


main(sys.argv[1])
