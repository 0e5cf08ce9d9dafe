"""SHA-256 of the pixels of every level and picture of the sample slides in TIFF, as other readers give them.

OpenSlide 3.4.1 (Debian openslide-tools, python3-openslide), where it reads the file and the level: RGB, row by row. Levels narrower
than one tile that are not JPEG come out wrong from OpenSlide over libtiff 4.5, and OME-TIFF does not open there at all: those
are read by tifffile (python3-tifffile), every focal plane and channel, or, of LZW, which it lacks there, by Pillow over libtiff.
Signed samples are raised by half their range.

  python3 tests/io/slide/tiff_level_hashes.py ../shared/data/formats > tests/io/slide/tiff-level-hashes.json
"""

import hashlib
import json
import os
import sys

import numpy as np
import openslide
import tifffile
from PIL import Image

OPENSLIDE = {
    "libvips/CMU-1-Small-Region.svs": ["thumbnail", "label", "overview"],
    "openslide-python/fixtures/small.svs": ["thumbnail"],
    "slideio-tutorial/test3-DAPI-2-(387).ndpi": ["overview"],
}
TIFFFILE = [
    "libvips/multi-channel-z-series.ome.tif",
    "openslide-python/fixtures/boxes.tiff",
    "qupath/cells/cells-2c.ome.tif",
    "qupath/cells/cells.ome.tif",
    "viv/sites/avivator/data/multi-channel.ome.tif",
]
# OpenSlide makes further levels of an NDPI by decoding the last one at half, a quarter and an eighth: the file does not hold them.
STORED = {"slideio-tutorial/test3-DAPI-2-(387).ndpi": 4}


def digest(pixels):
    return hashlib.sha256(np.ascontiguousarray(pixels).tobytes()).hexdigest()


def opaque(image):
    pixels = np.asarray(image)
    assert (pixels[..., 3] == 255).all()
    return digest(pixels[..., :3])


def by_openslide(path, name):
    slide = openslide.OpenSlide(path)
    count = STORED.get(name, slide.level_count)
    levels = [[opaque(slide.read_region((0, 0), level, slide.level_dimensions[level]))] for level in range(count)]
    beside = {kind: opaque(slide.associated_images["macro" if kind == "overview" else kind]) for kind in OPENSLIDE[name]}
    mpp = [float(slide.properties["openslide.mpp-x"]), float(slide.properties["openslide.mpp-y"])]
    return {"by": "openslide", "levels": levels, "associated": beside, "micronsPerPixel": mpp}


def by_tifffile(path):
    def level(pages):
        found = []
        for page in pages:
            if page.compression == 5:
                image = Image.open(path)
                image.seek(page.index)
                pixels = np.asarray(image)
            else:
                pixels = page.asarray()
            if pixels.dtype == np.int8:
                pixels = (pixels.astype(int) + 128).astype(np.uint8)
            found.append(digest(pixels))
        return found

    with tifffile.TiffFile(path) as file:
        same = [page for page in file.pages if page.shape == file.pages[0].shape]
        smaller = [page for page in file.pages if page.shape != file.pages[0].shape]
        return {"by": "tifffile", "levels": [level(same), *[level([page]) for page in smaller]], "associated": {}}


def main(root):
    found = {name: by_openslide(os.path.join(root, name), name) for name in OPENSLIDE}
    found.update({name: by_tifffile(os.path.join(root, name)) for name in TIFFFILE})
    print(json.dumps(found, indent=2, sort_keys=True))


main(sys.argv[1])
