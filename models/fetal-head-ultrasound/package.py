"""From a checkpoint to the package: ONNX export, measured figures, test vectors, manifest."""
from pathlib import Path

import numpy as np
import torch

from data import LONGEST, small
from evaluate import SMALLEST, chain, figures, skull
from segmentation.exporting import averaged, measure, read_measured, session, write_onnx
from segmentation.masks import padded_end
from segmentation.packaging import axes, chain_test, infer, network as network_entry, network_test, probability_map, same, space, step, write_manifest, write_vectors
from segmentation.unet import Mirrored
from texts import LABELS, card, head
from train import network

HERE = Path(__file__).resolve().parent
WEIGHTS = HERE / "fetal-head-ultrasound.onnx"


def export(args):
    net, _ = averaged(network(), args)
    write_onnx(Mirrored(net), torch.rand(1, 1, 160, 224), WEIGHTS, ["image"], ["logits"], {"image": [2, 3], "logits": [2, 3]})


def evaluate(args):
    measure(network(), args, WEIGHTS, torch.zeros(2, 1, 160, 224), figures)


def drawn_frame(seed=11):
    """A synthetic frame for the test vectors: a bright elliptical ring in speckle, no image of a person."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:180, :264].astype(np.float64)
    away = np.hypot((x - 130) / 78, (y - 92) / 58)
    level = 38 + 150 * np.exp(-(((away - 1) / 0.05) ** 2)) + 25 * (away > 1) - 14 * (away < 0.95)
    speckle = rng.rayleigh(0.8, y.shape)
    speckle = (speckle + np.roll(speckle, 1, 0) + np.roll(speckle, 1, 1)) / 3
    fan = np.hypot(x - 132, y + 90) < 262
    return np.clip(np.round(level * speckle * fan), 0, 255).astype(np.uint8)


def package(args):
    """Test vectors, card.md and manifest.json."""
    m = read_measured(WEIGHTS)
    outline = m["outline_threshold"]
    run = session(WEIGHTS, args.threads)
    drawn = drawn_frame()
    fed = padded_end(small(drawn)[None], 32)[None]
    files = write_vectors(HERE, {"image": drawn, "padded": fed, "logits": run(fed)[0], "mask": chain(run, drawn)[1].astype(np.uint8),
                                 "skull": skull(chain(run, drawn)[0], outline).astype(np.uint8)})
    (HERE / "card.md").write_text(card(m, WEIGHTS.stat().st_size, m.get("wasm_seconds")))
    write_manifest(HERE, {
        **head(m),
        "sources": [{"id": "image", "kind": "image", "role": "standard-plane", "ask": "auto"}],
        "networks": [network_entry(HERE, WEIGHTS.name, 150, [("image", axes(1, space("y", 32, 32), space("x", 32, 32)))],
                                   [("logits", axes(1, same("y"), same("x")))])],
        "pipeline": [
            step("Grayscale", "image", "grey"),
            step("Resize", "grey", "resized", spatial_size=LONGEST, size_mode="longest", mode="bilinear", anti_aliasing=True),
            step("scale_linear", "resized", "scaled", gain=1 / 255, offset=0),
            step("DivisiblePad", "scaled", "padded", k=32, method="end", mode="constant", value=0),
            infer({"image": "padded"}, {"logits": "raw"}, inferer="Simple"),
            step("sigmoid", "raw", "small_probability"),
            step("InvertTransforms", "small_probability", "probability"),
            step("AsDiscrete", "probability", "decided", threshold=0.5),
            step("KeepLargestConnectedComponent", "decided", "part"),
            step("FillHoles", "part", "filled"),
            step("RemoveSmallObjects", "filled", "head", min_size=SMALLEST, connectivity=2),
            step("AsDiscrete", "probability", "surely", threshold=outline),
            step("KeepLargestConnectedComponent", "surely", "sure_part"),
            step("FillHoles", "sure_part", "sure_filled"),
            step("RemoveSmallObjects", "sure_filled", "skull", min_size=SMALLEST, connectivity=2),
            step("Diameters", "skull", "ellipse", method="ellipse"),
            step("MeasureLabels", ["head", "probability"], "gauge", stats=["mean"], labels=[1]),
        ],
        "outputs": [
            {"id": "head", "from": "head", "kind": "segmentation", "labels": LABELS, "export": ["SEG", "CSV"]},
            probability_map(LABELS),
            {"id": "circumference", "from": "ellipse", "kind": "measurements", "labels": LABELS, "export": ["CSV", "SR"]},
            {"id": "quality", "from": "gauge", "kind": "measurements", "labels": LABELS, "name": {"fr": "Jauge de qualité", "en": "Quality gauge"}, "export": ["CSV"]}],
        "checks": [],
        "tests": [network_test("drawn frame", {"padded": files[1]}, {"raw": files[2]}), chain_test("drawn frame", {"image": files[0]}, {"head": files[3], "skull": files[4]})],
    }, [WEIGHTS.name, "card.md", *files])
