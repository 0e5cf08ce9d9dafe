"""manifest.json and card.md of the package, from measured.json and the ONNX file."""
import json

import numpy as np

from columns import column
from data import FEATURES, HERE, ID, OUTCOMES
from texts import ANSWERS, CITE, HEAD, NAMES, UNITS, USE, card
from common import packages

WEIGHTS, MEASURED = HERE / "aki-outcome.onnx", HERE / "measured.json"
# A made-up patient: nobody's record.
PATIENT = dict(zip(FEATURES, [
    67, 0, 0, 2, 1, 0, 1, 1, 0, 1.2, 1.1, 1.3, 1.1, 58, 52, 1.5, 0, 1, 0, 1, 1, 0, 0, 1, 1, 0, 0, 7, 1.9, 13, 22, 38, 101, 10.4, 190,
    4.6, 136, 12.1, 108, 61, 92, 20, 95, 98.6, 3]))


def vectors():
    """Test vectors: the made-up patient whole, and with half of the columns missing."""
    import onnxruntime as ort

    run = ort.InferenceSession(str(WEIGHTS), providers=["CPUExecutionProvider"]).run
    whole = np.array([[PATIENT[c] for c in FEATURES]], np.float32)
    sparse = whole.copy()
    sparse[:, ::2] = np.nan
    cases = []
    for name, row in (("whole", whole), ("sparse", sparse)):
        found = dict(zip([*OUTCOMES, *(f"{o}_contributions" for o in OUTCOMES)], run(None, {"features": row})))
        paths = packages.save_vectors(HERE, {f"{name}-features": row} | {f"{name}-{k}": v for k, v in found.items()})
        cases.append({"name": f"made-up patient, {name}", "inputs": {"features": paths[f"{name}-features"]},
                      "expected": {k: paths[f"{name}-{k}"] for k in found}, "absolute_tolerance": 1e-4, "relative_tolerance": 1e-3})
    return cases


def output(measured, key):
    f = measured["outcomes"][key]
    points = [{"name": {"fr": "sensibilité 90 %", "en": "sensitivity 90 %"}, "value": round(f["sensitivity_90"]["threshold"], 4)}]
    return {"id": key, "from": key, "kind": "classification", "name": dict(zip(("fr", "en"), NAMES[key])),
            "labels": packages.labels(["0", "1"], ANSWERS), "calibrated": True,
            "threshold": {"value": round(f["youden"]["threshold"], 4), "user_adjustable": True, "operating_points": points},
            "contributions": f"{key}_contributions", "contribution_names": FEATURES, "export": ["CSV"]}


def evaluation(measured, key):
    f = measured["outcomes"][key]
    return {"dataset": f"ELAIA-2 (Dryad, CC0), {key}, out-of-fold in the training part",
            "role": f"{measured['folds']}-fold cross-validation by patient; the shipped model is fitted on all of them", "n": f["n"],
            "metrics": {"prevalence": round(f["prevalence"], 4), "AUROC": round(f["auroc"], 4),
                        "AUROC 95% interval": [round(v, 4) for v in f["auroc_interval"]], "AUROC of SOFA alone": round(f["sofa_alone"]["auroc"], 4),
                        "AUROC on another hospital": round(f["by_hospital"]["auroc"], 4), "ECE": round(f["ece"], 4)}}


def write():
    measured = json.loads(MEASURED.read_text())
    if measured["weights_sha256"] != packages.sha256(WEIGHTS):
        raise SystemExit("measured.json belongs to other weights: run evaluate first")
    (HERE / "card.md").write_text(card(measured, WEIGHTS.stat().st_size))
    tests = vectors()
    row = [{"type": "batch", "size": 1}]
    tensor = lambda name, axis: {"id": name, "axes": [*row, axis], "data": {"type": "float32"}}
    named = {o: f"{o}_contributions" for o in OUTCOMES}
    columns = [column(c, UNITS.get(c)) for c in FEATURES]
    packages.write(HERE, {
        "id": ID, "version": "1.0.0", **HEAD, "authors": packages.AUTHORS, "publisher": "Diaphane", "cite": [CITE],
        "license": "Apache-2.0", "documentation": "card.md", "tags": ["acute kidney injury", "table", "risk", "research"],
        "specialty": "nephrology", "task": "classification", "modality": ["TABLE"], "body_part": ["KIDNEY"], "intended_use": USE,
        "evaluations": [evaluation(measured, o) for o in OUTCOMES],
        "sources": [{"id": "patient", "kind": "table", "role": "patient", "ask": "auto", "constraints": {"columns": columns}}],
        "networks": [{"id": "risk", "weights": packages.weights(WEIGHTS), "ep": ["wasm"], "bundle": "wasm", "memory_mb": 20,
                      "inputs": [tensor("features", {"type": "channel", "channel_names": FEATURES})],
                      "outputs": [tensor(o, {"type": "channel", "channel_names": ["0", "1"]}) for o in OUTCOMES]
                      + [tensor(named[o], {"type": "channel", "channel_names": FEATURES}) for o in OUTCOMES]}],
        "pipeline": [
            {"step": "ToTensor", "in": "patient", "out": "features", "kwargs": {"columns": FEATURES, "dtype": "float32"}},
            {"step": "infer", "network": "risk", "in": {"features": "features"},
             "out": {o: o for o in OUTCOMES} | {v: v for v in named.values()}, "kwargs": {"inferer": "Simple"}}],
        "outputs": [output(measured, o) for o in OUTCOMES], "checks": [], "tests": tests,
    }, [WEIGHTS.name, "card.md", *sorted(p for t in tests for p in [*t["inputs"].values(), *t["expected"].values()])])
