"""The arithmetic of `streams` as an ONNX graph: token ids in; per target logits and each token's part of them out."""
import numpy as np

from common.text.streams import PAIR

OPSET = 17


class Graph:
    """Collects nodes and stored arrays under fresh names."""

    def __init__(self):
        self.nodes, self.stored, self.count = [], [], 0

    def constant(self, value):
        from onnx import numpy_helper

        self.count += 1
        self.stored.append(numpy_helper.from_array(np.asarray(value), f"c{self.count}"))
        return f"c{self.count}"

    def __call__(self, op, *inputs, name=None, **attributes):
        from onnx import helper

        self.count += 1
        out = name or f"t{self.count}"
        self.nodes.append(helper.make_node(op, list(inputs), [out], **attributes))
        return out


def zone_mask(g, ids, marks):
    """Boolean [n]: tokens after the last strong marker, else after the last weak one."""
    masks, totals = [], []
    zero, axis = g.constant(np.float32(0)), g.constant(np.int64(0))
    for table in marks:
        mark = g("Gather", g.constant(table.astype(np.float32)), ids)
        total = g("ReduceSum", mark, keepdims=0)
        after = g("Equal", g("CumSum", mark, axis), total)
        totals.append(g("Greater", total, zero))
        masks.append(g("And", after, totals[-1]))
    return g("Or", masks[0], g("And", g("Not", totals[0]), masks[1]))


def stream_codes(g, stream, ids, real, following, inside_pair, zone):
    """(codes int64 [n], 0 where invalid; validity [n] boolean)."""
    zero = g.constant(np.int64(0))
    if stream.kind == "bigram":
        pair = g("Add", g("Mul", ids, g.constant(np.int64(PAIR))), following)
        code, valid = g("Mod", pair, g.constant(np.int64(stream.size))), inside_pair[stream.zone]
    else:
        code = ids if stream.kind == "unigram" else g("Gather", g.constant(stream.table.astype(np.int64)), ids)
        valid = real if stream.kind == "unigram" else g("GreaterOrEqual", code, zero)
        valid = g("And", valid, zone) if stream.zone else valid
    if stream.place != "any":
        rank = g("CumSum", g("Cast", valid, to=1), g.constant(np.int64(0)), reverse=int(stream.place == "last"))
        valid = g("And", valid, g("Equal", rank, g.constant(np.float32(1))))
    return g("Where", valid, code, zero), valid


def stream_parts(g, stream, code, valid, weights):
    """Each token's part of the logits [n,classes]; weights [size,classes] include the stream's gain."""
    column, row = g.constant(np.array([1])), g.constant(np.array([0]))
    one = g.constant(np.float32(1))
    present = g("Cast", valid, to=1)
    same = g("Cast", g("Equal", g("Unsqueeze", code, column), g("Unsqueeze", code, row)), to=1)
    count = g("Max", g("Squeeze", g("MatMul", same, g("Unsqueeze", present, column)), column), one)
    value = g("Mul", g("Add", g("Log", count), one), present)
    if stream.unit:
        value = g("Mul", value, g("Gather", g.constant(stream.weights.astype(np.float32)), code))
        length = g("Sqrt", g("ReduceSum", g("Div", g("Mul", value, value), count), keepdims=0))
        value = g("Div", value, g("Max", length, g.constant(np.float32(1e-9))))
    share = g("Unsqueeze", g("Div", value, count), column)
    return g("Mul", share, g("Gather", g.constant(weights.astype(np.float32)), code))


def text_graph(name, streams, marks, weights, intercepts):
    """ONNX model. weights, intercepts: {target: [sum of sizes, classes]}, {target: [classes]}, on features as `streams.features` gives them.

    Input input_ids int64 [windows,n], 0 where a window is padded; the windows are one text. Outputs {target}: logits
    [1,classes], {target}_evidence: [windows,n,classes] (they and the intercept add up to the logits; a pair of tokens gives
    half to each).
    """
    import onnx
    from onnx import TensorProto as T, helper as h

    g = Graph()
    targets = list(weights)
    classes = [len(intercepts[t]) for t in targets]
    joined = np.concatenate([weights[t] for t in targets], 1)
    nothing = g.constant(np.array([0]))
    ids = g("Reshape", "input_ids", g.constant(np.array([-1])))
    end, axis = g.constant(np.array([2**31])), g.constant(np.array([0]))
    start = g.constant(np.array([1]))
    following = g("Concat", g("Slice", ids, start, end, axis), nothing, axis=0)
    real = g("Not", g("Equal", ids, nothing))
    zone, inside_pair = None, {False: g("And", real, g("Not", g("Equal", following, nothing)))}
    if marks is not None:
        zone = zone_mask(g, ids, marks)
        next_zone = g("Concat", g("Slice", zone, start, end, axis), g.constant(np.array([False])), axis=0)
        inside_pair[True] = g("And", inside_pair[False], g("And", zone, next_zone))
    parts, offset = [], 0
    for stream in streams:
        code, valid = stream_codes(g, stream, ids, real, following, inside_pair, zone)
        part = stream_parts(g, stream, code, valid, joined[offset:offset + stream.size] * stream.gain)
        offset += stream.size
        if stream.kind == "bigram":
            half = g("Mul", part, g.constant(np.float32(0.5)))
            blank = g.constant(np.zeros((1, sum(classes)), np.float32))
            part = g("Add", half, g("Concat", blank, g("Slice", half, g.constant(np.array([0])), g.constant(np.array([-1])), axis), axis=0))
        parts.append(part)
    flat = g("Sum", *parts)
    shape = g("Concat", g("Shape", "input_ids"), g.constant(np.array([sum(classes)])), axis=0)
    evidence = g("Reshape", flat, shape)
    total = g("Add", g("ReduceSum", flat, g.constant(np.array([0])), keepdims=1),
              g.constant(np.concatenate([intercepts[t] for t in targets]).astype(np.float32)))
    sizes = g.constant(np.array(classes))
    g.nodes.append(h.make_node("Split", [total, sizes], targets, axis=1))
    g.nodes.append(h.make_node("Split", [evidence, sizes], [f"{t}_evidence" for t in targets], axis=2))
    outputs = [h.make_tensor_value_info(t, T.FLOAT, [1, c]) for t, c in zip(targets, classes)]
    outputs += [h.make_tensor_value_info(f"{t}_evidence", T.FLOAT, ["windows", "n", c]) for t, c in zip(targets, classes)]
    graph = h.make_graph(g.nodes, name, [h.make_tensor_value_info("input_ids", T.INT64, ["windows", "n"])], outputs, g.stored)
    model = h.make_model(graph, opset_imports=[h.make_opsetid("", OPSET)], producer_name="diaphane")
    model.ir_version = 8
    onnx.checker.check_model(model, full_check=True)
    return model
