"""From a checkpoint to the package: ONNX export, measured figures, test vectors, manifest."""
from pathlib import Path

import numpy as np
import torch

from data import scale
from evaluate import SMALLEST, THRESHOLD, chain, figures
from segmentation.exporting import averaged, measure, read_measured, session, write_onnx
from segmentation.packaging import axes, chain_test, infer, network as network_entry, network_test, probability_map, same, space, step, write_manifest, write_vectors
from segmentation.unet import Mirrored
from texts import LABELS, card, head
from train import CineNet

HERE = Path(__file__).resolve().parent
WEIGHTS = HERE / "lv-cine-mri.onnx"


def export(args):
    net, _ = averaged(CineNet(), args)
    write_onnx(Mirrored(net), torch.rand(1, 1, 256, 256), WEIGHTS, ["image"], ["logits"], {"image": [2, 3], "logits": [2, 3]})


def evaluate(args):
    measure(CineNet(), args, WEIGHTS, torch.zeros(2, 1, 256, 256), figures)


def drawn_slice(seed=5):
    """A synthetic slice for the test vectors: a bright disc in a dark ring on textured grey, no image of a person."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:160, :192].astype(np.float64)
    grain = rng.normal(0, 12, y.shape)
    grain = (grain + np.roll(grain, 1, 0) + np.roll(grain, 1, 1)) / 2
    away = np.hypot(y - 82, x - 98)
    picture = 70 + 30 * np.sin(x / 23) * np.cos(y / 31) + 110 * (away < 17) - 45 * ((away >= 17) & (away < 27))
    picture += 90 * (np.hypot((y - 76) / 15, (x - 60) / 9) < 1)
    return np.clip(np.round(picture + grain), 0, 255).astype(np.uint8)


def package(args):
    """Test vectors, card.md and manifest.json."""
    m = read_measured(WEIGHTS)
    run = session(WEIGHTS, args.threads)
    drawn = drawn_slice()
    picture = scale(drawn)[None, None]
    files = write_vectors(HERE, {"image": drawn, "padded": picture, "logits": run(picture)[0], "mask": chain(run, picture[0, 0])[1].astype(np.uint8)})
    (HERE / "card.md").write_text(card(m, WEIGHTS.stat().st_size, m.get("wasm_seconds")))
    write_manifest(HERE, {
        **head(m),
        "sources": [{"id": "image", "kind": "image", "role": "short-axis-slice", "ask": "auto"}],
        "networks": [network_entry(HERE, WEIGHTS.name, 200, [("image", axes(1, space("y", 32, 32), space("x", 32, 32)))],
                                   [("logits", axes(1, same("y"), same("x")))])],
        "pipeline": [
            step("Grayscale", "image", "grey"),
            step("ScaleIntensityRangePercentiles", "grey", "scaled", lower=1, upper=99, b_min=0, b_max=1, clip=True),
            step("DivisiblePad", "scaled", "padded", k=32, method="end", mode="constant", value=0),
            infer({"image": "padded"}, {"logits": "raw"}, inferer="Simple"),
            step("sigmoid", "raw", "padded_probability"),
            step("InvertTransforms", "padded_probability", "probability"),
            step("AsDiscrete", "probability", "decided", threshold=THRESHOLD),
            step("KeepLargestConnectedComponent", "decided", "part"),
            step("RemoveSmallObjects", "part", "cavity", min_size=SMALLEST, connectivity=2),
            step("MeasureLabels", "cavity", "sizes", stats=["area_mm2"], labels=[1]),
        ],
        "outputs": [
            {"id": "cavity", "from": "cavity", "kind": "segmentation", "labels": LABELS, "export": ["SEG", "CSV"]},
            probability_map(LABELS),
            {"id": "area", "from": "sizes", "kind": "measurements", "labels": LABELS, "export": ["CSV", "SR"]}],
        "checks": [],
        "tests": [network_test("drawn slice", {"padded": files[1]}, {"raw": files[2]}), chain_test("drawn slice", {"image": files[0]}, {"cavity": files[3]})],
    }, [WEIGHTS.name, "card.md", *files])
