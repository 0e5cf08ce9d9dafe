"""Fits and measures the AKI outcome model (composite, dialysis, death within 14 days). CPU, under a minute.

    python3 train.py train --out /tmp/train/aki-outcome   # cross-validation and the final model
    python3 train.py export --out ...                     # ONNX file from the final model
    python3 train.py evaluate --out ...                   # out-of-fold figures, ONNX against Python -> measured.json
    python3 train.py manifest                             # test vectors, card.md, manifest.json

Needs numpy, scikit-learn; export also onnx, evaluate also onnxruntime. Nothing is drawn at random but the folds,
which are hashes of the patient id.
"""
import pickle

import numpy as np

import gam
from data import DATA, ID, OUTCOMES, folds, read
from common.command import run
from common.metrics import auroc, ece, sigmoid

STRENGTHS = (0.003, 0.001, 0.001)
REPEATS = 3


def out_of_fold(x, y, fold):
    """Logits of every patient from the model that did not see the patient's fold."""
    z = np.zeros(y.shape)
    for k in np.unique(fold):
        z[fold == k] = gam.logits(gam.fit(x[fold != k], y[fold != k], STRENGTHS), x[fold == k])
    return z


def calibrated(z, y, fold):
    """Logits on the probability scale: each fold's line is fitted on the other folds' logits."""
    out = np.zeros_like(z)
    for k in np.unique(fold):
        for o in range(z.shape[1]):
            slope, shift = gam.platt(z[fold != k, o], y[fold != k, o])
            out[fold == k, o] = slope * z[fold == k, o] + shift
    return out


def train(args):
    rows, x, y = read(args.data)
    tries = [(fold, out_of_fold(x, y, fold)) for fold in (folds(rows, args.folds, r) for r in range(REPEATS))]
    final = gam.fit(x, y, STRENGTHS)
    lines = [gam.platt(np.mean([z[:, o] for _, z in tries], 0), y[:, o]) for o in range(len(OUTCOMES))]
    final = gam.recalibrated(final, np.array([s for s, _ in lines]), np.array([b for _, b in lines]))
    hospital = np.array([r["hospital"] for r in rows])
    state = {"fold": tries[0][0], "oof": calibrated(tries[0][1], y, tries[0][0]),
             "repeats": [calibrated(z, y, f) for f, z in tries],
             "by_hospital": calibrated(out_of_fold(x, y, hospital), y, hospital), "lines": lines, "model": final}
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "final.pkl").write_bytes(pickle.dumps(state))
    for o, name in enumerate(OUTCOMES):
        p = sigmoid(state["oof"][:, o])
        print(f"{name}: AUROC {auroc(y[:, o], p):.4f} (other foldings "
              f"{', '.join(f'{auroc(y[:, o], z[:, o]):.4f}' for z in state['repeats'][1:])}; by hospital "
              f"{auroc(y[:, o], state['by_hospital'][:, o]):.4f}) ECE {ece(y[:, o], p):.4f} slope, shift {lines[o]}")


if __name__ == "__main__":
    run(train, __doc__, ID, DATA)
