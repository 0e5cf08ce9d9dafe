"""Makes the package: the detector of blood-cell-detection, a white cell network hardened to other microscopes, one chain; measures it.

    cd ../white-cell-classification                    # ten more epochs, half of the pictures faded, from its own checkpoint
    python3 train.py train --start /tmp/train/white-cell-classification/final.pt --fade 0.5 --epochs 10 --lr 1.2e-3 --out /tmp/train/white-cell-fields
    python3 train.py export --out /tmp/train/white-cell-fields --onnx /tmp/train/white-cell-fields/white-cell-fields.onnx
    cd ../smear-differential
    python3 package.py assemble --classifier /tmp/train/white-cell-fields/white-cell-fields.onnx   # ONNX files, vectors, manifest.json, card.md
    python3 package.py measure --kinds labels.csv      # measured.json by the app's own command line; then assemble once more

labels.csv (columns Image, Category): the kinds of the white cells of BCCD's fields as its authors listed them, at
https://github.com/dhruvp/wbc-classification, commit fbb2e273a7d8100648b7b8cecdea769596f7b590, _inputs/labels.csv. Needs numpy,
Pillow, onnxruntime; the kinds served to measure only.
"""
import argparse
import json
import shutil
import sys
from pathlib import Path

import numpy as np

import chain
from card import card
from texts import CITE, HEAD, OTHER_COLOURS, OUTPUTS, USE, evaluations

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))
from common import packages  # noqa: E402

MEASURED = HERE / "measured.json"
PARTS = {"detector": HERE.parent / "blood-cell-detection", "classifier": HERE.parent / "white-cell-classification"}
VECTORS = ("field", "detections", "white_cells")


def part(name):
    return json.loads((PARTS[name] / "manifest.json").read_text())


def labels_of(name, output):
    return next(o for o in part(name)["outputs"] if o["id"] == output)["labels"]


def kinds():
    return [label["key"] for label in labels_of("classifier", "label")]


def vectors():
    """A drawn field (that of the detector's own vector, as 8-bit RGB) and what the chain in Python makes of it."""
    drawn = np.load(PARTS["detector"] / "tests/image.npy")[0].transpose(1, 2, 0)
    field = np.round(drawn * 255).astype(np.uint8)
    found, white = chain.run(field, chain.session(chain.DETECTOR), chain.session(chain.CLASSIFIER))
    if not len(white):
        raise SystemExit("no white cell is found on the drawn field: the second stage would go untested")
    return packages.save_vectors(HERE, {"field": field, "detections": found, "white_cells": white})


def pipeline():
    detect = part("detector")["pipeline"]
    assert detect[0]["out"] == "rgb" and detect[-1]["out"] == "detections" and detect[-1]["kwargs"]["iou_threshold"] == chain.NMS_IOU
    crops = {"inferer": "Crops", "boxes": "white_boxes", "size": [chain.CELL, chain.CELL], "side": chain.SIDE, "fill": chain.FILL,
             "mean": [float(-v) for v in chain.DARK / (chain.GROUND - chain.DARK)],
             "std": [float(v) for v in 1 / (chain.GROUND - chain.DARK)], "batch": 1}
    return [
        *detect,
        {"step": "SelectChannels", "in": "rgb", "out": "red", "kwargs": {"channels": [0]}},
        {"step": "SelectBoxes", "in": "detections", "out": "white_boxes", "kwargs": {"labels": [chain.WHITE], "score_threshold": chain.SCORE}},
        {"step": "ScaleIntensityRangePercentiles", "in": "rgb", "out": "stretched",
         "kwargs": {"lower": chain.PERCENTILES[0], "upper": chain.PERCENTILES[1], "b_min": 0, "b_max": 1, "channel_wise": True}},
        {"step": "infer", "network": "classifier", "in": {"image": "stretched"}, "out": {"cell_type": "logits"}, "kwargs": crops},
        {"step": "softmax", "in": "logits", "out": "probabilities"},
        {"step": "ClassifyBoxes", "in": ["white_boxes", "probabilities"], "out": "white_cells"},
        {"step": "SelectBoxes", "in": "detections", "out": "other_cells", "kwargs": {"labels": [0, 2], "score_threshold": chain.SCORE}},
        {"step": "Summarise", "in": "detections", "out": "counts",
         "kwargs": {"stat": ["count"], "score_threshold": chain.SCORE, "labels": [0, 1, 2]}},
        {"step": "Summarise", "in": "white_cells", "out": "differential", "kwargs": {"stat": ["count", "percent"]}}]


