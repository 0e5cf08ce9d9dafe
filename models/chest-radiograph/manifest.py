"""manifest.json and card.md of the package, from measured.json, the ONNX file and its vectors."""
from card import card
from data import CLASSES, HERE, SIZE
from texts import ANSWERS, CITE, HEAD, OUTPUT, USE
from common import image_packages, packages


def own(m):
    point = ("sensibilité 95 %", "sensitivity 95 %", m["high_sensitivity"]["threshold"])
    return {
        **HEAD, "cite": [CITE], "license": "CC-BY-4.0", "tags": ["chest", "radiograph", "child", "pneumonia", "research"], "specialty": "radiology",
        "modality": ["CR", "DX", "XC", "OT"], "body_part": ["CHEST"], "intended_use": USE,
        "evaluations": [{"dataset": "Kermany et al. 2018 (CC BY 4.0), part of the former test folder, out-of-fold",
                         "role": f"{m['folds']}-fold cross-validation; the shipped model averages the networks of the folds", "n": m["n"],
                         "metrics": {"prevalence": round(m["prevalence"], 4), "AUROC": round(m["auroc"], 4),
                                     "AUROC 95% interval": [round(v, 4) for v in m["auroc_interval"]], "ECE": round(m["ece"], 4),
                                     "AUROC with masked borders": round(m["changed_images_auroc"]["border masked"], 4),
                                     "accuracy of the majority": round(m["baselines"]["majority accuracy"], 4)},
                         "note": "No child ids exist: the split is by near-duplicate group."}],
        "outputs": [image_packages.decision("label", OUTPUT, packages.labels(CLASSES, ANSWERS), adjustable=True, points=[point]),
                    image_packages.heatmap("label")]}


def write():
    image_packages.write(HERE, {"label": CLASSES}, SIZE, False, "chest-radiograph", card, own)
