"""From a checkpoint to the package: ONNX export, measured figures, test vectors, manifest."""
from pathlib import Path

import numpy as np
import torch

from data import PIXEL_UM, scale
from evaluate import WINDOW, chain, figures
from segmentation.exporting import averaged, measure, read_measured, session, write_onnx
from segmentation.packaging import axes, chain_test, check, infer, network as network_entry, network_test, same, space, step, write_manifest, write_vectors
from segmentation.windows import slide
from texts import LABELS, card, head
from train import network

HERE = Path(__file__).resolve().parent
WEIGHTS = HERE / "axon-myelin.onnx"


def export(args):
    net, _ = averaged(network(), args)
    write_onnx(net, torch.rand(1, 1, 192, 256), WEIGHTS, ["image"], ["logits"], {"image": [2, 3], "logits": [2, 3]})


def evaluate(args):
    measure(network(), args, WEIGHTS, torch.zeros(1, 1, 800, 800), figures)


def drawn_fibres(seed=2):
    """A synthetic picture for the test vectors: dark discs with bright rims, no picture of an animal."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:144, :176].astype(np.float64)
    picture = np.full(y.shape, 70.0)
    for _ in range(26):
        cy, cx, r = rng.uniform(0, 144), rng.uniform(0, 176), rng.uniform(5, 15)
        away = np.hypot(y - cy, (x - cx) * rng.uniform(0.85, 1.15))
        picture = np.where(away < r, 185, picture)
        picture = np.where(away < r * 0.62, 42, picture)
    grain = rng.normal(0, 14, y.shape)
    return np.clip(np.round(picture + (grain + np.roll(grain, 1, 1)) / 1.5), 0, 255).astype(np.uint8)


def package(args):
    """Test vectors, card.md and manifest.json. The vectors start after Spacing: an array of a test has no pixel size."""
    m = read_measured(WEIGHTS)
    run = session(WEIGHTS, args.threads)
    drawn = drawn_fibres()
    fed = scale(drawn)[None, None]
    logits = slide(lambda x: run(x)[0], fed[0], WINDOW)
    files = write_vectors(HERE, {"scaled": fed, "logits": logits[None], "labels": chain(run, drawn, PIXEL_UM)})
    (HERE / "card.md").write_text(card(m, WEIGHTS.stat().st_size, m.get("wasm_seconds")))
    write_manifest(HERE, {
        **head(m),
        "sources": [{"id": "image", "kind": "image", "role": "sem-cross-section", "ask": "auto"}],
        "networks": [network_entry(HERE, WEIGHTS.name, 300, [("image", axes(1, space("y", 32, 32), space("x", 32, 32)))],
                                   [("logits", axes(["background", "axon", "myelin"], same("y"), same("x")))])],
        "pipeline": [
            step("Grayscale", "image", "grey"),
            step("Spacing", "grey", "spaced", pixdim=PIXEL_UM / 1000, mode="bilinear"),
            step("ScaleIntensityRangePercentiles", "spaced", "scaled", lower=1, upper=99, b_min=0, b_max=1, clip=True),
            infer({"image": "scaled"}, {"logits": "raw"}, inferer="SlidingWindow", roi_size=list(WINDOW), overlap=0.25, mode="gaussian"),
            step("softmax", "raw", "probabilities", axis="channel"),
            step("InvertTransforms", "probabilities", "restored"),
            step("AsDiscrete", "restored", "fibres", argmax=True),
            step("GRatio", "fibres", "ratios", axon=1, myelin=2),
        ],
        "outputs": [{"id": "fibres", "from": "fibres", "kind": "segmentation", "labels": LABELS, "export": ["SEG", "CSV"]},
                    {"id": "measures", "from": "ratios", "kind": "measurements", "labels": LABELS, "export": ["CSV"]}],
        "checks": [check("before", "mpp_range", "warn", "La taille du pixel s’écarte de celles de l’apprentissage (0,07 à 0,13 µm).",
                         "The pixel size differs from those of the training (0.07 to 0.13 µm).", source="image", min=0.05, max=0.2)],
        "tests": [network_test("drawn fibres", {"scaled": files[0]}, {"raw": files[1]}), chain_test("drawn fibres", {"scaled": files[0]}, {"fibres": files[2]})],
    }, [WEIGHTS.name, "card.md", *files])
