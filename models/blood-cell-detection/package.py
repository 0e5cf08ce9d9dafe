"""From a checkpoint to the package: ONNX export with its test vector, measured figures, manifest and card."""
import hashlib
import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageDraw, ImageFilter

import evaluate as ev
from data import LABELS, read_field, split_names
from net import Detector, Packaged, fold, gflop

HERE = Path(__file__).resolve().parent
WEIGHTS = HERE / "blood-cell-detection.onnx"
MEASURED = HERE / "measured.json"
INPUT, EXPECTED = "tests/image.npy", "tests/detections.npy"
OPSET = 17


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def load(args):
    net = Detector()
    net.load_state_dict(torch.load(args.out / args.weights, map_location="cpu")["ema"])
    return fold(net)


def drawn_smear(height, width, seed=7):
    """A synthetic field for the test vector: pale ground, discs with pallor, one lobed nucleus, granules."""
    rng = np.random.default_rng(seed)
    image = Image.new("RGB", (width, height), (232, 224, 228))
    draw = ImageDraw.Draw(image)
    for _ in range(14):
        x, y, r = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(20, 26)
        draw.ellipse([x - r, y - r, x + r, y + r], fill=(206, 160, 170))
        draw.ellipse([x - r * 0.4, y - r * 0.4, x + r * 0.4, y + r * 0.4], fill=(224, 198, 204))
    x, y = width * 0.55, height * 0.45
    draw.ellipse([x - 46, y - 44, x + 46, y + 44], fill=(206, 190, 214))
    for dx, dy in ((-18, -10), (14, -14), (2, 18)):
        draw.ellipse([x + dx - 19, y + dy - 17, x + dx + 19, y + dy + 17], fill=(104, 62, 150))
    for _ in range(4):
        x, y = rng.uniform(10, width - 10), rng.uniform(10, height - 10)
        draw.ellipse([x - 8, y - 7, x + 8, y + 7], fill=(140, 96, 168))
    image = np.asarray(image.filter(ImageFilter.GaussianBlur(1.2)), np.float32)
    image = np.clip(np.round(image + rng.normal(0, 3, image.shape)), 0, 255).astype(np.float32)
    return np.ascontiguousarray(image.transpose(2, 0, 1)[None] * np.float32(1 / 255))


def centre_scores(net, args):
    """Shifts each label's score (a monotone change: the ranking stays) so that its best F1 on validation is at 0.5."""
    val = [read_field(args.data, n) for n in split_names(args.data)[1]]
    module = Packaged(net).float()
    found = ev.suppress(ev.predict(ev.torch_network(module), [v[0] for v in val], args.size), args.nms)
    best = [ev.best_threshold(ev.match(found, [v[1:] for v in val], k)) for k in range(len(LABELS))]
    print("best score thresholds before centring", dict(zip(LABELS, np.round(best, 3))))
    net.double()
    with torch.no_grad():
        net.score.bias -= torch.logit(torch.tensor(best, dtype=torch.float64))


def export(args):
    """Writes the ONNX file and the network-level test vector (torch float32, compared with torch float64)."""
    import onnx

    torch.set_num_threads(args.threads)
    net = load(args)
    centre_scores(net, args)
    module = Packaged(net).eval()
    x = torch.from_numpy(drawn_smear(192, 256))
    with torch.no_grad():
        exact = module(x.double())
        module.float()
        expected = module(x)
    print(f"float32 differs from float64 by at most {float((expected - exact).abs().max()):.2e}")
    part = WEIGHTS.with_suffix(".part")
    options = {"dynamo": False} if "dynamo" in torch.onnx.export.__code__.co_varnames else {}
    torch.onnx.export(module, (torch.zeros(1, 3, 192, 256),), str(part), opset_version=OPSET, input_names=["image"],
                      output_names=["detections"], do_constant_folding=True, **options,
                      dynamic_axes={"image": {2: "height", 3: "width"}, "detections": {2: "places"}})
    model = onnx.load(str(part))
    onnx.checker.check_model(model)
    print(sorted({n.op_type for n in model.graph.node}), f"{part.stat().st_size / 1e6:.2f} MB")
    part.replace(WEIGHTS)
    (HERE / "tests").mkdir(exist_ok=True)
    np.save(HERE / INPUT, x.numpy())
    np.save(HERE / EXPECTED, expected.numpy())


