"""BCCD fields: reading, seeded split, pre-processing chain of the package, training augmentation."""
import hashlib
import math
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

LABELS = ["RBC", "WBC", "Platelets"]
SPLIT_SEED = "bccd-detection-1"
DIVISOR = 32


def read_field(root, name):
    """One field: RGB uint8 [H,W,3], boxes float32 [n,4] (xyxy, source pixels), labels int64 [n].

    Boxes are clipped to the image; those left with a side below one pixel are dropped.
    """
    image = np.asarray(Image.open(root / "JPEGImages" / f"{name}.jpg").convert("RGB"))
    height, width = image.shape[:2]
    boxes, labels = [], []
    for item in ET.parse(root / "Annotations" / f"{name}.xml").getroot().iter("object"):
        b = item.find("bndbox")
        x0, y0, x1, y1 = (float(b.find(k).text) for k in ("xmin", "ymin", "xmax", "ymax"))
        x0, x1 = max(0.0, x0), min(float(width), x1)
        y0, y1 = max(0.0, y0), min(float(height), y1)
        if x1 - x0 >= 1 and y1 - y0 >= 1:
            boxes.append([x0, y0, x1, y1])
            labels.append(LABELS.index(item.find("name").text.strip()))
    return image, np.array(boxes, np.float32).reshape(-1, 4), np.array(labels, np.int64)


def split_names(root, fraction=0.2):
    """(training names, validation names): the validation part is the lowest fraction of seeded hashes."""
    names = sorted(p.stem for p in (Path(root) / "JPEGImages").glob("*.jpg"))
    ranked = sorted(names, key=lambda n: hashlib.sha256(f"{SPLIT_SEED}:{n}".encode()).hexdigest())
    held = set(ranked[: round(len(names) * fraction)])
    return [n for n in names if n not in held], sorted(held)


# ---------------------------------------------------------------- pre-processing (steps of manifest.json)

def resized_shape(height, width, size):
    """Shape after Resize {size_mode: longest}: rounded half up, never below one pixel."""
    factor = size / max(height, width)
    return max(1, math.floor(height * factor + 0.5)), max(1, math.floor(width * factor + 0.5))


def preprocess(image, size):
    """uint8 RGB [H,W,3] -> (network input float32 [1,3,h,w], (sx, sy)), s = source pixels per input pixel."""
    height, width = image.shape[:2]
    h, w = resized_shape(height, width, size)
    if (h, w) != (height, width):
        image = np.asarray(Image.fromarray(image).resize((w, h), Image.BILINEAR))
    x = image.astype(np.float32).transpose(2, 0, 1) * np.float32(1 / 255)
    x = np.pad(x, ((0, 0), (0, -h % DIVISOR), (0, -w % DIVISOR)))
    return x[None], (width / w, height / h)


# ---------------------------------------------------------------- augmentation

_YIQ = np.array([[0.299, 0.587, 0.114], [0.596, -0.274, -0.322], [0.211, -0.523, 0.312]], np.float32)
_RGB = np.linalg.inv(_YIQ).astype(np.float32)


def jitter_colour(x, rng):
    """Stain and illumination jitter on float32 RGB [H,W,3] in 0..1."""
    if rng.random() < 0.85:
        strong = 2.0 if rng.random() < 0.15 else 1.0
        angle = rng.normal(0, 0.12 * strong)
        sat = math.exp(rng.normal(0, 0.22 * strong))
        c, s = math.cos(angle) * sat, math.sin(angle) * sat
        turn = np.array([[1, 0, 0], [0, c, -s], [0, s, c]], np.float32)
        x = x @ (_RGB @ turn @ _YIQ).T.astype(np.float32)
        mean = x.mean()
        x = (x - mean) * np.float32(math.exp(rng.normal(0, 0.18 * strong))) + mean
        x = x * np.exp(rng.normal(0, 0.05 * strong, 3)).astype(np.float32) + np.float32(rng.normal(0, 0.06 * strong))
        x = np.clip(x, 0, 1)
        if rng.random() < 0.4:
            x = x ** np.float32(math.exp(rng.normal(0, 0.2)))
    if rng.random() < 0.15:  # uneven illumination
        h, w = x.shape[:2]
        gx, gy = rng.normal(0, 0.12, 2)
        ramp = 1 + gx * np.linspace(-1, 1, w)[None, :, None] + gy * np.linspace(-1, 1, h)[:, None, None]
        x = x * ramp.astype(np.float32)
    if rng.random() < 0.2:
        x = x + rng.normal(0, rng.uniform(0.005, 0.03), x.shape).astype(np.float32)
    return np.clip(x, 0, 1)


def dihedral(image, boxes, rng, transpose=None):
    """One of the eight flips and quarter turns; transpose fixes whether the axes are exchanged."""
    if rng.random() < 0.5 if transpose is None else transpose:
        image = image.transpose(1, 0, 2)
        boxes = boxes[:, [1, 0, 3, 2]]
    h, w = image.shape[:2]
    if rng.random() < 0.5:
        image = image[:, ::-1]
        boxes = np.stack([w - boxes[:, 2], boxes[:, 1], w - boxes[:, 0], boxes[:, 3]], 1)
    if rng.random() < 0.5:
        image = image[::-1]
        boxes = np.stack([boxes[:, 0], h - boxes[:, 3], boxes[:, 2], h - boxes[:, 1]], 1)
    return image, boxes


