"""ONNX file of an image classifier, its test vectors and its measured logits."""
import numpy as np
import torch

from common.classification.net import Packaged, fold
from common.packages import save_vectors

OPSET = 17
AXES = {"": (), "x": (3,), "y": (2,), "xy": (2, 3)}


def export(nets, views, path, size, tests):
    """Writes the ONNX file and its test vectors: tests is {name: uint8 image [C,S,S]}; returns their paths.

    The expected numbers are torch's float32 ones; how far they lie from float64 is printed.
    """
    import onnx

    module = Packaged([fold(net) for net in nets], tuple(AXES[v] for v in views)).eval()
    names = [*nets[0].heads_of, "cam"]
    inputs = {name: torch.from_numpy(image[None].astype(np.float32)) * (1 / 255) for name, image in tests.items()}
    with torch.no_grad():
        exact = {name: module(x.double()) for name, x in inputs.items()}
        module.float()
        expected = {name: module(x) for name, x in inputs.items()}
    print("float32 differs from float64 by at most", max(float((a - b).abs().max()) for n in exact for a, b in zip(exact[n], expected[n])))
    part = path.with_suffix(".part")
    torch.onnx.export(module, (torch.zeros(1, nets[0].channels, size, size),), str(part), opset_version=OPSET, input_names=["image"],
                      output_names=names, do_constant_folding=True, dynamo=False)
    model = onnx.load(str(part))
    onnx.checker.check_model(model, full_check=True)
    print(sorted({n.op_type for n in model.graph.node}), f"{part.stat().st_size / 1e6:.2f} MB")
    part.replace(path)
    arrays = {}
    for name in tests:
        arrays[f"{name}-image"] = inputs[name].numpy()
        arrays |= {f"{name}-{output}": value.numpy() for output, value in zip(names, expected[name])}
    return save_vectors(path.parent, arrays)


def onnx_logits(path, images, outputs=1, threads=1):
    """The first `outputs` outputs of the ONNX file for uint8 images [N,C,S,S], stacked."""
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    run = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"]).run
    rows = [run(None, {"image": i[None].astype(np.float32) * np.float32(1 / 255)})[:outputs] for i in images]
    return [np.concatenate(column) for column in zip(*rows)]
