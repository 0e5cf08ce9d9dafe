"""The package's chain in Python, independent of the app: detect, cut out, classify, summarise. Makes the expected test vectors."""
import sys
from pathlib import Path

import numpy as np
from PIL import Image

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "blood-cell-detection"))
from data import preprocess  # noqa: E402
from evaluate import decode, nms  # noqa: E402

DETECTOR, CLASSIFIER = HERE / "blood-cell-detection.onnx", HERE / "white-cell-fields.onnx"
FIELD_SIZE, NMS_IOU, SCORE, WHITE, CELL = 512, 0.6, 0.5, 1, 96
SIDE, FILL = 0.9, 1.0
# A field's channels are stretched from these percentiles to where they lie in the classifier's training images, in 0..1.
PERCENTILES = (2, 90)
DARK, GROUND = (np.array(v, np.float32) / 255 for v in ((93, 49, 130), (254, 229, 204)))
KINDS = 8


def session(path, threads=1):
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def stretched(image):
    """uint8 RGB [H,W,3] -> float32: each channel's percentiles 2 and 90 at 0 and 1, not clipped."""
    low, high = np.percentile(image.reshape(-1, 3), PERCENTILES, axis=0).astype(np.float32)
    return (image.astype(np.float32) - low) / np.maximum(high - low, 1e-6)


def crop(image, box, side=SIDE, fill=FILL):
    """Float RGB [96,96,3]: the square about the box's middle, `side` of the image's longer side, whole pixels, `fill` beyond the border."""
    half = max(image.shape[:2]) * side / 2
    middle = (box[:2] + box[2:]) / 2
    low, high = (np.floor(v + 0.5).astype(int) for v in (middle - half, middle + half))
    height, width = image.shape[:2]
    part = np.full((*np.maximum(1, high - low)[::-1], 3), fill, np.float32)
    x0, y0, x1, y1 = max(0, low[0]), max(0, low[1]), min(width, high[0]), min(height, high[1])
    part[y0 - low[1]:y1 - low[1], x0 - low[0]:x1 - low[0]] = image[y0:y1, x0:x1]
    return np.stack([np.asarray(Image.fromarray(c).resize((CELL, CELL), Image.BILINEAR)) for c in np.moveaxis(part, 2, 0)], 2)


def softmax(z):
    e = np.exp(z - z.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def run(image, detector, classifier):
    """uint8 RGB [H,W,3] -> (detections [n,6], white cells by kind [m,6]), rows x0, y0, x1, y1, score, label."""
    x, scale = preprocess(image, FIELD_SIZE)
    boxes, scores, labels = decode(detector.run(["detections"], {"image": x})[0][0], scale, image.shape)
    kept = nms(boxes, scores, labels, NMS_IOU)
    found = np.concatenate([boxes[kept], scores[kept, None], labels[kept, None]], 1)
    white = found[(found[:, 4] >= SCORE) & (found[:, 5] == WHITE)]
    p, field = np.zeros((len(white), KINDS)), stretched(image)
    for row, cell in zip(p, white):
        patch = (crop(field, cell[:4]) * (GROUND - DARK) + DARK).transpose(2, 0, 1)[None]
        row[:] = softmax(classifier.run(["cell_type"], {"image": patch})[0][0].astype(float))
    return found, np.concatenate([white[:, :4], p.max(1, initial=0)[:, None], p.argmax(1)[:, None]], 1)
