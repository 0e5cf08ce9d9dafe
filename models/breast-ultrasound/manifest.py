"""manifest.json and card.md of the package, from measured.json, the ONNX file and its vectors."""
import json

from card import card
from data import CLASSES, HERE, ID, SIZE
from texts import CITE, HEAD, KINDS, OUTPUT, USE
from common import image_packages, packages

WEIGHTS, MEASURED = HERE / "breast-ultrasound.onnx", HERE / "measured.json"
HEADS = {"label": CLASSES}


def write():
    m = json.loads(MEASURED.read_text())
    if m["weights_sha256"] != packages.sha256(WEIGHTS):
        raise SystemExit("measured.json belongs to other weights: run evaluate first")
    (HERE / "card.md").write_text(card(m, WEIGHTS.stat().st_size))
    vectors = image_packages.stored_vectors(HERE)
    packages.write(HERE, {
        "id": ID, "version": "1.0.0", **HEAD, "authors": packages.AUTHORS, "publisher": "Diaphane", "cite": [CITE], "license": "CC-BY-4.0",
        "documentation": "card.md", "tags": ["breast", "ultrasound", "research"], "specialty": "radiology", "task": "classification",
        "modality": ["US", "XC", "OT"], "body_part": ["BREAST"], "intended_use": USE,
        "evaluations": [{"dataset": "BUSI (CC BY 4.0), out-of-fold", "n": m["n"],
                         "role": f"{m['folds']}-fold cross-validation by near-duplicate group; the shipped model averages the networks of the folds",
                         "metrics": {"prevalence of malignant": round(m["prevalence"], 4), "AUROC malignant": round(m["auroc"], 4),
                                     "AUROC malignant 95% interval": [round(v, 4) for v in m["auroc_interval"]], "ECE malignant": round(m["ece"], 4),
                                     "macro-F1 of three classes": round(m["three_classes"]["macro_f1"], 4),
                                     "accuracy of the majority": round(m["three_classes"]["majority_accuracy"], 4)},
                         "note": "No patient ids exist: the split is by near-duplicate group."}],
        "sources": [image_packages.source("breast-ultrasound", colour=False)],
        "networks": [image_packages.network(WEIGHTS, HEADS, ["grey"], SIZE)],
        "pipeline": image_packages.pipeline(HEADS, False, SIZE),
        "outputs": [{"id": "label", "from": "label_p", "kind": "classification", "name": OUTPUT, "labels": packages.labels(CLASSES, KINDS),
                     "calibrated": True, "threshold": {"value": 0.5, "user_adjustable": False}, "export": ["CSV"]},
                    image_packages.heatmap("label")],
        "checks": [], "tests": image_packages.tests(vectors, HEADS),
    }, image_packages.files(WEIGHTS, vectors))
