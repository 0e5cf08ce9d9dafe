"""manifest.json and card.md of the package, from measured.json, the ONNX file and its vectors."""
from card import card
from data import ATTRIBUTES, CLASSES, HERE, SIZE
from texts import ATTRIBUTES as NAMES, CITE, HEAD, KINDS, OUTPUT, USE, VALUES
from common import image_packages, packages


def outputs():
    """The kind as `label`, the name of its column; the attributes by theirs; the map of the evidence."""
    kind = image_packages.decision("cell_type", OUTPUT, packages.labels(CLASSES, KINDS)) | {"id": "label"}
    attributes = [image_packages.decision(a, dict(zip(("fr", "en"), NAMES[a])), packages.labels(keys, VALUES)) for a, keys in ATTRIBUTES.items()]
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


def own(m):
    return {**HEAD, "cite": CITE, "license": "CC-BY-4.0", "tags": ["blood smear", "white cell", "morphology", "research"], "specialty": "haematology",
            "modality": ["SM", "XC", "GM", "OT"], "body_part": ["BLOOD"], "intended_use": USE, "evaluations": [evaluation(m)], "outputs": outputs()}


def write():
    image_packages.write(HERE, {"cell_type": CLASSES, **ATTRIBUTES}, SIZE, True, "white-cell", card, own)
