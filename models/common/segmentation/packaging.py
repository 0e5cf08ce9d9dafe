"""manifest.json of a segmentation package: the parts that are the same in each."""
import json

from segmentation.exporting import OPSET, sha256


def both(fr, en):
    return {"fr": fr, "en": en}


def space(axis, smallest, step):
    return {"type": "space", "id": axis, "size": {"min": smallest, "step": step}}


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


def write_manifest(folder, content, files):
    """Adds the list of files with size and hash and writes manifest.json in one move."""
    entries = [{"path": f, "sha256": sha256(folder / f), "size": (folder / f).stat().st_size} for f in files]
    part = folder / "manifest.json.part"
    part.write_text(json.dumps({"format_version": "1.0.0", **content, "files": entries}, indent=2, ensure_ascii=False) + "\n")
    part.replace(folder / "manifest.json")


RESEARCH = {"status": "research", "users": ["researcher", "teacher", "developer"], "synthetic_training_data": False,
            "regulatory": {"framework": "none"}}
MAINTAINERS = {"authors": [{"name": "Diaphane maintainers"}], "publisher": "Diaphane", "documentation": "card.md"}
