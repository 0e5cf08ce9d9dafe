"""manifest.json and card.md of the package, from measured.json, the ONNX file and the tokenizer."""
import json

from card import card
from data import CLASSES, HERE, ID, encode
from texts import CITE, EXAMPLE, EXAMPLE_SHORT, HEAD, NAMES, USE
from common import packages

WEIGHTS, TOKENIZER, MEASURED = HERE / "french-specialty-router.onnx", HERE / "tokenizer.json", HERE / "measured.json"


def vectors():
    """Two made-up texts: ids in, log-odds and evidence out."""
    import onnxruntime as ort
    from tokenizers import Tokenizer

    cutter = Tokenizer.from_file(str(TOKENIZER))
    run = ort.InferenceSession(str(WEIGHTS), providers=["CPUExecutionProvider"]).run
    cases = []
    for name, text in (("bacteria", EXAMPLE), ("operation", EXAMPLE_SHORT)):
        ids = encode(cutter, text)[None]
        logits, evidence = run(["specialities", "specialities_evidence"], {"input_ids": ids})
        paths = packages.save_vectors(HERE, {f"{name}-input_ids": ids, f"{name}-logits": logits, f"{name}-evidence": evidence})
        cases.append({"name": f"made-up text, {name}", "inputs": {"input_ids": paths[f"{name}-input_ids"]},
                      "expected": {"logits": paths[f"{name}-logits"], "word_parts": paths[f"{name}-evidence"]},
                      "absolute_tolerance": 1e-4, "relative_tolerance": 1e-3})
    return cases


def evaluations(m):
    out = []
    for key, role in (("out_of_fold", "5-fold cross-validation over train and dev; the shipped model is fitted on both"),
                      ("official_train_to_dev", "same recipe fitted on train alone, measured on dev")):
        f = m[key]
        out.append({"dataset": "MORFITT (CC BY-SA 4.0), official train and dev parts", "role": role, "n": f["n"],
                    "metrics": {"weighted F1": round(f["weighted_f1"], 4), "weighted F1 95% interval": [round(v, 4) for v in f["weighted_f1_interval"]],
                                "macro F1": round(f["macro_f1"], 4), "ECE": round(f["ece"], 4),
                                "weighted F1 of the commonest label": round(f["baselines_weighted_f1"]["commonest label"], 4),
                                "weighted F1 of every label": round(f["baselines_weighted_f1"]["every label"], 4)}})
    return out


def write():
    m = json.loads(MEASURED.read_text())
    if m["weights_sha256"] != packages.sha256(WEIGHTS):
        raise SystemExit("measured.json belongs to other weights: run evaluate first")
    (HERE / "card.md").write_text(card(m, WEIGHTS.stat().st_size))
    tests = vectors()
    labels = packages.labels(CLASSES, NAMES)
    threshold = round(m["out_of_fold"]["threshold"], 3)
    tensor = lambda name, axes, kind="float32": {"id": name, "axes": axes, "data": {"type": kind}}
    windows, places, channels = {"type": "batch"}, {"type": "index", "id": "token"}, {"type": "channel", "channel_names": CLASSES}
    words = {"fr": "Spécialités : mots qui ont parlé pour elles", "en": "Specialties: words that spoke for them"}
    packages.write(HERE, {
        "id": ID, "version": "1.0.0", **HEAD, "authors": packages.AUTHORS, "publisher": "Diaphane", "cite": [CITE], "license": "CC-BY-SA-4.0",
        "documentation": "card.md", "tags": ["French", "text", "specialty", "multi-label", "research"], "specialty": "general",
        "task": "text_classification", "modality": ["TEXT"], "intended_use": USE, "evaluations": evaluations(m),
        "sources": [{"id": "abstract", "kind": "text", "role": "abstract", "ask": "auto",
                     "constraints": {"language": ["fr"], "text_column": ["abstract", "text"]}}],
        "networks": [{"id": "router", "weights": packages.weights(WEIGHTS), "ep": ["wasm"], "bundle": "wasm", "memory_mb": 120,
                      "inputs": [tensor("input_ids", [windows, places], "int64")],
                      "outputs": [tensor("specialities", [{"type": "batch", "size": 1}, channels]),
                                  tensor("specialities_evidence", [windows, places, channels])]}],
        "pipeline": [
            {"step": "Tokenize", "in": "abstract", "out": {"tokens": "tokens", "input_ids": "input_ids"},
             "kwargs": {"tokenizer": TOKENIZER.name, "max_length": 512}},
            {"step": "infer", "network": "router", "in": {"input_ids": "input_ids"},
             "out": {"specialities": "logits", "specialities_evidence": "word_parts"}, "kwargs": {"inferer": "Simple"}},
            {"step": "SequenceClassify", "in": {"logits": "logits", "tokens": "tokens", "contributions": "word_parts"},
             "out": {"scores": "scores", "evidence": "words"},
             "kwargs": {"labels": CLASSES, "activation": "sigmoid", "top_k": 8, "threshold": threshold}}],
        "outputs": [{"id": "specialities", "from": "scores", "kind": "classification", "name": {"fr": "Spécialités", "en": "Specialties"},
                     "labels": labels, "multi_label": True, "calibrated": True, "threshold": {"value": threshold, "user_adjustable": True},
                     "export": ["CSV"]},
                    {"id": "specialities_words", "from": "words", "kind": "entities", "name": words, "labels": labels}],
        "checks": [], "tests": tests,
    }, [WEIGHTS.name, TOKENIZER.name, "card.md", *sorted(p for t in tests for p in [*t["inputs"].values(), *t["expected"].values()])])