def place(canvas, region, field, scale, rng):
    """Draws a randomly turned, scaled and cropped copy of a field into a region of the canvas.

    Returns boxes, labels and ignore flags. A box keeps its label while at least 30 % of it is visible (or when
    it is wide enough to be recognised); between 8 % and 30 % the place is ignored by the loss; below, dropped.
    """
    x0, y0, x1, y1 = region
    rw, rh = x1 - x0, y1 - y0
    image, boxes = dihedral(field[0], field[1], rng)
    height, width = image.shape[:2]
    stretch = math.exp(rng.normal(0, 0.05))
    w, h = max(8, round(width * scale * stretch)), max(8, round(height * scale / stretch))
    ox = int(rng.integers(min(0, rw - w), max(0, rw - w) + 1))
    oy = int(rng.integers(min(0, rh - h), max(0, rh - h) + 1))
    sx, sy = w / width, h / height
    # visible part of the scaled copy, in its own pixels
    vx0, vy0, vx1, vy1 = max(0, -ox), max(0, -oy), min(w, rw - ox), min(h, rh - oy)
    part = Image.fromarray(np.ascontiguousarray(image)).resize(
        (vx1 - vx0, vy1 - vy0), Image.BILINEAR, box=(vx0 / sx, vy0 / sy, min(width, vx1 / sx), min(height, vy1 / sy)))
    if rng.random() < 0.15:
        part = part.filter(ImageFilter.GaussianBlur(rng.uniform(0.4, 1.4)))
    cx, cy = x0 + ox + vx0, y0 + oy + vy0
    canvas[cy:cy + vy1 - vy0, cx:cx + vx1 - vx0] = jitter_colour(np.asarray(part, np.float32) * np.float32(1 / 255), rng)
    b = boxes * np.array([sx, sy, sx, sy], np.float32) + np.array([x0 + ox, y0 + oy] * 2, np.float32)
    clipped = np.clip(b, [x0, y0, x0, y0], [x1, y1, x1, y1]).astype(np.float32)
    area = np.maximum(1e-6, (b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 1]))
    side = np.minimum(clipped[:, 2] - clipped[:, 0], clipped[:, 3] - clipped[:, 1])
    seen = (clipped[:, 2] - clipped[:, 0]) * (clipped[:, 3] - clipped[:, 1]) / area
    keep = (seen >= 0.08) & (side >= 3)
    clipped, labels, ignore = clipped[keep], field[2][keep], (seen < 0.3)[keep]
    if not (field[2] == 0).any():
        clipped, labels, ignore = ignore_red(clipped, labels, ignore, region)
    return clipped, labels, ignore


def ignore_red(boxes, labels, ignore, region):
    """Adds an ignored red cell over a region: fields without one labelled red cell say nothing about red cells."""
    return np.concatenate([boxes, np.array([region], np.float32)]), np.append(labels, 0), np.append(ignore, True)


def whole_sample(field, size, portrait, rng):
    """A whole field as the package feeds it (resized, padded), turned and with other colours.

    Here the borders of the field are those of the input, as in use: whether annotators label a cell that the border
    cuts can only be learnt so.
    """
    image, boxes = dihedral(field[0], field[1], rng, transpose=portrait != (field[0].shape[0] > field[0].shape[1]))
    height, width = image.shape[:2]
    h, w = resized_shape(height, width, size)
    part = Image.fromarray(np.ascontiguousarray(image)).resize((w, h), Image.BILINEAR)
    if rng.random() < 0.1:
        part = part.filter(ImageFilter.GaussianBlur(rng.uniform(0.4, 1.2)))
    x = jitter_colour(np.asarray(part, np.float32) * np.float32(1 / 255), rng)
    x = np.pad(x, ((0, -h % DIVISOR), (0, -w % DIVISOR), (0, 0)))
    boxes = (boxes * np.array([w / width, h / height] * 2)).astype(np.float32)
    labels, ignore = field[2], np.zeros(len(boxes), bool)
    if not (labels == 0).any():
        boxes, labels, ignore = ignore_red(boxes, labels, ignore, (0, 0, w, h))
    return np.ascontiguousarray(x.transpose(2, 0, 1)), boxes, labels, ignore


def training_sample(fields, index, size, canvas_size, rng, mosaic):
    """One augmented square sample: (float32 [3,c,c] in 0..1, boxes, labels, ignore flags)."""
    c = canvas_size
    fill = rng.random()
    canvas = np.zeros((c, c, 3), np.float32)
    if fill > 0.6:
        canvas[:] = rng.uniform(0.3, 1.0, 3)
    parts = []
    if rng.random() < mosaic:
        mx, my = (int(rng.uniform(0.3, 0.7) * c) for _ in range(2))
        base = math.exp(rng.uniform(math.log(0.55), math.log(1.25)))
        regions = [(0, 0, mx, my), (mx, 0, c, my), (0, my, mx, c), (mx, my, c, c)]
        order = [index, *rng.integers(0, len(fields), 3)]
        rng.shuffle(order)
        for region, i in zip(regions, order):
            field = fields[i]
            scale = size / max(field[0].shape[:2]) * base * math.exp(rng.normal(0, 0.1))
            least = max((region[2] - region[0]), (region[3] - region[1])) / min(field[0].shape[:2])
            parts.append(place(canvas, region, field, max(scale, least), rng))
    else:
        field = fields[index]
        base = 1.0 if rng.random() < 0.35 else math.exp(rng.uniform(math.log(0.55), math.log(1.6)))
        parts.append(place(canvas, (0, 0, c, c), field, size / max(field[0].shape[:2]) * base, rng))
    boxes, labels, ignore = (np.concatenate(v) for v in zip(*parts))
    return np.ascontiguousarray(canvas.transpose(2, 0, 1)), boxes, labels, ignore
