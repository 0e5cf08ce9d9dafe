"""Classification figures with bootstrap intervals by group, and probability calibration. numpy only."""
import numpy as np


def auroc(truth, score):
    """Area under the ROC curve by mid-ranks (Mann-Whitney); nan where a class is absent."""
    truth, score = np.asarray(truth, bool), np.asarray(score, float)
    positives, negatives = int(truth.sum()), int((~truth).sum())
    if not positives or not negatives:
        return float("nan")
    values, inverse, counts = np.unique(score, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    return float((ranks[truth].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def average_precision(truth, score):
    """Area under the precision-recall curve (step-wise)."""
    order = np.argsort(-np.asarray(score, float), kind="stable")
    hits = np.asarray(truth, float)[order]
    if not hits.sum():
        return float("nan")
    return float((np.cumsum(hits) / np.arange(1, len(hits) + 1))[hits > 0].mean())


def confusion(truth, decision, classes):
    """Counts [truth, decision]."""
    table = np.zeros((classes, classes), int)
    np.add.at(table, (np.asarray(truth), np.asarray(decision)), 1)
    return table


def f1_per_class(truth, decision, classes):
    """F1 of every class; nan for a class neither true nor decided."""
    table = confusion(truth, decision, classes)
    total = table.sum(0) + table.sum(1)
    return np.where(total > 0, 2 * np.diag(table) / np.maximum(total, 1), np.nan)


def macro_f1(truth, decision, classes):
    """Mean F1 of the classes present."""
    return float(np.nanmean(f1_per_class(truth, decision, classes)))


def multilabel_f1(truth, decision, average="weighted"):
    """F1 over boolean tables [n, labels]: weighted by label frequency, macro or micro."""
    truth, decision = np.asarray(truth, bool), np.asarray(decision, bool)
    hit, size, found = (truth & decision).sum(0), truth.sum(0), decision.sum(0)
    if average == "micro":
        return float(2 * hit.sum() / max(1, size.sum() + found.sum()))
    f1 = 2 * hit / np.maximum(1, size + found)
    return float((f1 * size).sum() / max(1, size.sum()) if average == "weighted" else f1.mean())


def calibration_table(truth, probability, bins=10):
    """Equal-count bins: [{n, predicted, observed}] by rising probability."""
    probability, truth = np.asarray(probability, float), np.asarray(truth, float)
    parts = np.array_split(np.argsort(probability, kind="stable"), min(bins, len(truth)))
    return [{"n": len(p), "predicted": float(probability[p].mean()), "observed": float(truth[p].mean())} for p in parts if len(p)]


def ece(truth, probability, bins=10):
    """Expected calibration error over equal-count bins: mean of |predicted - observed| weighted by n."""
    table = calibration_table(truth, probability, bins)
    return float(sum(b["n"] * abs(b["predicted"] - b["observed"]) for b in table) / max(1, len(truth)))


def brier(truth, probability):
    return float(np.mean((np.asarray(probability, float) - np.asarray(truth, float)) ** 2))


def at_threshold(truth, probability, threshold):
    """Sensitivity, specificity and predictive values where a probability at or above the threshold says yes."""
    truth, said = np.asarray(truth, bool), np.asarray(probability) >= threshold
    share = lambda part, whole: float(part.sum() / whole.sum()) if whole.sum() else None
    return {"threshold": float(threshold), "sensitivity": share(truth & said, truth), "specificity": share(~truth & ~said, ~truth),
            "ppv": share(truth & said, said), "npv": share(~truth & ~said, ~said)}


def youden_threshold(truth, probability):
    """The threshold of the largest sensitivity + specificity."""
    truth, order = np.asarray(truth, bool), np.argsort(-np.asarray(probability), kind="stable")
    hits = truth[order]
    gain = np.cumsum(hits) / max(1, hits.sum()) - np.cumsum(~hits) / max(1, (~hits).sum())
    return float(np.asarray(probability)[order][int(gain.argmax())])


def sensitivity_threshold(truth, probability, sensitivity):
    """The highest threshold that reaches the sensitivity."""
    positives = np.sort(np.asarray(probability)[np.asarray(truth, bool)])
    return float(positives[int(np.floor((1 - sensitivity) * len(positives)))])


def softmax(logits, temperature=1.0):
    z = np.asarray(logits, float) / temperature
    z = np.exp(z - z.max(-1, keepdims=True))
    return z / z.sum(-1, keepdims=True)


def sigmoid(logits, temperature=1.0):
    return 1 / (1 + np.exp(-np.asarray(logits, float) / temperature))


def fit_temperature(loss):
    """The temperature of a fine logarithmic grid (0.2 to 5) with the least loss(temperature)."""
    grid = np.exp(np.linspace(np.log(0.2), np.log(5), 321))
    return float(grid[int(np.argmin([loss(t) for t in grid]))])


def softmax_temperature(truth, logits):
    rows = np.arange(len(truth))
    return fit_temperature(lambda t: -np.log(softmax(logits, t)[rows, truth] + 1e-12).mean())


def sigmoid_temperature(truth, logits):
    truth = np.asarray(truth, float)
    z = np.asarray(logits, float)
    return fit_temperature(lambda t: np.mean(np.logaddexp(0, z / t) - truth * z / t))


def interval(statistic, n, groups=None, rounds=2000, seed=0):
    """95 % percentile interval of statistic(row indices), resampling groups (patients) or, without groups, rows."""
    rng = np.random.default_rng(seed)
    names = np.arange(n) if groups is None else np.unique(np.asarray(groups), return_inverse=True)[1]
    order = np.argsort(names, kind="stable")
    members = np.split(order, np.cumsum(np.bincount(names))[:-1])
    values = []
    for _ in range(rounds):
        pick = rng.integers(0, len(members), len(members))
        values.append(statistic(np.concatenate([members[i] for i in pick])))
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return [float(low), float(high)]
