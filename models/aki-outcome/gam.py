"""Generalised additive logistic model: one smooth curve per column and outcome, stored as a table of 65 places."""
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import SplineTransformer, StandardScaler

from data import LOG_LEAST, logarithmic

PLACES = np.linspace(-4, 4, 65)  # of the standardised column; beyond, the curves are flat
KNOTS, LINEAR = 6, 2.0


@dataclass
class Model:
    """median, mean, std [45] of the (scaled) columns; curves [45,65,3] centred on the training patients; intercept [3]."""

    median: np.ndarray
    mean: np.ndarray
    std: np.ndarray
    curves: np.ndarray
    intercept: np.ndarray


def scaled(x):
    mask, shift = logarithmic()
    return np.where(mask > 0, np.log(np.maximum(x + shift, LOG_LEAST)), x)


def standardised(model, x):
    z = scaled(np.where(np.isnan(x), model.median, x))
    return np.clip((z - model.mean) / model.std, -4, 4)


def design(splines, scalers, z):
    """Each column's straight line and its centred B-splines side by side, with the column every design column belongs to."""
    parts, owner = [], []
    for j, (spline, scaler) in enumerate(zip(splines, scalers)):
        column = scaler.transform(spline.transform(z[:, j:j + 1]))
        parts += [z[:, j:j + 1] * LINEAR, column]
        owner += [j] * (1 + column.shape[1])
    return np.hstack(parts), np.array(owner)


def fit(x, y, strengths):
    """A Model from features [n,45] (nan allowed) and outcomes [n,3]; strengths: C of each outcome's ridge."""
    median = np.nanmedian(x, 0)
    z = scaled(np.where(np.isnan(x), median, x))
    mean, std = z.mean(0), z.std(0) + 1e-9
    model = Model(median, mean, std, np.zeros((z.shape[1], len(PLACES), y.shape[1])), np.zeros(y.shape[1]))
    z = standardised(model, x)
    splines = [SplineTransformer(KNOTS, degree=3, knots="quantile", extrapolation="constant").fit(z[:, j:j + 1])
               for j in range(z.shape[1])]
    scalers = [StandardScaler().fit(s.transform(z[:, j:j + 1])) for j, s in enumerate(splines)]
    matrix, owner = design(splines, scalers, z)
    grid, _ = design(splines, scalers, np.repeat(PLACES[:, None], z.shape[1], 1))
    for k, c in enumerate(strengths):
        line = LogisticRegression(C=c, max_iter=3000).fit(matrix, y[:, k])
        for j in range(z.shape[1]):
            model.curves[j, :, k] = grid[:, owner == j] @ line.coef_[0, owner == j]
        model.intercept[k] = line.intercept_[0]
    offset = contributions(model, x).mean(0)
    model.curves -= offset[:, None]
    model.intercept += offset.sum(0)
    return model


def contributions(model, x):
    """Log-odds that each column adds to the average patient's [n,45,3]: linear interpolation in the tables."""
    z = (standardised(model, x) + 4) / (PLACES[1] - PLACES[0])
    low = np.clip(np.floor(z).astype(int), 0, len(PLACES) - 2)
    part, j = (z - low)[..., None], np.arange(x.shape[1])
    return model.curves[j, low] * (1 - part) + model.curves[j, low + 1] * part


def logits(model, x):
    return contributions(model, x).sum(1) + model.intercept


def recalibrated(model, slope, shift):
    """The model whose logits are slope * logit + shift (per outcome)."""
    return Model(model.median, model.mean, model.std, model.curves * slope, model.intercept * slope + shift)


def platt(z, y):
    """(slope, shift) of a logistic line through logits z [n] and outcomes y [n]."""
    line = LogisticRegression(C=1e6).fit(z[:, None], y)
    return float(line.coef_[0, 0]), float(line.intercept_[0])
