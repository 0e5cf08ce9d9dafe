"""From the fitted coder to the package: ONNX graph, tokenizer.json, measured figures."""
import hashlib
import json
import pickle

import numpy as np

from data import HERE, TARGETS, encode, read, tokenizer
from common.metrics import calibration_table, ece, interval, macro_f1, softmax
from common.text.graph import text_graph
from common.text.streams import codes_of, features, zone_of
import lexicon
import model

WEIGHTS, TOKENIZER, MEASURED = HERE / "injury-coding.onnx", HERE / "tokenizer.json", HERE / "measured.json"


def load(args):
    return pickle.loads((args.out / "final.pkl").read_bytes())


def export(args):
    state = load(args)
    made = text_graph("injury-coding", state["streams"], model.marks(state["vocabulary"]), state["weights"], state["intercepts"])
    WEIGHTS.write_bytes(made.SerializeToString())
    TOKENIZER.write_text(tokenizer(state["vocabulary"]).to_str(), encoding="utf-8")
    print(f"{WEIGHTS.stat().st_size / 1e6:.2f} MB, tokenizer {TOKENIZER.stat().st_size / 1e6:.2f} MB")


def key_words(state, ids, truth, fold, target):
    """Key-word baseline: the code most often given to the first key word of the final diagnosis (else of the narrative)."""
    kind = "body" if target == "body_part" else "injury"
    first = [next(s for s in state["streams"] if (s.name, s.zone, s.place) == (kind, zone, "first")) for zone in (True, False)]
    both = model.marks(state["vocabulary"])
    words = []
    for text in ids:
        zone = zone_of(text, *both)
        found = [c.max() for c in (codes_of(s, text, zone) for s in first)]
        words.append(found[0] if found[0] >= 0 else found[1])
    words, out = np.array(words), np.empty(len(truth), int)
    for k in np.unique(fold):
        train = fold != k
        for word in np.unique(words):
            same = truth[train & (words == word)]
            out[(fold == k) & (words == word)] = np.bincount(same if len(same) else truth[train]).argmax()
    return out


def figures(truth, tries, temperature, names, baseline):
    """Figures of one target: accuracy is the mean over the repeated foldings, the rest is of the first folding."""
    p = softmax(tries[0], temperature)
    decided, n = p.argmax(1), len(truth)
    right = np.mean([z.argmax(1) == truth for z in tries], 0)
    top = p.max(1)
    majority = np.bincount(truth).argmax()
    order = np.argsort(-p, 1)
    seen = np.bincount(truth, minlength=len(names))
    return {"n": n, "classes": len(names), "accuracy": float(right.mean()), "accuracy_interval": interval(lambda i: right[i].mean(), n),
            "accuracy_of_each_folding": [float((z.argmax(1) == truth).mean()) for z in tries],
            "among_first_three": float((order[:, :3] == truth[:, None]).any(1).mean()), "macro_f1": macro_f1(truth, decided, len(names)),
            "majority": {"class": names[majority], "accuracy": float((truth == majority).mean())},
            "key_words": {"accuracy": float((baseline == truth).mean()), "accuracy_interval": interval(lambda i: (baseline[i] == truth[i]).mean(), n)},
            "ece_of_the_decision": ece(decided == truth, top), "calibration": calibration_table(decided == truth, top),
            "accuracy_where_p_at_least_0.8": {"share": float((top >= 0.8).mean()), "accuracy": float((decided == truth)[top >= 0.8].mean())},
            "per_class": {c: {"n": int(seen[k]), "recall": float((decided[truth == k] == k).mean()),
                              "precision": float((truth[decided == k] == k).mean()) if (decided == k).any() else None}
                          for k, c in enumerate(names)}}


def subgroups(rows, ids, state, right):
    age = np.array([float(r["Age_Fix"]) for r in rows])
    sex = np.array([r["Sex"] for r in rows])
    both = model.marks(state["vocabulary"])
    marked = np.array([both[0][i].any() for i in ids])
    groups = {"age < 18": age < 18, "age >= 18": age >= 18, "men": sex == "Male", "women": sex == "Female",
              "with a written final diagnosis (DX)": marked, "without": ~marked}
    return {k: {"n": int(v.sum()), "accuracy": float(right[v].mean()),
                "accuracy_interval": interval(lambda i: right[v][i].mean(), int(v.sum()), rounds=1000)} for k, v in groups.items()}


def evaluate(args):
    import onnxruntime as ort
    from tokenizers import Tokenizer

    rows, codes = read(args.data)
    state = load(args)
    cutter = Tokenizer.from_file(str(TOKENIZER))
    ids = [encode(cutter, r["Narrative"]) for r in rows]
    run = ort.InferenceSession(str(WEIGHTS), providers=["CPUExecutionProvider"]).run
    names = list(TARGETS)
    found = [run([*names, *(f"{t}_evidence" for t in names)], {"input_ids": i[None]}) for i in ids[::3]]
    x = features(state["streams"], model.tables(state["streams"], ids[::3], state["vocabulary"]))
    out = {"narratives": len(rows), "targets": {}, "subgroups": {}, "lexicon_concepts": len(lexicon.BODY_PART) + len(lexicon.DIAGNOSIS)}
    for k, target in enumerate(names):
        classes = state["classes"][target]
        truth = np.array([classes.index(c) for c in codes[target]])
        tries = state["oof"][target]
        baseline = key_words(state, ids, truth, state["fold"], target)
        z = np.concatenate([f[k] for f in found])
        expected = x @ state["weights"][target] + state["intercepts"][target]
        out["targets"][target] = figures(truth, tries, state["temperature"][target], classes, baseline) | {
            "onnx_largest_probability_difference": float(np.abs(softmax(z) - softmax(expected)).max()),
            "onnx_largest_sum_difference": max(float(np.abs(f[2 + k].sum(1) + state["intercepts"][target] - f[k]).max()) for f in found)}
        out["subgroups"][target] = subgroups(rows, ids, state, np.mean([t.argmax(1) == truth for t in tries], 0))
    out["weights_sha256"] = hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()
    MEASURED.write_text(json.dumps(out, indent=1) + "\n")
    for target, f in out["targets"].items():
        print(target, {m: f[m] for m in ("accuracy", "accuracy_interval", "key_words", "majority", "among_first_three", "macro_f1",
                                         "ece_of_the_decision", "accuracy_where_p_at_least_0.8", "onnx_largest_probability_difference",
                                         "onnx_largest_sum_difference")})


def manifest(args):
    from manifest import write

    write(load(args)["classes"])
