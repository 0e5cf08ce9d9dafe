"""manifest.json and card.md of the package, from measured.json, the ONNX file and its vectors."""
from card import card
from data import CLASSES, HERE, SIZE
from texts import ANSWERS, CITE, HEAD, OUTPUT, USE
from common import image_packages, packages


def own(m):
    point = ("sensibilité 90 %", "sensitivity 90 %", m["high_sensitivity"]["threshold"])
    return {
        **HEAD, "cite": CITE, "license": "CC-BY-4.0", "tags": ["skin", "dermoscopy", "melanoma", "research"], "specialty": "dermatology",
        "modality": ["XC", "GM", "ES", "OT"], "body_part": ["SKIN"], "intended_use": USE,
        "evaluations": [{"dataset": "ISIC 2017 challenge, official train and validation parts (CC0), out-of-fold", "n": m["n"],
                         "role": f"{m['folds']}-fold cross-validation by near-duplicate group; the shipped model averages the linear answers of the folds",
                         "metrics": {"prevalence": round(m["prevalence"], 4), "AUROC": round(m["auroc"], 4),
                                     "AUROC 95% interval": [round(v, 4) for v in m["auroc_interval"]],
                                     "AUROC with masked corners": round(m["changed_images_auroc"]["corners masked"], 4), "ECE": round(m["ece"], 4),
                                     "AUROC of mean darkness": round(m["baselines"]["mean darkness AUROC"], 4)},
                         "note": "No lesion or patient ids exist: the split is by near-duplicate group."}],
        "outputs": [image_packages.decision("melanoma", OUTPUT, packages.labels(CLASSES, ANSWERS), round(m["youden"]["threshold"], 4), True, [point]),
                    image_packages.heatmap("melanoma")]}


def write():
    image_packages.write(HERE, {"melanoma": CLASSES}, SIZE, True, "dermoscopy", card, own)
