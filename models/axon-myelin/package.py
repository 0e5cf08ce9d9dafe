"""From a checkpoint to the package: ONNX export, measured figures, test vectors, manifest."""
from pathlib import Path

import numpy as np
import torch

from evaluate import figures
from segmentation.exporting import averaged, gflop, read_measured, session, write_measured, write_onnx
from train import network

HERE = Path(__file__).resolve().parent
WEIGHTS = HERE / "axon-myelin.onnx"
MEASURED = HERE / "measured.json"


def export(args):
    net, _ = averaged(network(), args)
    write_onnx(net, torch.rand(1, 1, 192, 256), WEIGHTS, ["image"], ["logits"], {"image": [2, 3], "logits": [2, 3]})


def evaluate(args):
    net, training = averaged(network(), args)
    write_measured(MEASURED, WEIGHTS, {
        "training": training, "parameters": sum(p.numel() for p in net.parameters()),
        "gflop": gflop(net, torch.zeros(1, 1, 800, 800)), **figures(session(WEIGHTS, args.threads), args.data)})
