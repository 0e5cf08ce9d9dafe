"""manifest.json and card.md of the package, from measured.json, the ONNX file and its vectors."""
import json

from card import card
from data import CLASSES, HERE, ID, SIZE
from texts import ANSWERS, CITE, HEAD, OUTPUT, USE
from common import image_packages, packages

WEIGHTS, MEASURED = HERE / "chest-radiograph.onnx", HERE / "measured.json"
HEADS = {"label": CLASSES}


def write():
    m = json.loads(MEASURED.read_text())
    if m["weights_sha256"] != packages.sha256(WEIGHTS):
        raise SystemExit("measured.json belongs to other weights: run evaluate first")
    (HERE / "card.md").write_text(card(m, WEIGHTS.stat().st_size))
    vectors = image_packages.stored_vectors(HERE)
    point = {"name": {"fr": "sensibilité 95 %", "en": "sensitivity 95 %"}, "value": round(m["high_sensitivity"]["threshold"], 4)}
    packages.write(HERE, {
        "id": ID, "version": "1.0.0", **HEAD, "authors": packages.AUTHORS, "publisher": "Diaphane", "cite": [CITE], "license": "CC-BY-4.0",
        "documentation": "card.md", "tags": ["chest", "radiograph", "child", "pneumonia", "research"], "specialty": "radiology",
        "task": "classification", "modality": ["CR", "DX", "XC", "OT"], "body_part": ["CHEST"], "intended_use": USE,
        "evaluations": [{"dataset": "Kermany et al. 2018 (CC BY 4.0), part of the former test folder, out-of-fold",
                         "role": f"{m['folds']}-fold cross-validation; the shipped model averages the networks of the folds", "n": m["n"],
                         "metrics": {"prevalence": round(m["prevalence"], 4), "AUROC": round(m["auroc"], 4),
                                     "AUROC 95% interval": [round(v, 4) for v in m["auroc_interval"]], "ECE": round(m["ece"], 4),
                                     "AUROC with masked borders": round(m["changed_images_auroc"]["border masked"], 4),
                                     "accuracy of the majority": round(m["baselines"]["majority accuracy"], 4)},
                         "note": "No child ids exist: the split is by near-duplicate group."}],
        "sources": [image_packages.source("chest-radiograph", colour=False)],
        "networks": [image_packages.network(WEIGHTS, HEADS, ["grey"], SIZE)],
        "pipeline": image_packages.pipeline(HEADS, False, SIZE),
        "outputs": [{"id": "label", "from": "label_p", "kind": "classification", "name": OUTPUT, "labels": packages.labels(CLASSES, ANSWERS),
                     "calibrated": True, "threshold": {"value": 0.5, "user_adjustable": True, "operating_points": [point]}, "export": ["CSV"]},
                    image_packages.heatmap("label")],
        "checks": [], "tests": image_packages.tests(vectors, HEADS),
    }, image_packages.files(WEIGHTS, vectors))
