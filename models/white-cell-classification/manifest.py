"""manifest.json and card.md of the package, from measured.json, the ONNX file and its vectors."""
import json

from card import card
from data import ATTRIBUTES, CLASSES, HERE, SIZE
from texts import ATTRIBUTES as NAMES, CITE, HEAD, KINDS, OUTPUT, USE, VALUES
from train import ID
from common import image_packages, packages

WEIGHTS, MEASURED = HERE / "white-cell-classification.onnx", HERE / "measured.json"
HEADS = {"cell_type": CLASSES, **ATTRIBUTES}


def outputs():
    threshold = {"value": 0.5, "user_adjustable": False}
    kind = {"id": "label", "from": "cell_type_p", "kind": "classification", "name": OUTPUT, "labels": packages.labels(CLASSES, KINDS),
            "calibrated": True, "threshold": threshold, "export": ["CSV"]}
    attributes = [{"id": a, "from": f"{a}_p", "kind": "classification", "name": dict(zip(("fr", "en"), NAMES[a])),
                   "labels": packages.labels(keys, VALUES), "calibrated": True, "threshold": threshold, "export": ["CSV"]}
                  for a, keys in ATTRIBUTES.items()]
    return [kind, *attributes, image_packages.heatmap("label", 8)]


def evaluation(m):
    f = m["heads"]["cell_type"]
    return {"dataset": "PBC (CC BY 4.0) with WBCAtt (MIT), validation part by seeded hash of the file name, never trained on",
            "role": "validation (also used for the temperatures)", "n": m["validation_cells"],
            "metrics": {"macro-F1": round(f["macro_f1"], 4), "macro-F1 95% interval": [round(v, 4) for v in f["macro_f1_interval"]],
                        "AUROC, mean of the classes": round(f["auroc"], 4), "macro-F1 of the majority": round(f["majority_macro_f1"], 4),
                        "ECE of the decision": round(f["ece"], 4), "attributes, mean macro-F1": round(m["attributes_mean_macro_f1"], 4),
                        "attributes 95% interval": [round(v, 4) for v in m["attributes_mean_macro_f1_interval"]]},
            "note": "No patient ids exist: the split is by file, near-duplicates kept together."}


def write():
    m = json.loads(MEASURED.read_text())
    if m["weights_sha256"] != packages.sha256(WEIGHTS):
        raise SystemExit("measured.json belongs to other weights: run evaluate first")
    (HERE / "card.md").write_text(card(m, WEIGHTS.stat().st_size))
    vectors = image_packages.stored_vectors(HERE)
    packages.write(HERE, {
        "id": ID, "version": "1.0.0", **HEAD, "authors": packages.AUTHORS, "publisher": "Diaphane", "cite": CITE, "license": "CC-BY-4.0",
        "documentation": "card.md", "tags": ["blood smear", "white cell", "morphology", "research"], "specialty": "haematology",
        "task": "classification", "modality": ["SM", "XC", "GM", "OT"], "body_part": ["BLOOD"], "intended_use": USE, "evaluations": [evaluation(m)],
        "sources": [image_packages.source("white-cell", colour=True)],
        "networks": [image_packages.network(WEIGHTS, HEADS, ["r", "g", "b"], SIZE)],
        "pipeline": image_packages.pipeline(HEADS, True, SIZE), "outputs": outputs(), "checks": [],
        "tests": image_packages.tests(vectors, HEADS),
    }, image_packages.files(WEIGHTS, vectors))
