"""From a checkpoint to the package: ONNX export, measured figures, test vectors, manifest."""
from pathlib import Path

import numpy as np
import torch

from data import normalise
from evaluate import WINDOW, chain, figures, window
from segmentation.exporting import averaged, measure, read_measured, session, write_onnx
from segmentation.packaging import axes, chain_test, check, infer, network as network_entry, network_test, same, space, step, write_manifest, write_vectors
from texts import LABELS, card, head
from train import network

HERE = Path(__file__).resolve().parent
WEIGHTS = HERE / "hippocampus-mri.onnx"


def slices_first(net):
    """The same network for arrays [slices, rows, columns], the order of the package: kernels turned round, in place."""
    for layer in net.modules():
        if isinstance(layer, torch.nn.Conv3d):
            layer.weight.data = layer.weight.data.permute(0, 1, 4, 3, 2).contiguous()
    return net


def export(args):
    net, _ = averaged(network(), args)
    write_onnx(slices_first(net), torch.randn(1, 1, 32, 40, 32), WEIGHTS, ["image"], ["logits"], {"image": [2, 3, 4], "logits": [2, 3, 4]})


def evaluate(args):
    measure(network(), args, WEIGHTS, torch.zeros(1, 1, 40, 56, 40), figures)


def drawn_volume(seed=3):
    """A synthetic crop [slices, rows, columns] for the test vectors: a bright curved tube in textured grey, no image of a person."""
    rng = np.random.default_rng(seed)
    z, y, x = np.mgrid[:26, :40, :28].astype(np.float64)
    grain = rng.normal(0, 1, z.shape)
    for axis in range(3):
        grain = (grain + np.roll(grain, 1, axis) + np.roll(grain, -1, axis)) / 3
    bend = 12 + 5 * np.sin((y - 4) / 12)
    tube = np.hypot((x - bend) / (6 - y / 12), (z - 13 - (y - 20) / 9) / 4.5) < 1
    dark = np.hypot((x - bend - 8) / 4, (z - 16 - (y - 20) / 9) / 5) < 1
    return np.round(300 + 90 * grain + 170 * tube - 160 * dark + 2 * y).clip(0, 900).astype(np.float32)


def recognised(args, volume, steps=60):
    """The drawn volume, its grey values moved until the network sees both labels in it: a vector without labels could not show a
    volume that is turned the wrong way. Still no image of a person."""
    net = slices_first(averaged(network(), args)[0]).eval()
    front = torch.from_numpy(np.indices(volume.shape)[1] >= 20)
    tube = torch.from_numpy(volume > 440)
    truth = torch.where(tube, torch.where(front, 1, 2), 0)[None]
    grey = torch.from_numpy(volume.copy()).requires_grad_(True)
    optimiser = torch.optim.Adam([grey], lr=12.0)
    for _ in range(steps):
        optimiser.zero_grad()
        scaled = torch.nn.functional.pad((grey - grey.mean()) / grey.std(), (2, 2, 0, 0, 3, 3))
        logits = net(scaled[None, None])[:, :, 3:-3, :, 2:-2]
        torch.nn.functional.cross_entropy(logits, truth, weight=torch.tensor([0.3, 1.0, 1.0])).backward()
        optimiser.step()
    return np.round(grey.detach().numpy()).clip(0, 900).astype(np.float32)


def package(args):
    """Test vectors, card.md and manifest.json."""
    m = read_measured(WEIGHTS)
    run = session(WEIGHTS, args.threads)
    turned = recognised(args, drawn_volume())
    image = normalise(turned)
    labels = chain(run, image.transpose(2, 1, 0)).transpose(2, 1, 0)
    if min((labels == k).sum() for k in (1, 2)) < 100:
        raise SystemExit("the network sees no hippocampus in the drawn volume: its vector would prove little")
    # An array without an affine runs to the left, the back and the head of the patient: Orientation turns rows and columns.
    stored = lambda array: np.ascontiguousarray(array[:, ::-1, ::-1])
    files = write_vectors(HERE, {"volume": stored(turned), "scaled": image[None, None], "logits": window(run, image)[None],
                                 "labels": stored(labels)})
    (HERE / "card.md").write_text(card(m, WEIGHTS.stat().st_size, m.get("wasm_seconds")))
    write_manifest(HERE, {
        **head(m),
        "sources": [{"id": "volume", "kind": "volume", "role": "T1", "ask": "confirm"}],
        "networks": [network_entry(HERE, WEIGHTS.name, 500, [("image", axes(["t1"], *[space(a, 8, 8) for a in "zyx"]))],
                                   [("logits", axes(["background", "anterior", "posterior"], *[same(a) for a in "zyx"]))], ep=("wasm",))],
        "pipeline": [
            step("ModalityLUT", "volume", "stored"),
            step("Orientation", "stored", "turned", axcodes="RAS"),
            step("Spacing", "turned", "spaced", pixdim=1, mode="bilinear"),
            step("NormalizeIntensity", "spaced", "scaled"),
            infer({"image": "scaled"}, {"logits": "raw"}, inferer="SlidingWindow", roi_size=list(WINDOW), overlap=0.5, mode="gaussian",
                  tta={"mirror_axes": [2]}),
            step("softmax", "raw", "probabilities", axis="channel"),
            step("InvertTransforms", "probabilities", "restored"),
            step("AsDiscrete", "restored", "decided", argmax=True),
            step("KeepLargestConnectedComponent", "decided", "parts", applied_labels=[1, 2]),
            step("MeasureLabels", "parts", "sizes", stats=["volume_ml"], labels=[1, 2]),
        ],
        "outputs": [{"id": "hippocampus", "from": "parts", "kind": "segmentation", "labels": LABELS, "export": ["SEG", "NIFTI", "CSV"]},
                    {"id": "volumes", "from": "sizes", "kind": "measurements", "labels": LABELS, "export": ["CSV", "SR"]}],
        "checks": [
            *[check("before", "spacing_range", "warn", "Les voxels s’écartent de ceux de l’apprentissage (1 mm).", "The voxels differ from those of the training (1 mm).",
                    source="volume", axis=axis, min=0.5, max=1.5) for axis in "zyx"],
            *[check("after", "volume_range", "warn", f"Volume {fr} inhabituel : vérifier le recadrage et le contour.",
                    f"Unusual {en} volume: check the crop and the outline.", register="parts", labels=[k], min_ml=0.5, max_ml=4)
              for k, fr, en in ((1, "antérieur", "anterior"), (2, "postérieur", "posterior"))]],
        "tests": [network_test("drawn volume", {"scaled": files[1]}, {"raw": files[2]}), chain_test("drawn volume", {"volume": files[0]}, {"parts": files[3]})],
    }, [WEIGHTS.name, "card.md", *files])
