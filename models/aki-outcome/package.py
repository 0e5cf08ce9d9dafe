"""From the fitted model to the package: ONNX graph in plain operators, measured figures."""
import hashlib
import json
import pickle

import numpy as np

import gam
from data import FEATURES, HERE, LOG_LEAST, OUTCOMES, logarithmic, read
from train import REPEATS, STRENGTHS
from common.metrics import (at_threshold, auroc, average_precision, brier, calibration_table, ece, interval, sensitivity_threshold, sigmoid,
                            youden_threshold)

WEIGHTS = HERE / "aki-outcome.onnx"
MEASURED = HERE / "measured.json"
OPSET = 17


def load(args):
    return pickle.loads((args.out / "final.pkl").read_bytes())


def graph(model):
    """ONNX model: features [n,45] (nan = missing) -> for each outcome its probabilities (no, yes) [n,2] and the
    log-odds that each column adds to the average patient's, {outcome}_contributions [n,45]."""
    import onnx
    from onnx import TensorProto as T, helper as h, numpy_helper

    mask, shift = logarithmic()
    step = float(gam.PLACES[1] - gam.PLACES[0])
    values = {
        "median": model.median, "shift": shift, "least": np.array(LOG_LEAST), "mean": model.mean, "gain": 1 / model.std,
        "low": np.array(-4.0), "high": np.array(4.0), "places": gam.PLACES / step, "per_step": np.array(1 / step),
        "one": np.array(1.0), "curves": model.curves, "intercept": model.intercept,
    }
    stored = [numpy_helper.from_array(np.asarray(v, np.float32), k) for k, v in values.items()]
    stored += [numpy_helper.from_array(mask > 0, "logarithmic"), numpy_helper.from_array(np.array([2, 3]), "places_axes"),
               numpy_helper.from_array(np.array([2]), "row_axis"), numpy_helper.from_array(np.array([1]), "columns_axis")]
    node = h.make_node
    nodes = [
        node("IsNaN", ["features"], ["missing"]), node("Where", ["missing", "median", "features"], ["filled"]),
        node("Add", ["filled", "shift"], ["shifted"]), node("Max", ["shifted", "least"], ["positive"]),
        node("Log", ["positive"], ["logs"]), node("Where", ["logarithmic", "logs", "filled"], ["scaled"]),
        node("Sub", ["scaled", "mean"], ["centred"]), node("Mul", ["centred", "gain"], ["standard"]),
        node("Clip", ["standard", "low", "high"], ["clipped"]), node("Mul", ["clipped", "per_step"], ["steps"]),
        node("Unsqueeze", ["steps", "places_axes"], ["column"]), node("Sub", ["column", "places"], ["distance"]),
        node("Abs", ["distance"], ["apart"]), node("Sub", ["one", "apart"], ["near"]), node("Relu", ["near"], ["hat"]),
        node("MatMul", ["hat", "curves"], ["by_column"]), node("Squeeze", ["by_column", "row_axis"], ["terms"]),
        node("ReduceSum", ["terms", "columns_axis"], ["total"], keepdims=0), node("Add", ["total", "intercept"], ["logits"]),
        node("Split", ["terms"], [f"{o}_terms" for o in OUTCOMES], axis=2),
        node("Split", ["logits"], [f"{o}_logit" for o in OUTCOMES], axis=1),
    ]
    for o in OUTCOMES:
        nodes += [node("Squeeze", [f"{o}_terms", "row_axis"], [f"{o}_contributions"]), node("Sigmoid", [f"{o}_logit"], [f"{o}_yes"]),
                  node("Sub", ["one", f"{o}_yes"], [f"{o}_no"]), node("Concat", [f"{o}_no", f"{o}_yes"], [o], axis=1)]
    info = lambda name, shape: h.make_tensor_value_info(name, T.FLOAT, shape)
    made = h.make_graph(nodes, "aki-outcome", [info("features", ["n", len(FEATURES)])],
                        [info(o, ["n", 2]) for o in OUTCOMES]
                        + [info(f"{o}_contributions", ["n", len(FEATURES)]) for o in OUTCOMES], stored)
    out = h.make_model(made, opset_imports=[h.make_opsetid("", OPSET)], producer_name="diaphane")
    out.ir_version = 8
    onnx.checker.check_model(out, full_check=True)
    return out


def export(args):
    WEIGHTS.write_bytes(graph(load(args)["model"]).SerializeToString())
    print(f"{WEIGHTS.name} {WEIGHTS.stat().st_size / 1e3:.0f} kB")


