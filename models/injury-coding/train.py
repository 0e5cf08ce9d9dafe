"""Fits and measures the injury coder (body part and diagnosis of an emergency narrative). CPU, under a minute.

    python3 train.py train --out /tmp/train/injury-coding   # cross-validation, tokenizer and final weights
    python3 train.py export --out ...                       # ONNX file, tokenizer.json, class names
    python3 train.py evaluate --out ...                     # out-of-fold figures, ONNX against Python -> measured.json
    python3 train.py manifest --out ...                     # test vectors, card.md, manifest.json

Needs numpy, scipy, scikit-learn, tokenizers; export also onnx, evaluate also onnxruntime.
"""
import pickle

import numpy as np

import model
from data import DATA, ID, TARGETS, encode, folds, read, tokenizer, vocabulary
from common.command import run
from common.text.streams import features
from common.metrics import softmax_temperature

ABSENT = -3.0  # margin given to a class that a fold's training part lacks
REPEATS = 3


def out_of_fold(made, parts, codes, fold, target, names):
    """Margins [n,classes] of every narrative from machines that did not see its fold."""
    z = np.full((len(codes), len(names)), ABSENT)
    for k in np.unique(fold):
        train, held = fold != k, fold == k
        weights, intercept, present = model.fit(made, [p[train] for p in parts], codes[train], target)
        columns = [names.index(c) for c in present]
        z[np.ix_(held, columns)] = features(made, [p[held] for p in parts]) @ weights + intercept
    return z


def train(args):
    rows, codes = read(args.data)
    texts = [r["Narrative"] for r in rows]
    words = vocabulary(texts)
    cutter = tokenizer(words)
    ids = [encode(cutter, t) for t in texts]
    made = model.streams(words)
    parts = model.tables(made, ids, words)
    state = {"vocabulary": words, "classes": model.classes_of(codes), "oof": {}, "weights": {}, "intercepts": {}, "temperature": {}}
    foldings = [folds(rows, args.folds, r) for r in range(REPEATS)]
    state["fold"] = foldings[0]
    for target in TARGETS:
        truth, names = np.array(codes[target]), state["classes"][target]
        index = np.array([names.index(c) for c in truth])
        tries = [out_of_fold(made, parts, truth, fold, target, names) for fold in foldings]
        state["oof"][target], state["temperature"][target] = tries, softmax_temperature(index, tries[0])
        weights, intercept, _ = model.fit(made, parts, truth, target)
        state["weights"][target] = weights / state["temperature"][target]
        state["intercepts"][target] = intercept / state["temperature"][target]
        print(target, "accuracy", [round(float((z.argmax(1) == index).mean()), 4) for z in tries],
              "temperature", round(state["temperature"][target], 3), flush=True)
    state["streams"] = made  # their inverse document frequencies are now those of all narratives
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "final.pkl").write_bytes(pickle.dumps(state))


if __name__ == "__main__":
    run(train, __doc__, ID, DATA)
