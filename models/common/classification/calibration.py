"""Calibration of class logits: one slope and one shift per class, by maximum likelihood (scipy)."""
import numpy as np
from scipy.optimize import minimize

from common.metrics import softmax


def fit(labels, z, ridge=1e-3):
    """(slope, shifts [classes]) with the least cross-entropy of softmax(slope * z + shifts); shifts add up to 0."""
    rows, classes = np.arange(len(labels)), z.shape[1]

    def loss(theta):
        shifts = np.append(theta[1:], -theta[1:].sum())
        p = softmax(np.exp(theta[0]) * z + shifts)
        return -np.log(p[rows, labels] + 1e-12).mean() + ridge * (theta @ theta)

    theta = minimize(loss, np.zeros(classes), method="BFGS").x
    return float(np.exp(theta[0])), np.append(theta[1:], -theta[1:].sum())


def cross_fitted(labels, z, fold):
    """Calibrated logits of every row: slope and shifts come from the other folds."""
    out = np.zeros(z.shape)
    for k in np.unique(fold):
        slope, shifts = fit(labels[fold != k], z[fold != k].astype(float))
        out[fold == k] = slope * z[fold == k] + shifts
    return out
