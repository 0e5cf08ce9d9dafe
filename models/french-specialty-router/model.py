"""The router's streams (word pieces and their pairs), one linear machine per specialty, probabilities by a logistic line."""
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from data import CLASSES
from common.text.streams import Stream, counts, features

PAIRS, STRENGTH = 16384, 0.3


def streams(vocabulary):
    return [Stream("piece", "unigram", vocabulary), Stream("pair", "bigram", PAIRS, gain=0.4)]


def tables(made, texts):
    """Counts of every stream; texts: arrays of ids."""
    nothing = np.zeros(made[0].size, bool)
    return [counts(s, texts, (nothing, nothing)) for s in made]


def fit(made, parts, labels):
    """(weights [features,12], intercepts [12]) on texts whose labels are [n,12] boolean."""
    x = features(made, parts, fit=True)
    machines = [LinearSVC(C=STRENGTH, class_weight="balanced", random_state=0).fit(x, labels[:, k]) for k in range(len(CLASSES))]
    return np.stack([m.coef_[0] for m in machines], 1), np.array([m.intercept_[0] for m in machines])


def out_of_fold(made, parts, labels, fold):
    """Margins [n,12] of every text from the machines that did not see its fold."""
    z = np.zeros(labels.shape)
    for k in np.unique(fold):
        train, held = fold != k, fold == k
        weights, intercept = fit(made, [p[train] for p in parts], labels[train])
        z[held] = features(made, [p[held] for p in parts]) @ weights + intercept
    return z


def lines(z, labels):
    """(slopes [12], shifts [12]) that turn margins into log-odds."""
    fits = [LogisticRegression(C=1e3).fit(z[:, [k]], labels[:, k]) for k in range(labels.shape[1])]
    return np.array([f.coef_[0, 0] for f in fits]), np.array([f.intercept_[0] for f in fits])


def calibrated(z, labels, fold):
    """Log-odds of every text: its fold's lines come from the other folds."""
    out = np.zeros_like(z)
    for k in np.unique(fold):
        slope, shift = lines(z[fold != k], labels[fold != k])
        out[fold == k] = z[fold == k] * slope + shift
    return out
