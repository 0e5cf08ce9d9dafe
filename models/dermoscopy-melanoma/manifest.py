"""manifest.json and card.md of the package, from measured.json, the ONNX file and its vectors."""
import json

from card import card
from data import CLASSES, HERE, ID, SIZE
from texts import ANSWERS, CITE, HEAD, OUTPUT, USE
from common import image_packages, packages

WEIGHTS, MEASURED = HERE / "dermoscopy-melanoma.onnx", HERE / "measured.json"
HEADS = {"melanoma": CLASSES}


def write():
    m = json.loads(MEASURED.read_text())
    if m["weights_sha256"] != packages.sha256(WEIGHTS):
        raise SystemExit("measured.json belongs to other weights: run evaluate first")
    (HERE / "card.md").write_text(card(m, WEIGHTS.stat().st_size))
    vectors = image_packages.stored_vectors(HERE)
    point = {"name": {"fr": "sensibilité 90 %", "en": "sensitivity 90 %"}, "value": round(m["high_sensitivity"]["threshold"], 4)}
    packages.write(HERE, {
        "id": ID, "version": "1.0.0", **HEAD, "authors": packages.AUTHORS, "publisher": "Diaphane", "cite": [CITE], "license": "Apache-2.0",
        "documentation": "card.md", "tags": ["skin", "dermoscopy", "melanoma", "research"], "specialty": "dermatology",
        "task": "classification", "modality": ["XC", "GM", "ES", "OT"], "body_part": ["SKIN"], "intended_use": USE,
        "evaluations": [{"dataset": "ISIC 2017 challenge, official train and validation parts (CC0), out-of-fold", "n": m["n"],
                         "role": f"{m['folds']}-fold cross-validation by near-duplicate group; the shipped model averages the networks of the folds",
                         "metrics": {"prevalence": round(m["prevalence"], 4), "AUROC": round(m["auroc"], 4),
                                     "AUROC 95% interval": [round(v, 4) for v in m["auroc_interval"]],
                                     "AUROC with masked corners": round(m["changed_images_auroc"]["corners masked"], 4), "ECE": round(m["ece"], 4),
                                     "AUROC of mean darkness": round(m["baselines"]["mean darkness AUROC"], 4)},
                         "note": "No lesion or patient ids exist: the split is by near-duplicate group."}],
        "sources": [image_packages.source("dermoscopy", colour=True)],
        "networks": [image_packages.network(WEIGHTS, HEADS, ["r", "g", "b"], SIZE)],
        "pipeline": image_packages.pipeline(HEADS, True, SIZE),
        "outputs": [{"id": "melanoma", "from": "melanoma_p", "kind": "classification", "name": OUTPUT, "labels": packages.labels(CLASSES, ANSWERS),
                     "calibrated": True, "threshold": {"value": round(m["youden"]["threshold"], 4), "user_adjustable": True, "operating_points": [point]}, "export": ["CSV"]},
                    image_packages.heatmap("melanoma")],
        "checks": [], "tests": image_packages.tests(vectors, HEADS),
    }, image_packages.files(WEIGHTS, vectors))
