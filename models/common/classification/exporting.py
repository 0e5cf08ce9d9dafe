"""ONNX file of an image classifier, its test vectors and its measured logits."""
import time

import numpy as np
import torch

from common.classification.folds import logits_of
from common.classification.net import Packaged, shipped
from common.packages import save_vectors

OPSET = 17
AXES = {"": (), "x": (3,), "y": (2,), "xy": (2, 3)}


def export(nets, views, path, size, tests, slope=None, shift=None):
    """Writes the ONNX file and its test vectors: tests is {name: uint8 image [C,S,S]}; returns their paths. slope, shift:
    calibration of the logits.

    The expected numbers are torch's float32 ones; how far they lie from float64 is printed.
    """
    import onnx

    module = Packaged([shipped(net) for net in nets], tuple(AXES[v] for v in views), slope, shift).eval()
    names = [*nets[0].heads_of, "cam"]
    inputs = {name: torch.from_numpy(image[None].astype(np.float32)) * (1 / 255) for name, image in tests.items()}
    with torch.no_grad():
        expected = {name: module(x) for name, x in inputs.items()}
        module.double()
        exact = {name: module(x.double()) for name, x in inputs.items()}
        module.float()
    print("float32 differs from float64 by at most", max(float((a - b).abs().max()) for n in exact for a, b in zip(exact[n], expected[n])))
    part = path.with_suffix(".part")
    torch.onnx.export(module, (torch.zeros(1, nets[0].channels, size, size),), str(part), opset_version=OPSET, input_names=["image"],
                      output_names=names, do_constant_folding=True, dynamo=False)
    model = onnx.load(str(part))
    store_as_int8(model)
    onnx.save(model, str(part))
    onnx.checker.check_model(model, full_check=True)
    print(sorted({n.op_type for n in model.graph.node}), f"{part.stat().st_size / 1e6:.2f} MB")
    part.replace(path)
    arrays = {}
    for name in tests:
        arrays[f"{name}-image"] = inputs[name].numpy()
        arrays |= {f"{name}-{output}": value.numpy() for output, value in zip(names, expected[name])}
    return save_vectors(path.parent, arrays)


def out_of_fold(nets, views, images, fold, change=lambda x: x):
    """Logits, not yet calibrated, of every image from the network of the fold that did not see it."""
    z = np.zeros((len(images), sum(nets[0].heads_of.values())))
    for k, net in enumerate(nets):
        rows = np.nonzero(fold == k)[0]
        z[rows] = logits_of(net, torch.from_numpy(change(images[rows])), torch.arange(len(rows)), views).numpy()
    return z


def agreement(path, nets, views, images, slope, shift):
    """(largest difference of the calibrated logits between torch and the ONNX file, onnxruntime seconds an image on one thread)."""
    chosen = torch.from_numpy(images)
    mean = torch.stack([logits_of(n, chosen, torch.arange(len(images)), views) for n in nets]).mean(0).numpy()
    began = time.time()
    found, = onnx_logits(path, images)
    seconds = (time.time() - began) / len(images)
    count = found.shape[1]
    return float(np.abs(found - (mean * slope + shift)[:, :count]).max()), seconds


def store_as_int8(model):
    """Convolution weights, already on the levels of `shipped`, as int8 with one step per output channel: a Cast and a Mul,
    which onnxruntime folds away when it loads the file, give the float weights back."""
    from onnx import helper, numpy_helper

    graph = model.graph
    wanted = {node.input[1] for node in graph.node if node.op_type == "Conv"}
    added = []
    for stored in [i for i in graph.initializer if i.name in wanted]:
        w = numpy_helper.to_array(stored)
        step = np.maximum(np.abs(w).max((1, 2, 3), keepdims=True) / 127, 1e-12).astype(np.float32)
        levels = np.round(w / step).astype(np.int8)
        name = stored.name
        graph.initializer.remove(stored)
        graph.initializer.extend([numpy_helper.from_array(levels, f"{name}.levels"), numpy_helper.from_array(step, f"{name}.step")])
        added += [helper.make_node("Cast", [f"{name}.levels"], [f"{name}.float"], to=1),
                  helper.make_node("Mul", [f"{name}.float", f"{name}.step"], [name])]
    rest = list(graph.node)
    del graph.node[:]
    graph.node.extend(added + rest)


def onnx_logits(path, images, outputs=1, threads=1):
    """The first `outputs` outputs of the ONNX file for uint8 images [N,C,S,S], stacked."""
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    run = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"]).run
    rows = [run(None, {"image": i[None].astype(np.float32) * np.float32(1 / 255)})[:outputs] for i in images]
    return [np.concatenate(column) for column in zip(*rows)]