def outputs():
    cells, white = labels_of("detector", "cells"), labels_of("classifier", "label")
    # SelectBoxes has decided: a reader moves one threshold a model, and the scores of the two outputs are not of one kind.
    every = {"value": 0, "user_adjustable": False}
    boxes = {"kind": "boxes", "threshold": every, "calibrated": False, "export": ["CSV"]}
    return [{"id": "white_cells", "from": "white_cells", "name": OUTPUTS["white_cells"], **boxes, "labels": white},
            {"id": "other_cells", "from": "other_cells", "name": OUTPUTS["other_cells"], **boxes, "labels": [c for c in cells if c["key"] != "WBC"]},
            {"id": "differential", "from": "differential", "kind": "measurements", "name": OUTPUTS["differential"], "labels": white, "export": ["CSV"]},
            {"id": "counts", "from": "counts", "kind": "measurements", "name": OUTPUTS["counts"], "labels": cells, "export": ["CSV"]}]


def assemble(args):
    networks = [next(n for n in part(name)["networks"] if n["id"] == name) for name in PARTS]
    detector, classifier = networks
    shutil.copyfile(PARTS["detector"] / detector["weights"][0]["source"], HERE / detector["weights"][0]["source"])
    if args.classifier is not None:
        shutil.copyfile(args.classifier, chain.CLASSIFIER)
    classifier["weights"][0] |= {"source": chain.CLASSIFIER.name, "sha256": packages.sha256(chain.CLASSIFIER), "size": chain.CLASSIFIER.stat().st_size}
    classifier["outputs"] = [o for o in classifier["outputs"] if o["id"] == "cell_type"]
    paths = vectors()
    measured = json.loads(MEASURED.read_text()) if MEASURED.exists() else None
    hashes = [n["weights"][0]["sha256"] for n in networks]
    if measured is not None and measured["weights_sha256"] != hashes:
        raise SystemExit("measured.json belongs to other networks: move it away, assemble, measure, assemble")
    size = sum(n["weights"][0]["size"] for n in networks)
    (HERE / "card.md").write_text(card(measured, size) if measured else "# Not measured yet\n")
    packages.write(HERE, {
        "id": HERE.name, "version": "1.0.0", **HEAD, "authors": packages.AUTHORS, "publisher": "Diaphane", "cite": CITE, "license": "CC-BY-4.0",
        "documentation": "card.md", "tags": ["blood smear", "haematology", "differential", "research"], "specialty": "haematology",
        "task": "detection", "modality": ["SM", "XC", "GM", "OT"], "body_part": ["BLOOD"], "intended_use": USE,
        "evaluations": evaluations(measured) if measured else [], "sources": part("detector")["sources"], "networks": networks,
        "pipeline": pipeline(), "outputs": outputs(), "checks": [OTHER_COLOURS],
        "tests": [{"name": "drawn smear field, from the image to the kinds", "inputs": {"image": paths["field"]},
                   "expected": {r: paths[r] for r in VECTORS[1:]}, "absolute_tolerance": 0.05, "relative_tolerance": 0.01}],
    }, [*(n["weights"][0]["source"] for n in networks), "card.md", *paths.values()])


def measure(args):
    from measure import measure as figures

    out = figures(args.kinds, kinds()) | {"weights_sha256": [n["weights"][0]["sha256"] for n in json.loads((HERE / "manifest.json").read_text())["networks"]],
                                          "side": chain.SIDE, "fill": chain.FILL}
    MEASURED.write_text(json.dumps(out, indent=1) + "\n")
    print(json.dumps(out))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("command", choices=["assemble", "measure"])
    p.add_argument("--classifier", type=Path, help="the classifier's ONNX file where it is not here yet")
    p.add_argument("--kinds", type=Path, help="labels.csv as above")
    args = p.parse_args()
    {"assemble": assemble, "measure": measure}[args.command](args)


if __name__ == "__main__":
    main()
