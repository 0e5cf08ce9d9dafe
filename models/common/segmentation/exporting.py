"""From a checkpoint to the ONNX file: batch normalisation folded, graph checked, sessions on the exported file."""
import hashlib
import json
from pathlib import Path

import numpy as np
import torch

from segmentation.unet import fold

OPSET = 17
MEASURED = "measured.json"


def sha256(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def averaged(net, args):
    """The network with the averaged weights of a checkpoint, folded, and what the checkpoint says of its training."""
    state = torch.load(args.out / args.weights, map_location="cpu", weights_only=False)
    net.load_state_dict(state["average"])
    return fold(net.eval()), {"epoch": state["epoch"], "validation_score": state["score"], "core_seconds": round(state["seconds"])}


def write_onnx(module, example, path, inputs, outputs, free):
    """Exports to ONNX (opset 17) with the axes of `free` (name to axis numbers) left open, then checks the file.

    Prints how far float32 is from float64 on the example and the operators used.
    """
    import onnx

    module = module.eval()
    axes = {name: {axis: f"{name}_{axis}" for axis in numbers} for name, numbers in free.items()}
    part = Path(path).with_suffix(".part")
    torch.onnx.export(module, (example,), str(part), opset_version=OPSET, input_names=inputs, output_names=outputs,
                      do_constant_folding=True, dynamic_axes=axes, dynamo=False)
    model = onnx.load(str(part))
    onnx.checker.check_model(model)
    part.replace(path)
    with torch.no_grad():
        single = module(example)
        exact = module.double()(example.double())
        module.float()
    pairs = zip(single, exact) if isinstance(single, tuple) else [(single, exact)]
    gap = max(float((a - b).abs().max()) for a, b in pairs)
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB, {sorted({n.op_type for n in model.graph.node})}, float32 off float64 by {gap:.1e}")


def session(path, threads=1):
    """run(array) -> list of arrays, the exported file in onnxruntime."""
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    run = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    name = run.get_inputs()[0].name
    return lambda x: run.run(None, {name: np.ascontiguousarray(x, np.float32)})


def gflop(module, example):
    """Multiplications and additions of the convolutions for one input, in units of 1e9."""
    total, hooks = [0], []

    def count(layer, _, output):
        total[0] += 2 * output.numel() * layer.weight.numel() // layer.weight.shape[0]

    for layer in module.modules():
        if isinstance(layer, (torch.nn.Conv2d, torch.nn.Conv3d)):
            hooks.append(layer.register_forward_hook(count))
    with torch.no_grad():
        module(example)
    for hook in hooks:
        hook.remove()
    return round(total[0] / 1e9, 3)


def measure(net, args, weights, example, figures):
    """measured.json beside the exported file: training, size, cost of the example, figures(session, folder of data), hash of the file."""
    net, training = averaged(net, args)
    measured = {"training": training, "parameters": sum(p.numel() for p in net.parameters()), "gflop": gflop(net, example),
                **figures(session(weights, args.threads), args.data), "weights_sha256": sha256(weights)}
    weights.with_name(MEASURED).write_text(json.dumps(measured, indent=1) + "\n")
    print(weights.with_name(MEASURED).read_text())


def read_measured(weights):
    """The figures of the measured.json beside the file, refused where they belong to other weights."""
    figures = json.loads(weights.with_name(MEASURED).read_text())
    if figures["weights_sha256"] != sha256(weights):
        raise SystemExit("measured.json belongs to other weights: run evaluate first")
    return figures
