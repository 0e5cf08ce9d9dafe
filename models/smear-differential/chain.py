"""The package's chain in Python, independent of the app: detect, cut out, classify, summarise. Makes the expected test vectors."""
import sys
from pathlib import Path

import numpy as np
from PIL import Image

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "blood-cell-detection"))
from data import preprocess  # noqa: E402
from evaluate import decode, nms  # noqa: E402

DETECTOR, CLASSIFIER = HERE / "blood-cell-detection.onnx", HERE / "white-cell-classification.onnx"
FIELD_SIZE, NMS_IOU, SCORE, WHITE, CELL = 512, 0.6, 0.5, 1, 96
SIDE, FILL = 0.9, 215
KINDS = 8


def session(path, threads=1):
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def crop(image, box, side=SIDE, fill=FILL):
    """uint8 RGB [96,96,3]: the square about the box's middle, `side` of the image's longer side, whole pixels, `fill` beyond the border."""
    half = max(image.shape[:2]) * side / 2
    middle = (box[:2] + box[2:]) / 2
    low, high = (np.floor(v + 0.5).astype(int) for v in (middle - half, middle + half))
    height, width = image.shape[:2]
    part = np.full((*np.maximum(1, high - low)[::-1], 3), fill, np.uint8)
    x0, y0, x1, y1 = max(0, low[0]), max(0, low[1]), min(width, high[0]), min(height, high[1])
    part[y0 - low[1]:y1 - low[1], x0 - low[0]:x1 - low[0]] = image[y0:y1, x0:x1]
    return np.asarray(Image.fromarray(part).resize((CELL, CELL), Image.BILINEAR))


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
    p = np.zeros((len(white), KINDS))
    for row, cell in zip(p, white):
        patch = crop(image, cell[:4]).astype(np.float32).transpose(2, 0, 1)[None] * np.float32(1 / 255)
        row[:] = softmax(classifier.run(["cell_type"], {"image": patch})[0][0].astype(float))
    return found, np.concatenate([white[:, :4], p.max(1, initial=0)[:, None], p.argmax(1)[:, None]], 1)
