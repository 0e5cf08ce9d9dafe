"""manifest.json of a segmentation package: the parts that are the same in each."""
import json
import re

import numpy as np

from segmentation.exporting import OPSET, sha256


def both(fr, en):
    return {"fr": fr, "en": en}


def space(axis, smallest, step):
    return {"type": "space", "id": axis, "size": {"min": smallest, "step": step}}


def same(axis, tensor="image"):
    """Space axis of an output that is as long as the input's."""
    return {"type": "space", "id": axis, "size": {"tensor_id": tensor, "axis_id": axis}}


def network(folder, weights, memory_mb, inputs, outputs, ep=("webgpu", "wasm")):
    """One entry of `networks`: a single fp32 file; inputs and outputs are (id, axes) pairs."""
    tensor = lambda pair: {"id": pair[0], "axes": pair[1], "data": {"type": "float32"}}
    path = folder / weights
    return {
        "id": "segmenter",
        "weights": [{"source": weights, "sha256": sha256(path), "size": path.stat().st_size, "precision": "fp32",
                     "opset_version": OPSET, "external_data": False, "domains": ["ai.onnx"]}],
        "ep": list(ep), "bundle": "auto", "memory_mb": memory_mb,
        "inputs": [tensor(p) for p in inputs], "outputs": [tensor(p) for p in outputs]}


def axes(channels, *sizes):
    """Axes of a network tensor: batch of 1, channels (names or a number), then space."""
    channel = {"type": "channel", "size": channels} if isinstance(channels, int) else {"type": "channel", "channel_names": channels}
    return [{"type": "batch", "size": 1}, channel, *sizes]


def write_vectors(folder, vectors):
    """Writes tests/<name>.npy of each array; the paths, relative to the folder."""
    (folder / "tests").mkdir(exist_ok=True)
    for name, array in vectors.items():
        np.save(folder / f"tests/{name}.npy", array)
    return [f"tests/{name}.npy" for name in vectors]


def network_test(name, given, expected):
    """Test of the network alone: {register: file} in and out, tolerances of float32 kernels of several kinds."""
    return {"name": f"{name}, network only", "inputs": given, "expected": expected, "absolute_tolerance": 0.01, "relative_tolerance": 0.001,
            "mismatched_elements_per_million": 500}


def chain_test(name, given, expected):
    """Test of the whole chain from the source to the answer; 100 pixels a million may fall on the other side of a threshold."""
    return {"name": f"{name}, whole chain", "inputs": given, "expected": expected, "mismatched_elements_per_million": 100}


def step(name, given, out, **kwargs):
    return {"step": name, "in": given, "out": out, **({"kwargs": kwargs} if kwargs else {})}


def infer(given, out, **kwargs):
    return {"step": "infer", "network": "segmenter", "in": given, "out": out, "kwargs": kwargs}


def check(when, rule, severity, fr, en, **kwargs):
    return {"when": when, "rule": rule, "kwargs": kwargs, "severity": severity, "message": both(fr, en)}


def probability_map(labels):
    """Output entry of the register `probability`, a map of 0..1 of the one label that the decision cuts."""
    return {"id": "probability", "from": "probability", "kind": "heatmap", "name": both("Carte de probabilité", "Probability map"),
            "labels": labels, "range": [0, 1]}


COLOUR = {"attribute": "PhotometricInterpretation", "required": True,
          "in": ["RGB", "YBR_FULL", "YBR_FULL_422", "YBR_PARTIAL_420", "YBR_ICT", "YBR_RCT", "PALETTE COLOR"],
          "message": both("Ce modèle attend une image en couleurs.", "This model expects a colour image.")}


def write_manifest(folder, content, files):
    """Adds the list of files with size and hash and writes manifest.json in one move."""
    entries = [{"path": f, "sha256": sha256(folder / f), "size": (folder / f).stat().st_size} for f in files]
    part = folder / "manifest.json.part"
    part.write_text(json.dumps({"format_version": "1.0.0", **content, "files": entries}, indent=2, ensure_ascii=False) + "\n")
    part.replace(folder / "manifest.json")


RESEARCH = {"status": "research", "users": ["researcher", "teacher", "developer"], "synthetic_training_data": False,
            "regulatory": {"framework": "none"}}
MAINTAINERS = {"authors": [{"name": "Diaphane maintainers"}], "publisher": "Diaphane", "documentation": "card.md"}


def number(value, digits=3):
    """(French, English) words of a number."""
    text = f"{value:.{digits}f}"
    return text.replace(".", ",").replace("-", "−"), text


def table_rows(table, digits=3):
    """(French, English) lines of a Markdown table whose cells are words in both languages, words, numbers or intervals."""
    def words(cell, language):
        if isinstance(cell, dict):
            return cell[("fr", "en")[language]]
        if isinstance(cell, (list, tuple)):
            return (" – ", "–")[language].join(number(v, digits)[language] for v in cell)
        if isinstance(cell, bool) or cell is None:
            return "–"
        return number(cell, digits)[language] if isinstance(cell, float) else str(cell)

    def lines(language):
        text = ["| " + " | ".join(words(c, language) for c in row) + " |" for row in table]
        return "\n".join([text[0], "|" + "---|" * len(table[0]), *text[1:]])

    return lines(0), lines(1)


def training_words(m, size, wasm=None):
    """(French, English) lines on the cost: parameters, file, core time of the training, and time on WASM where measured."""
    million, gflop, minutes = m["parameters"] / 1e6, m["gflop"], m["training"]["core_seconds"] / 60
    fr = (f"{number(million, 2)[0]} million de paramètres, fichier de {number(size / 1e6, 1)[0]} Mo, {number(gflop, 1)[0]} GFLOP par entrée type. "
          f"Poids retenus : époque {m['training']['epoch']} (meilleure validation), {minutes:.0f} minutes d’un fil d’un Xeon partagé (sans GPU), graine 0.")
    en = (f"{number(million, 2)[1]} million parameters, file of {number(size / 1e6, 1)[1]} MB, {number(gflop, 1)[1]} GFLOP a typical input. "
          f"Weights kept: epoch {m['training']['epoch']} (best validation), {minutes:.0f} minutes of one thread of a shared Xeon (no GPU), seed 0.")
    if wasm:
        fr += f" onnxruntime-web 1.30, WASM, un fil : {number(wasm, 2)[0]} s."
        en += f" onnxruntime-web 1.30, WASM, one thread: {number(wasm, 2)[1]} s."
    return fr, en


def bilingual(text):
    """A card, French first: the decimal points of that part become commas."""
    fr, en = text.split("\n---\n", 1)
    return re.sub(r"(?<!BY )(?<!BY-SA )(?<!web )(?<![\d.\w-])(\d+)\.(\d+)(?![\d.]*\w)", r"\1,\2", fr) + "\n---\n" + en