def figures(y, z):
    """All figures of one outcome."""
    p = sigmoid(z)
    return {"n": len(y), "events": int(y.sum()), "prevalence": float(y.mean()), "auroc": auroc(y, p),
            "auroc_interval": interval(lambda i: auroc(y[i], p[i]), len(y)), "average_precision": average_precision(y, p),
            "ece": ece(y, p), "ece_interval": interval(lambda i: ece(y[i], p[i]), len(y), rounds=500),
            "brier": brier(y, p), "brier_of_prevalence": brier(y, np.full(len(y), y.mean())),
            "calibration": calibration_table(y, p), "youden": at_threshold(y, p, youden_threshold(y, p)),
            "sensitivity_90": at_threshold(y, p, sensitivity_threshold(y, p, 0.9))}


def subgroup(y, z, rows):
    p = sigmoid(z[rows])
    return {"n": int(rows.sum()), "events": int(y[rows].sum()), "auroc": auroc(y[rows], p),
            "auroc_interval": interval(lambda i: auroc(y[rows][i], p[i]), int(rows.sum()), rounds=1000),
            "predicted": float(p.mean()), "observed": float(y[rows].mean())}


def groups_of(rows, x):
    """{subgroup: boolean rows}."""
    column = lambda name: x[:, FEATURES.index(name)]
    age, hospital = column("age"), np.array([r["hospital"] for r in rows])
    groups = {"women": column("sex") == 1, "men": column("sex") == 0, "age < 65": age < 65,
              "age 65-79": (age >= 65) & (age < 80), "age >= 80": age >= 80, "intensive care": column("icu_at_rand") == 1,
              "not intensive care": column("icu_at_rand") == 0, "chronic kidney disease": column("ckd_pmhx") == 1,
              "no chronic kidney disease": column("ckd_pmhx") == 0}
    return groups | {f"hospital {h}": hospital == h for h in sorted(set(hospital))}


def evaluate(args):
    """Out-of-fold figures, and the ONNX file against the Python model -> measured.json."""
    import onnxruntime as ort

    rows, x, y = read(args.data)
    state = load(args)
    z = state["oof"]
    sofa = x[:, FEATURES.index("sofa_at_rand")]
    run = ort.InferenceSession(str(WEIGHTS), providers=["CPUExecutionProvider"]).run
    found = run(None, {"features": x.astype(np.float32)})
    risks, terms = np.stack([f[:, 1] for f in found[:3]], 1), np.stack(found[3:], 2)
    expected = gam.logits(state["model"], x)
    out = {"patients": len(y), "columns": len(FEATURES), "folds": args.folds, "strengths": STRENGTHS,
           "missing_share": float(np.isnan(x).mean()), "recalibration": state["lines"], "outcomes": {}, "subgroups": {},
           "onnx_largest_risk_difference": float(np.abs(risks - sigmoid(expected)).max()),
           "onnx_largest_sum_difference": float(np.abs(terms.sum(1) + state["model"].intercept - expected).max())}
    for o, name in enumerate(OUTCOMES):
        truth = y[:, o]
        out["outcomes"][name] = figures(truth, z[:, o]) | {
            "sofa_alone": {"auroc": auroc(truth, sofa), "auroc_interval": interval(lambda i: auroc(truth[i], sofa[i]), len(y))},
            "other_foldings_auroc": [auroc(truth, state["repeats"][r][:, o]) for r in range(1, REPEATS)],
            "by_hospital": {"auroc": auroc(truth, state["by_hospital"][:, o]), "ece": ece(truth, sigmoid(state["by_hospital"][:, o]))},
            "strongest_columns": strongest(state["model"], x, o)}
        out["subgroups"][name] = {k: subgroup(truth, z[:, o], v) for k, v in groups_of(rows, x).items()}
    out["weights_sha256"] = hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()
    MEASURED.write_text(json.dumps(out, indent=1) + "\n")
    print(json.dumps({k: {m: v[m] for m in ("auroc", "auroc_interval", "ece", "by_hospital", "sofa_alone")}
                      for k, v in out["outcomes"].items()}, indent=1), out["onnx_largest_risk_difference"])


def strongest(model, x, outcome, count=8):
    """The columns whose contributions vary most over the patients: {column: standard deviation in log-odds}."""
    spread = gam.contributions(model, x)[:, :, outcome].std(0)
    return {FEATURES[j]: float(spread[j]) for j in np.argsort(-spread)[:count]}


def manifest(args):
    from manifest import write

    write()
