"""Fits and measures the French specialty router (12 labels, several may hold). CPU, about a minute.

    python3 train.py train --out /tmp/train/french-specialty-router   # cross-validation, tokenizer and final weights
    python3 train.py export --out ...                                 # ONNX file, tokenizer.json
    python3 train.py evaluate --out ...                               # figures, ONNX against Python -> measured.json
    python3 train.py manifest                                         # test vectors, card.md, manifest.json

Needs numpy, scipy, scikit-learn, tokenizers; export also onnx, evaluate also onnxruntime.
"""
import pickle

import numpy as np

import model
from data import DATA, ID, encode, folds, read, tokenizer, vocabulary
from common.command import run
from common.metrics import multilabel_f1, sigmoid
from common.text.streams import features

THRESHOLDS = np.arange(0.15, 0.66, 0.01)


def best_threshold(labels, p):
    """The common probability threshold of the best weighted F1: the middle of those within 0.002 of it."""
    f1 = np.array([multilabel_f1(labels, p >= t) for t in THRESHOLDS])
    return float(THRESHOLDS[f1 >= f1.max() - 0.002].mean())


def encoded(texts, learnt_from):
    """(tokenizer whose vocabulary comes from part of the texts, ids of all)."""
    cutter = tokenizer(vocabulary([t for t, use in zip(texts, learnt_from) if use]))
    return cutter, [encode(cutter, t) for t in texts]


def official(texts, labels, dev, fold):
    """Trained, calibrated and thresholded on the official train part alone; log-odds and decisions on dev."""
    cutter, ids = encoded(texts, ~dev)
    made = model.streams(cutter.get_vocab_size())
    parts = model.tables(made, ids)
    train = [p[~dev] for p in parts]
    oof = model.out_of_fold(made, train, labels[~dev], fold[~dev])
    threshold = best_threshold(labels[~dev], sigmoid(model.calibrated(oof, labels[~dev], fold[~dev])))
    slope, shift = model.lines(oof, labels[~dev])
    weights, intercept = model.fit(made, train, labels[~dev])
    z = (features(made, [p[dev] for p in parts]) @ weights + intercept) * slope + shift
    return z, threshold


def train(args):
    rows, labels = read(args.data)
    texts, dev = [r["abstract"] for r in rows], np.array([r["part"] == "dev" for r in rows])
    fold = folds(rows, args.folds)
    dev_z, dev_threshold = official(texts, labels, dev, fold)
    print("official train -> dev: weighted F1", round(multilabel_f1(labels[dev], sigmoid(dev_z) >= dev_threshold), 4), flush=True)
    cutter, ids = encoded(texts, np.ones(len(texts), bool))
    made = model.streams(cutter.get_vocab_size())
    parts = model.tables(made, ids)
    margins = model.out_of_fold(made, parts, labels, fold)
    z = model.calibrated(margins, labels, fold)
    threshold = best_threshold(labels, sigmoid(z))
    print("out-of-fold: weighted F1", round(multilabel_f1(labels, sigmoid(z) >= threshold), 4), "threshold", threshold, flush=True)
    weights, intercept = model.fit(made, parts, labels)
    slope, shift = model.lines(margins, labels)
    state = {"tokenizer": cutter.to_str(), "streams": made, "weights": weights * slope, "intercepts": intercept * slope + shift,
             "oof": z, "fold": fold, "threshold": threshold, "dev": dev_z, "dev_threshold": dev_threshold}
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "final.pkl").write_bytes(pickle.dumps(state))


if __name__ == "__main__":
    run(train, __doc__, ID, DATA)
