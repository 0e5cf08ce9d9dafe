"""From a checkpoint to the package: ONNX export, measured figures, test vectors, manifest."""
from pathlib import Path

import numpy as np
import torch

from data import scale
from evaluate import DIVISOR, OVERLAP, PROBABILITY, figures
from net import Packaged, StarNet
from segmentation.exporting import averaged, measure, read_measured, session, write_onnx
from segmentation.masks import padded_end
from segmentation.packaging import axes, check, infer, network as network_entry, network_test, space, step, write_manifest, write_vectors
from stars import RAYS
from texts import LABELS, card, head

HERE = Path(__file__).resolve().parent
WEIGHTS = HERE / "nuclei-instances.onnx"


def export(args):
    net, _ = averaged(StarNet(), args)
    axes = {2: "height", 3: "width"}
    write_onnx(Packaged(net), torch.rand(1, 3, 160, 192), WEIGHTS, ["image"], ["probability", "distances"],
               {name: list(axes) for name in ("image", "probability", "distances")})


def evaluate(args):
    measure(StarNet(), args, WEIGHTS, torch.zeros(1, 3, 256, 320), figures)


def drawn_field(seed=9):
    """A synthetic field for the test vectors: violet ellipses on lilac, some touching, no picture of a tissue."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:128, :160].astype(np.float64)
    cover = np.zeros(y.shape)
    for _ in range(24):
        cy, cx, a, turn = rng.uniform(0, 128), rng.uniform(0, 160), rng.uniform(6, 12), rng.uniform(0, np.pi)
        u, v = (x - cx) * np.cos(turn) + (y - cy) * np.sin(turn), -(x - cx) * np.sin(turn) + (y - cy) * np.cos(turn)
        cover = np.maximum(cover, np.clip(3 * (1 - np.hypot(u / a, v / (a * 0.7))), 0, 1) * rng.uniform(0.75, 1))
    rgb = np.array([190, 172, 220]) * (1 - cover[..., None]) + np.array([88, 52, 160]) * cover[..., None]
    return np.clip(np.round(rgb + rng.normal(0, 5, rgb.shape)), 0, 255).astype(np.uint8)


def package(args):
    """Test vectors, card.md and manifest.json."""
    m = read_measured(WEIGHTS)
    run = session(WEIGHTS, args.threads)
    fed = padded_end(scale(drawn_field()), DIVISOR)[None]
    probability, distances = run(fed)
    files = write_vectors(HERE, {"padded": fed, "probability": probability, "distances": distances})
    (HERE / "card.md").write_text(card(m, WEIGHTS.stat().st_size, m.get("wasm_seconds")))
    half = lambda axis: {"type": "space", "id": axis, "size": {"tensor_id": "image", "axis_id": axis}, "scale": 2}
    write_manifest(HERE, {
        **head(m),
        # The data state no magnification: the middle nucleus of their stained pictures is 21 pixels wide, taken for 8 micrometres.
        "sources": [{"id": "image", "kind": "image", "role": "field", "ask": "auto", "field": {"size": [512, 512], "mpp": 0.4, "overlap": 96}}],
        "networks": [network_entry(HERE, WEIGHTS.name, 400, [("image", axes(["r", "g", "b"], space("y", DIVISOR, DIVISOR), space("x", DIVISOR, DIVISOR)))],
                                   [("probability", axes(1, half("y"), half("x"))), ("distances", axes(RAYS, half("y"), half("x")))])],
        "pipeline": [
            step("PhotometricRGB", "image", "rgb"),
            step("ScaleIntensityRangePercentiles", "rgb", "scaled", lower=1, upper=99.8, b_min=0, b_max=1, channel_wise=True),
            step("DivisiblePad", "scaled", "padded", k=DIVISOR, method="end", mode="constant", value=0),
            infer({"image": "padded"}, {"probability": "probability", "distances": "distances"}, inferer="Simple"),
            step("StarDist", ["probability", "distances"], "stars", prob_thresh=PROBABILITY, nms_thresh=OVERLAP, grid=[2, 2], n_rays=RAYS),
            step("InvertTransforms", "stars", "nuclei"),
            step("MeasureObjects", "nuclei", "sizes", stats=["count", "density", "area", "equivalent_diameter", "eccentricity", "solidity"], labels=[1],
                 summary="median"),
        ],
        "outputs": [{"id": "nuclei", "from": "nuclei", "kind": "instances", "labels": LABELS, "threshold": {"value": PROBABILITY, "user_adjustable": True},
                     "calibrated": False, "export": ["CSV", "GEOJSON", "ANN"]},
                    {"id": "measures", "from": "sizes", "kind": "measurements", "labels": LABELS, "export": ["CSV"]}],
        # The flattest training picture has a spread of 3.2 of 255, bare glass of a scanner at most 1.9.
        "checks": [check("before", "contrast_min", "block",
                         "Champ presque uni (verre, fond) : le modèle y verrait des noyaux dans le bruit. Choisissez un champ qui montre du tissu ou des cellules.",
                         "A nearly flat field (glass, background): the model would see nuclei in the noise. Choose a field that shows tissue or cells.", min=2.5)],
        "tests": [network_test("drawn field", {"padded": files[0]}, {"probability": files[1], "distances": files[2]})],
    }, [WEIGHTS.name, "card.md", *files])
