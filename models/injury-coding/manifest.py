"""manifest.json and card.md of the package, from measured.json, the ONNX file and the tokenizer."""
import json


from card import card
from data import HERE, ID, TARGETS, encode
from texts import CITE, EVIDENCE, EXAMPLE, EXAMPLE_SHORT, HEAD, LABELS, OUTPUTS, USE
from common import packages

WEIGHTS, TOKENIZER, MEASURED = HERE / "injury-coding.onnx", HERE / "tokenizer.json", HERE / "measured.json"
MAX_LENGTH = 512


def vectors(classes):
    """Two made-up narratives: ids in, probabilities and evidence out (Python's tokenizer and softmax)."""
    import onnxruntime as ort
    from tokenizers import Tokenizer

    cutter = Tokenizer.from_file(str(TOKENIZER))
    run = ort.InferenceSession(str(WEIGHTS), providers=["CPUExecutionProvider"]).run
    names = [*TARGETS, *(f"{t}_evidence" for t in TARGETS)]
    cases = []
    for name, text in (("burn", EXAMPLE), ("fall", EXAMPLE_SHORT)):
        ids = encode(cutter, text)[None]
        found = dict(zip(names, run(names, {"input_ids": ids})))
        paths = packages.save_vectors(HERE, {f"{name}-input_ids": ids} | {f"{name}-{k}": v for k, v in found.items()})
        cases.append({"name": f"made-up narrative, {name}", "inputs": {"input_ids": paths[f"{name}-input_ids"]},
                      "expected": {f"{k}_logits" if k in TARGETS else k: paths[f"{name}-{k}"] for k in found},
                      "absolute_tolerance": 1e-4, "relative_tolerance": 1e-3})
    return cases


def labels_of(target, classes):
    names = {k: v[:2] for k, v in LABELS[target].items()}
    return packages.labels(classes, names, {k: ("NEISS", v[2], v[1]) for k, v in LABELS[target].items()})


def write(classes):
    measured = json.loads(MEASURED.read_text())
    if measured["weights_sha256"] != packages.sha256(WEIGHTS):
        raise SystemExit("measured.json belongs to other weights: run evaluate first")
    (HERE / "card.md").write_text(card(measured, WEIGHTS.stat().st_size))
    tests = vectors(classes)
    steps = [
        {"step": "Tokenize", "in": "narrative", "out": {"tokens": "tokens", "input_ids": "input_ids"},
         "kwargs": {"tokenizer": TOKENIZER.name, "max_length": MAX_LENGTH}},
        {"step": "infer", "network": "coder", "in": {"input_ids": "input_ids"},
         "out": {t: f"{t}_logits" for t in TARGETS} | {f"{t}_evidence": f"{t}_evidence" for t in TARGETS}, "kwargs": {"inferer": "Simple"}},
    ]
    outputs, evaluations = [], []
    for target in TARGETS:
        f = measured["targets"][target]
        steps.append({"step": "SequenceClassify", "in": {"logits": f"{target}_logits", "tokens": "tokens", "contributions": f"{target}_evidence"},
                      "out": {"scores": f"{target}_scores", "evidence": f"{target}_words"},
                      "kwargs": {"labels": classes[target], "activation": "softmax", "top_k": 5, "threshold": 0.3}})
        outputs.append({"id": target, "from": f"{target}_scores", "kind": "classification", "name": OUTPUTS[target],
                        "labels": labels_of(target, classes[target]), "calibrated": True, "threshold": {"value": 0.5, "user_adjustable": False},
                        "export": ["CSV"]})
        evaluations.append({"dataset": f"NEISS 2016–2020 firework injuries, {target}, out-of-fold in the training part",
                            "role": "5-fold cross-validation, mean of three foldings; the shipped model is fitted on all narratives", "n": f["n"],
                            "metrics": {"accuracy": round(f["accuracy"], 4), "accuracy 95% interval": [round(v, 4) for v in f["accuracy_interval"]],
                                        "accuracy of key words alone": round(f["key_words"]["accuracy"], 4),
                                        "accuracy of the majority": round(f["majority"]["accuracy"], 4), "macro-F1": round(f["macro_f1"], 4),
                                        "ECE of the decision": round(f["ece_of_the_decision"], 4)}})
    for target in TARGETS:
        name = {k: f"{OUTPUTS[target][k]} : {EVIDENCE[k]}" if k == "fr" else f"{OUTPUTS[target][k]}: {EVIDENCE[k]}" for k in ("fr", "en")}
        outputs.append({"id": f"{target}_words", "from": f"{target}_words", "kind": "entities", "name": name,
                        "labels": labels_of(target, classes[target])})
    tensor = lambda name, axes, kind="float32": {"id": name, "axes": axes, "data": {"type": kind}}
    windows, places = {"type": "batch"}, {"type": "index", "id": "token"}
    channels = {t: {"type": "channel", "channel_names": classes[t]} for t in TARGETS}
    packages.write(HERE, {
        "id": ID, "version": "1.0.0", **HEAD, "authors": packages.AUTHORS, "publisher": "Diaphane", "cite": [CITE], "license": "Apache-2.0",
        "documentation": "card.md", "tags": ["emergency", "text", "coding", "NEISS", "research"], "specialty": "emergency",
        "task": "text_classification", "modality": ["TEXT"], "intended_use": USE, "evaluations": evaluations,
        "sources": [{"id": "narrative", "kind": "text", "role": "narrative", "ask": "auto",
                     "constraints": {"language": ["en"], "text_column": ["Narrative", "narrative", "text"]}}],
        "networks": [{"id": "coder", "weights": packages.weights(WEIGHTS), "ep": ["wasm"], "bundle": "wasm", "memory_mb": 60,
                      "inputs": [tensor("input_ids", [windows, places], "int64")],
                      "outputs": [tensor(t, [{"type": "batch", "size": 1}, channels[t]]) for t in TARGETS]
                      + [tensor(f"{t}_evidence", [windows, places, channels[t]]) for t in TARGETS]}],
        "pipeline": steps, "outputs": outputs, "checks": [], "tests": tests,
    }, [WEIGHTS.name, TOKENIZER.name, "card.md", *sorted(p for t in tests for p in [*t["inputs"].values(), *t["expected"].values()])])