def session(threads):
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    run = ort.InferenceSession(str(WEIGHTS), options, providers=["CPUExecutionProvider"])
    return lambda x: run.run(None, {"image": x})[0]


def turned(field):
    """The field as a portrait image (quarter turn)."""
    image, boxes, labels = field
    height = image.shape[0]
    return np.ascontiguousarray(np.rot90(image, -1)), np.stack(
        [height - boxes[:, 3], boxes[:, 0], height - boxes[:, 1], boxes[:, 2]], 1), labels


def evaluate(args):
    """Measures the exported file itself (onnxruntime) on the validation part and writes measured.json."""
    train_names, names = split_names(args.data)
    val = [read_field(args.data, n) for n in names]
    truths = [v[1:] for v in val]
    network = session(args.threads)
    images = [v[0] for v in val]
    candidates = ev.predict(network, images, args.size)
    by_iou = {t: ev.suppress(candidates, t) for t in (0.45, 0.5, 0.55, 0.6, 0.65, 0.7)}
    means = {t: float(np.mean(ev.ap_table(d, truths))) for t, d in by_iou.items()}
    print("mean AP by NMS threshold", {t: round(v, 4) for t, v in means.items()})
    nms_iou = args.nms
    found = by_iou[nms_iou]
    ap = ev.ap_table(found, truths)
    sweep = [ev.ap_table(found, truths, t) for t in np.arange(0.5, 0.96, 0.05).round(2)]
    threshold = 0.5  # export centres the scores of each label there
    points = [ev.operating_point(ev.match(found, truths, k), threshold) for k in range(len(LABELS))]
    out = {
        "fields": {"training": len(train_names), "validation": len(names)},
        "boxes": {l: {"validation": int(sum((t[1] == k).sum() for t in truths))} for k, l in enumerate(LABELS)},
        "size": args.size, "nms_iou": nms_iou, "threshold": threshold, "epochs": args.epochs,
        "ap50": dict(zip(LABELS, ap)), "map50": float(np.mean(ap)), "map50_95": float(np.mean(sweep)),
        "interval": dict(zip([*LABELS, "mean"], ev.bootstrap(found, truths))),
        "operating_point": dict(zip(LABELS, points)), "variants": {},
    }
    for name, fields, size in (("quarter turn", [turned(v) for v in val], args.size),
                               ("cells x0.75", val, round(args.size * 0.75)), ("cells x1.33", val, round(args.size * 4 / 3))):
        d = ev.suppress(ev.predict(network, [f[0] for f in fields], size), nms_iou)
        a = ev.ap_table(d, [f[1:] for f in fields])
        out["variants"][name] = {**dict(zip(LABELS, a)), "mean": float(np.mean(a))}
    net = load(args)
    out["gflop"] = gflop(net, 384, 512)
    out["parameters"] = sum(p.numel() for p in net.parameters())
    out["weights_sha256"] = sha256(WEIGHTS)
    MEASURED.write_text(json.dumps(out, indent=1) + "\n")
    (HERE / "validation-fields.txt").write_text("\n".join(names) + "\n")
    print(json.dumps(out, indent=1))


