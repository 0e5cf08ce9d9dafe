"""From a checkpoint to the package: ONNX export, measured figures, test vectors, manifest."""
from pathlib import Path

import numpy as np
import torch

from data import scale
from evaluate import DIVISOR, LONGEST, chain, figures
from segmentation.exporting import averaged, measure, read_measured, session, write_onnx
from segmentation.masks import padded_end
from segmentation.packaging import COLOUR, axes, chain_test, infer, network as network_entry, network_test, probability_map, same, space, step, write_manifest, write_vectors
from texts import LABELS, card, head
from train import network

HERE = Path(__file__).resolve().parent
WEIGHTS = HERE / "retinal-vessels.onnx"


def export(args):
    net, _ = averaged(network(), args)
    write_onnx(net, torch.rand(1, 3, 192, 256), WEIGHTS, ["image"], ["logits"], {"image": [2, 3], "logits": [2, 3]})


def evaluate(args):
    measure(network(), args, WEIGHTS, torch.zeros(1, 3, 960, 1008), figures)


def drawn_eye(seed=4):
    """A synthetic photograph for the test vectors: an orange disc with dark branching lines, no picture of a person."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:144, :160].astype(np.float64)
    inside = np.hypot(x - 80, y - 72) < 70
    lines = np.zeros(y.shape)
    for k in range(7):
        angle, bend, width = k * 0.9 + rng.uniform(-0.2, 0.2), rng.uniform(-0.01, 0.01), rng.uniform(1.0, 3.0)
        along = (x - 60) * np.cos(angle) + (y - 72) * np.sin(angle)
        across = -(x - 60) * np.sin(angle) + (y - 72) * np.cos(angle) + bend * along**2
        lines = np.maximum(lines, (along > 0) * np.exp(-((across / width) ** 2)))
    disc = np.exp(-((np.hypot(x - 60, y - 72) / 12) ** 4))
    rgb = np.stack([185 + 50 * disc - 35 * lines, 95 + 80 * disc - 55 * lines, 48 + 50 * disc - 12 * lines], -1)
    return np.clip(np.round(rgb * inside[..., None] + rng.normal(0, 3, rgb.shape)), 0, 255).astype(np.uint8)


def package(args):
    """Test vectors, card.md and manifest.json. The vectors start after Resize, which leaves a photograph of the set as it is."""
    m = read_measured(WEIGHTS)
    run = session(WEIGHTS, args.threads)
    drawn = drawn_eye()
    picture = scale(drawn)
    fed = padded_end(picture, DIVISOR)[None]
    files = write_vectors(HERE, {"resized": drawn.transpose(2, 0, 1)[None], "padded": fed, "logits": run(fed)[0],
                                 "mask": (chain(run, picture) > 0.5).astype(np.uint8)})
    (HERE / "card.md").write_text(card(m, WEIGHTS.stat().st_size, m.get("wasm_seconds")))
    write_manifest(HERE, {
        **head(m),
        "sources": [{"id": "image", "kind": "image", "role": "fundus", "ask": "auto", "match": [COLOUR]}],
        "networks": [network_entry(HERE, WEIGHTS.name, 500, [("image", axes(["r", "g", "b"], space("y", DIVISOR, DIVISOR), space("x", DIVISOR, DIVISOR)))],
                                   [("logits", axes(1, same("y"), same("x")))])],
        "pipeline": [
            step("PhotometricRGB", "image", "rgb"),
            step("Resize", "rgb", "resized", spatial_size=LONGEST, size_mode="longest", mode="bilinear", anti_aliasing=True),
            step("ScaleIntensityRangePercentiles", "resized", "scaled", lower=1, upper=99, b_min=0, b_max=1, clip=True, channel_wise=True),
            step("DivisiblePad", "scaled", "padded", k=DIVISOR, method="end", mode="constant", value=0),
            infer({"image": "padded"}, {"logits": "raw"}, inferer="Simple"),
            step("sigmoid", "raw", "padded_probability"),
            step("InvertTransforms", "padded_probability", "probability"),
            step("AsDiscrete", "probability", "vessels", threshold=0.5),
            step("VesselCalibre", "vessels", "calibres"),
        ],
        "outputs": [
            {"id": "vessels", "from": "vessels", "kind": "segmentation", "labels": LABELS, "export": ["SEG", "CSV"]},
            probability_map(LABELS),
            {"id": "measures", "from": "calibres", "kind": "measurements", "export": ["CSV"]}],
        "checks": [],
        "tests": [network_test("drawn eye", {"padded": files[1]}, {"raw": files[2]}), chain_test("drawn eye", {"resized": files[0]}, {"vessels": files[3]})],
    }, [WEIGHTS.name, "card.md", *files])
