"""From a checkpoint to the package: ONNX export, measured figures, test vectors, manifest."""
from pathlib import Path

import torch

from evaluate import figures
from net import Packaged, StarNet
from segmentation.exporting import averaged, gflop, session, write_measured, write_onnx

HERE = Path(__file__).resolve().parent
WEIGHTS = HERE / "nuclei-instances.onnx"
MEASURED = HERE / "measured.json"


def export(args):
    net, _ = averaged(StarNet(), args)
    axes = {2: "height", 3: "width"}
    write_onnx(Packaged(net), torch.rand(1, 3, 160, 192), WEIGHTS, ["image"], ["probability", "distances"],
               {name: list(axes) for name in ("image", "probability", "distances")})


def evaluate(args):
    net, training = averaged(StarNet(), args)
    write_measured(MEASURED, WEIGHTS, {
        "training": training, "parameters": sum(p.numel() for p in net.parameters()),
        "gflop": gflop(net, torch.zeros(1, 3, 256, 320)), **figures(session(WEIGHTS, args.threads), args.data)})