def manifest(args):
    """Writes card.md and manifest.json from measured.json and the files beside it."""
    from texts import card, manifest_texts

    measured = json.loads(MEASURED.read_text())
    if measured["weights_sha256"] != sha256(WEIGHTS):
        raise SystemExit("measured.json belongs to other weights: run evaluate first")
    if args.wasm_seconds:
        measured["wasm_seconds"] = args.wasm_seconds
        MEASURED.write_text(json.dumps(measured, indent=1) + "\n")
    (HERE / "card.md").write_text(card(measured, WEIGHTS.stat().st_size))
    space = [{"type": "space", "id": "y", "size": {"min": 32, "step": 32}}, {"type": "space", "id": "x", "size": {"min": 32, "step": 32}}]
    steps = [
        {"step": "PhotometricRGB", "in": "image", "out": "rgb"},
        {"step": "Resize", "in": "rgb", "out": "resized",
         "kwargs": {"spatial_size": measured["size"], "size_mode": "longest", "mode": "bilinear", "anti_aliasing": True}},
        {"step": "scale_linear", "in": "resized", "out": "scaled", "kwargs": {"gain": 1 / 255, "offset": 0}},
        {"step": "DivisiblePad", "in": "scaled", "out": "padded", "kwargs": {"k": 32, "method": "end", "mode": "constant", "value": 0}},
        {"step": "infer", "network": "detector", "in": {"image": "padded"}, "out": {"detections": "raw"}, "kwargs": {"inferer": "Simple"}},
        {"step": "BoxDecode", "in": "raw", "out": "boxes", "kwargs": {"layout": "yolo"}},
        {"step": "InvertTransforms", "in": "boxes", "out": "source_boxes", "kwargs": {"of": "padded"}},
        {"step": "NMS", "in": "source_boxes", "out": "detections",
         "kwargs": {"iou_threshold": measured["nms_iou"], "score_threshold": ev.SCORE,
                    "max_detections": ev.MAX_DETECTIONS, "class_agnostic": False}},
    ]
    texts = manifest_texts(measured)
    weights = {"source": WEIGHTS.name, "sha256": sha256(WEIGHTS), "size": WEIGHTS.stat().st_size, "precision": "fp32",
               "opset_version": OPSET, "external_data": False, "domains": ["ai.onnx"]}
    files = [WEIGHTS.name, "card.md", INPUT, EXPECTED]
    content = {
        "format_version": "1.0.0", "id": "blood-cell-detection", "version": args.version, **texts["head"],
        "specialty": "haematology", "task": "detection", "modality": ["SM", "XC", "GM", "OT"], "body_part": ["BLOOD"],
        "intended_use": texts["intended_use"], "evaluations": texts["evaluations"],
        "sources": [{"id": "image", "kind": "image", "role": "smear-field", "ask": "auto", "match": [texts["colour"]],
                     # On a slide: a median red cell is 104 px in the training fields, taken as 7.5 um; the largest white cell
                     # is 338 px long, nine of ten are under 256.
                     "field": {"size": [640, 640], "mpp": 0.072, "overlap": 256}}],
        "networks": [{
            "id": "detector", "weights": [weights], "ep": ["webgpu", "wasm"], "bundle": "auto", "memory_mb": 300,
            "inputs": [{"id": "image", "axes": [{"type": "batch", "size": 1}, {"type": "channel", "channel_names": ["r", "g", "b"]}, *space],
                        "data": {"type": "float32"}}],
            "outputs": [{"id": "detections", "axes": [
                {"type": "batch", "size": 1},
                {"type": "channel", "channel_names": ["cx", "cy", "w", "h", *LABELS]},
                {"type": "index", "id": "place", "description": "(height / 8) x (width / 8) places, row by row"}],
                "data": {"type": "float32"}}]}],
        "pipeline": steps,
        "outputs": [{"id": "cells", "from": "detections", "kind": "boxes", "labels": texts["labels"],
                     "threshold": {"value": measured["threshold"], "user_adjustable": True}, "calibrated": False, "export": ["CSV"]}],
        "checks": texts["checks"],
        "tests": [{"name": "drawn smear field, network only", "inputs": {"padded": INPUT}, "expected": {"raw": EXPECTED},
                   "absolute_tolerance": 0.01, "relative_tolerance": 0.001, "mismatched_elements_per_million": 500}],
        "files": [{"path": f, "sha256": sha256(HERE / f), "size": (HERE / f).stat().st_size} for f in files],
    }
    part = HERE / "manifest.json.part"
    part.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")
    part.replace(HERE / "manifest.json")
