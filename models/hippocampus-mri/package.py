"""From a checkpoint to the package: ONNX export, measured figures, test vectors, manifest."""
from pathlib import Path

import torch

from evaluate import figures
from segmentation.exporting import averaged, gflop, session, write_measured, write_onnx
from train import network

HERE = Path(__file__).resolve().parent
WEIGHTS = HERE / "hippocampus-mri.onnx"
MEASURED = HERE / "measured.json"


def export(args):
    net, _ = averaged(network(), args)
    write_onnx(net, torch.randn(1, 1, 32, 40, 32), WEIGHTS, ["image"], ["logits"], {"image": [2, 3, 4], "logits": [2, 3, 4]})


def evaluate(args):
    net, training = averaged(network(), args)
    write_measured(MEASURED, WEIGHTS, {
        "training": training, "parameters": sum(p.numel() for p in net.parameters()),
        "gflop": gflop(net, torch.zeros(1, 1, 40, 56, 40)), **figures(session(WEIGHTS, args.threads), args.data)})
