"""manifest.json and card.md of the package, from measured.json, the ONNX file and its vectors."""
from card import card
from data import CLASSES, HERE, SIZE
from texts import CITE, HEAD, KINDS, OUTPUT, USE
from common import image_packages, packages


def own(m):
    return {
        **HEAD, "cite": [CITE], "license": "CC-BY-4.0", "tags": ["breast", "ultrasound", "research"], "specialty": "radiology",
        "modality": ["US", "XC", "OT"], "body_part": ["BREAST"], "intended_use": USE,
        "evaluations": [{"dataset": "BUSI (CC BY 4.0), out-of-fold", "n": m["n"],
                         "role": f"{m['folds']}-fold cross-validation by near-duplicate group; the shipped model averages the networks of the folds",
                         "metrics": {"prevalence of malignant": round(m["prevalence"], 4), "AUROC malignant": round(m["auroc"], 4),
                                     "AUROC malignant 95% interval": [round(v, 4) for v in m["auroc_interval"]], "ECE malignant": round(m["ece"], 4),
                                     "macro-F1 of three classes": round(m["three_classes"]["macro_f1"], 4),
                                     "accuracy of the majority": round(m["three_classes"]["majority_accuracy"], 4)},
                         "note": "No patient ids exist: the split is by near-duplicate group."}],
        "outputs": [image_packages.decision("label", OUTPUT, packages.labels(CLASSES, KINDS)), image_packages.heatmap("label")]}


def write():
    image_packages.write(HERE, {"label": CLASSES}, SIZE, False, "breast-ultrasound", card, own)
