"""Writing a package: manifest.json with the sizes and hashes of its files, labels with colours, test vectors."""
import hashlib
import json

import numpy as np

COLOURS = ["#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7", "#999999"]
AUTHORS = [{"name": "Diaphane maintainers"}]


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def labels(keys, names=None, codes=None):
    """Labels 0.. of a classification: names {key: (fr, en)}, codes {key: (scheme, value, meaning)}."""
    out = []
    for i, key in enumerate(keys):
        fr, en = (names or {}).get(key, (key, key))
        label = {"id": i, "key": key, "name": {"fr": fr, "en": en}, "color": COLOURS[i % len(COLOURS)]}
        if codes and key in codes:
            scheme, value, meaning = codes[key]
            label["code"] = [{"scheme": scheme, "value": value, "meaning": meaning}]
        out.append(label)
    return out


def weights(path, opset=17, domains=("ai.onnx",)):
    return [{"source": path.name, "sha256": sha256(path), "size": path.stat().st_size, "precision": "fp32",
             "opset_version": opset, "external_data": False, "domains": list(domains)}]


def save_vectors(folder, arrays):
    """Stores {file name without .npy: array} below tests/; returns their paths in the package."""
    (folder / "tests").mkdir(exist_ok=True)
    for name, array in arrays.items():
        np.save(folder / "tests" / f"{name}.npy", np.ascontiguousarray(array))
    return {name: f"tests/{name}.npy" for name in arrays}


def write(folder, manifest, files):
    """manifest.json of the folder, the list of files (paths in the package) filled in."""
    entries = [{"path": f, "sha256": sha256(folder / f), "size": (folder / f).stat().st_size} for f in files]
    part = folder / "manifest.json.part"
    part.write_text(json.dumps({"format_version": "1.0.0", **manifest, "files": entries}, indent=2, ensure_ascii=False) + "\n")
    part.replace(folder / "manifest.json")
