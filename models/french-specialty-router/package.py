"""From the fitted router to the package: ONNX graph, tokenizer.json, measured figures."""
import hashlib
import json
import pickle

import numpy as np

from data import CLASSES, HERE, encode, read
from common.metrics import auroc, calibration_table, ece, interval, multilabel_f1, sigmoid
from common.text.graph import text_graph
from common.text.streams import features
import model

WEIGHTS, TOKENIZER, MEASURED = HERE / "french-specialty-router.onnx", HERE / "tokenizer.json", HERE / "measured.json"


def load(args):
    return pickle.loads((args.out / "final.pkl").read_bytes())


def export(args):
    state = load(args)
    made = text_graph("french-specialty-router", state["streams"], None, {"specialities": state["weights"]},
                      {"specialities": state["intercepts"]})
    WEIGHTS.write_bytes(made.SerializeToString())
    TOKENIZER.write_text(state["tokenizer"], encoding="utf-8")
    print(f"{WEIGHTS.stat().st_size / 1e6:.2f} MB, tokenizer {TOKENIZER.stat().st_size / 1e6:.2f} MB")


def figures(labels, z, threshold):
    """Multi-label figures of one set of texts."""
    p = sigmoid(z)
    decided = p >= threshold
    n = len(labels)
    always = np.zeros_like(labels)
    always[:, labels.sum(0).argmax()] = True
    everything = np.ones_like(labels)
    return {"n": n, "threshold": threshold, "labels_per_text": float(labels.sum(1).mean()),
            "weighted_f1": multilabel_f1(labels, decided),
            "weighted_f1_interval": interval(lambda i: multilabel_f1(labels[i], decided[i]), n),
            "macro_f1": multilabel_f1(labels, decided, "macro"), "micro_f1": multilabel_f1(labels, decided, "micro"),
            "exact_match": float((labels == decided).all(1).mean()), "nothing_decided": float((~decided.any(1)).mean()),
            "first_label_is_right": float(labels[np.arange(n), p.argmax(1)].mean()),
            "baselines_weighted_f1": {"commonest label": multilabel_f1(labels, always), "every label": multilabel_f1(labels, everything)},
            "ece": ece(labels.ravel(), p.ravel()), "calibration": calibration_table(labels.ravel(), p.ravel())}


def per_class(labels, z, threshold):
    p = sigmoid(z)
    return {c: {"n": int(labels[:, k].sum()), "prevalence": float(labels[:, k].mean()),
                "f1": multilabel_f1(labels[:, [k]], p[:, [k]] >= threshold),
                "f1_interval": interval(lambda i: multilabel_f1(labels[i][:, [k]], p[i][:, [k]] >= threshold), len(p), rounds=500),
                "auroc": auroc(labels[:, k], p[:, k]), "ece": ece(labels[:, k], p[:, k])} for k, c in enumerate(CLASSES)}


def difference(state, rows):
    """Largest difference of the probabilities between the ONNX file and the sparse features in Python."""
    import onnxruntime as ort
    from tokenizers import Tokenizer

    run = ort.InferenceSession(str(WEIGHTS), providers=["CPUExecutionProvider"]).run
    cutter = Tokenizer.from_file(str(TOKENIZER))
    ids = [encode(cutter, r["abstract"]) for r in rows]
    parts = model.tables(state["streams"], ids)
    expected = features(state["streams"], parts) @ state["weights"] + state["intercepts"]
    found = [run(None, {"input_ids": i[None]}) for i in ids]
    sums = max(float(np.abs(e.sum(1) + state["intercepts"] - z).max()) for z, e in found)
    return float(np.abs(sigmoid(np.concatenate([z for z, _ in found])) - sigmoid(expected)).max()), sums


def evaluate(args):
    rows, labels = read(args.data)
    state = load(args)
    dev = np.array([r["part"] == "dev" for r in rows])
    apart, sums = difference(state, rows[::10])
    lengths = np.array([len(r["abstract"].split()) for r in rows])
    groups = {"shorter half": lengths <= np.median(lengths), "longer half": lengths > np.median(lengths),
              "one label": labels.sum(1) == 1, "several labels": labels.sum(1) > 1}
    z, threshold = state["oof"], state["threshold"]
    out = {"out_of_fold": figures(labels, z, threshold), "official_train_to_dev": figures(labels[dev], state["dev"], state["dev_threshold"]),
           "classes": per_class(labels, z, threshold),
           "subgroups": {k: {"n": int(v.sum()), "weighted_f1": multilabel_f1(labels[v], sigmoid(z[v]) >= threshold)} for k, v in groups.items()},
           "onnx_largest_probability_difference": apart, "onnx_largest_sum_difference": sums,
           "weights_sha256": hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()}
    MEASURED.write_text(json.dumps(out, indent=1) + "\n")
    print({k: {m: out[k][m] for m in ("weighted_f1", "weighted_f1_interval", "macro_f1", "ece", "nothing_decided", "baselines_weighted_f1")}
           for k in ("out_of_fold", "official_train_to_dev")}, apart, sums)


def manifest(args):
    from manifest import write

    write()
