"""Manifest of an image classifier package: grey or RGB image, resized to a square, one network, classification and heatmap."""
import json

from common import packages

EVIDENCE = {"fr": "Indices de la décision", "en": "Evidence for the decision"}


def source(role, colour):
    """One image; a colour model asks for colours."""
    kinds = ["RGB", "YBR_FULL", "YBR_FULL_422", "YBR_PARTIAL_420", "YBR_ICT", "YBR_RCT", "PALETTE COLOR"]
    rule = {"attribute": "PhotometricInterpretation", "required": True, "in": kinds,
            "message": {"fr": "Ce modèle attend une image en couleurs.", "en": "This model expects a colour image."}}
    return {"id": "image", "kind": "image", "role": role, "ask": "auto"} | ({"match": [rule]} if colour else {})


def network(weights, heads, channel_names, size, memory_mb=150):
    """heads: {output: class keys}, the first with the class map `cam`."""
    space = [{"type": "space", "id": "y", "size": size}, {"type": "space", "id": "x", "size": size}]
    batch = {"type": "batch", "size": 1}
    outputs = [{"id": h, "axes": [batch, {"type": "channel", "channel_names": keys}], "data": {"type": "float32"}} for h, keys in heads.items()]
    free = [{"type": "space", "id": "y"}, {"type": "space", "id": "x"}]
    cam = {"id": "cam", "axes": [batch, {"type": "channel", "channel_names": ["evidence"]}, *free], "data": {"type": "float32"}}
    return {"id": "classifier", "weights": packages.weights(weights), "ep": ["wasm"], "bundle": "auto", "memory_mb": memory_mb,
            "inputs": [{"id": "image", "axes": [batch, {"type": "channel", "channel_names": channel_names}, *space], "data": {"type": "float32"}}],
            "outputs": [*outputs, cam]}


def pipeline(heads, colour, size):
    """Steps from the image to probabilities ({head}_p) and the class map in the image's pixels (evidence)."""
    steps = [
        {"step": "PhotometricRGB" if colour else "Grayscale", "in": "image", "out": "pixels"},
        {"step": "Resize", "in": "pixels", "out": "resized", "kwargs": {"spatial_size": [size, size], "mode": "bilinear", "anti_aliasing": True}},
        {"step": "scale_linear", "in": "resized", "out": "scaled", "kwargs": {"gain": 1 / 255, "offset": 0}},
        {"step": "infer", "network": "classifier", "in": {"image": "scaled"}, "out": {h: h for h in heads} | {"cam": "cam"},
         "kwargs": {"inferer": "Simple"}}]
    steps += [{"step": "softmax", "in": h, "out": f"{h}_p"} for h in heads]
    return [*steps, {"step": "InvertTransforms", "in": "cam", "out": "evidence", "kwargs": {"mode": "linear"}}]


def heatmap(explains, maximum=4):
    """The class map as a heatmap; below 0 speaks against the decision."""
    label = {"id": 0, "key": "evidence", "name": EVIDENCE, "color": "#D55E00"}
    return {"id": "evidence", "from": "evidence", "kind": "heatmap", "name": EVIDENCE, "labels": [label], "range": [0, maximum], "explains": explains}


def tests(paths, heads):
    """Test cases from the vectors of `exporting.export`: {case}-image in, every output of the network out."""
    cases = sorted({name.removesuffix("-image") for name in paths if name.endswith("-image")})
    return [{"name": f"drawn image, network only: {c}", "inputs": {"scaled": paths[f"{c}-image"]},
             "expected": {h: paths[f"{c}-{h}"] for h in [*heads, "cam"]}, "absolute_tolerance": 1e-3, "relative_tolerance": 1e-3} for c in cases]


def stored_vectors(folder):
    """{name: path in the package} of the vectors on disk."""
    return {p.stem: f"tests/{p.name}" for p in sorted((folder / "tests").glob("*.npy"))}


def files(weights, vectors):
    return [weights.name, "card.md", *sorted(vectors.values())]


def write(here, heads, size, colour, role, card, own):
    """card.md and manifest.json of the package in the folder `here`, from its measured.json, ONNX file and vectors.

    heads: {output: class keys}. card(figures, bytes of the ONNX file) -> Markdown. own(figures) -> the fields of the manifest
    that are the model's own: name, description, cite, license, tags, specialty, modality, body_part, intended_use, evaluations,
    and `outputs` before the heatmap.
    """
    weights = here / f"{here.name}.onnx"
    m = json.loads((here / "measured.json").read_text())
    if m["weights_sha256"] != packages.sha256(weights):
        raise SystemExit("measured.json belongs to other weights: run evaluate first")
    (here / "card.md").write_text(card(m, weights.stat().st_size))
    vectors, fields = stored_vectors(here), own(m)
    take = lambda *names: {name: fields[name] for name in names}
    packages.write(here, {
        "id": here.name, "version": "1.0.0", **take("name", "description"), "authors": packages.AUTHORS, "publisher": "Diaphane",
        **take("cite", "license"), "documentation": "card.md", **take("tags", "specialty"), "task": "classification",
        **take("modality", "body_part", "intended_use", "evaluations"), "sources": [source(role, colour)],
        "networks": [network(weights, heads, ["r", "g", "b"] if colour else ["grey"], size)], "pipeline": pipeline(heads, colour, size),
        "outputs": fields["outputs"], "checks": [], "tests": tests(vectors, heads),
    }, files(weights, vectors))


def decision(output, name, labels, threshold=0.5, adjustable=False, points=()):
    """The answer of one head as a calibrated classification; points: named operating points [(fr, en, threshold)]."""
    told = [{"name": {"fr": fr, "en": en}, "value": round(value, 4)} for fr, en, value in points]
    return {"id": output, "from": f"{output}_p", "kind": "classification", "name": name, "labels": labels, "calibrated": True,
            "threshold": {"value": threshold, "user_adjustable": adjustable} | ({"operating_points": told} if told else {}), "export": ["CSV"]}
