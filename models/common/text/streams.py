"""Linear text model over streams of token codes: what a token is, what its pair is, where it stands.

Every token of every stream has a code 0..size-1 (or none). A code's value over the text is its tempered count, weighted,
and the stream is scaled to unit length; a text's logits are the sum over tokens, so each token's part is exact.
`numpy` computes the features for fitting; `graph.text_graph` writes the same arithmetic as an ONNX graph.
"""
from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp


@dataclass
class Stream:
    """kind: 'unigram', 'bigram' or 'concept'; zone and first/last restrict the tokens that count.

    table [vocabulary]: code of each token (concept; -1 none); size: number of codes; gain: length of the stream's
    vector; unit: divide by the vector's length; weights [size]: inverse document frequency, filled by `fit_weights`.
    """

    name: str
    kind: str
    size: int
    zone: bool = False
    place: str = "any"
    gain: float = 1.0
    unit: bool = True
    table: np.ndarray | None = None
    weights: np.ndarray | None = field(default=None, repr=False)


PAIR = 8191  # multiplier of the first token of a pair


def zone_of(ids, strong, weak):
    """Boolean [n]: tokens after the last strong marker; without one, after the last weak marker; else none."""
    for marks in (strong[ids], weak[ids]):
        if marks.any():
            return np.cumsum(marks) == marks.sum()
    return np.zeros(len(ids), bool)


def codes_of(stream, ids, zone):
    """Code of every token in the stream, -1 where it does not count."""
    if stream.kind == "bigram":
        code = np.append((ids[:-1] * PAIR + ids[1:]) % stream.size, -1)[:len(ids)]
        inside = zone & np.append(zone[1:], False)[:len(ids)]
    else:
        code = ids.copy() if stream.kind == "unigram" else stream.table[ids]
        inside = zone
    if stream.zone:
        code = np.where(inside, code, -1)
    if stream.place == "first":
        code = np.where((code >= 0) & (np.cumsum(code >= 0) == 1), code, -1)
    if stream.place == "last":
        code = np.where((code >= 0) & (np.cumsum((code >= 0)[::-1])[::-1] == 1), code, -1)
    return code


def counts(stream, texts, marks):
    """Sparse [texts, size] of code counts; texts: arrays of ids."""
    rows, columns = [], []
    for i, ids in enumerate(texts):
        code = codes_of(stream, ids, zone_of(ids, *marks))
        code = code[code >= 0]
        rows.append(np.full(len(code), i))
        columns.append(code)
    rows, columns = np.concatenate(rows), np.concatenate(columns)
    return sp.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(texts), stream.size))


def fit_weights(stream, table):
    """Inverse document frequency of every code (1 where the stream is not scaled to unit length)."""
    seen = np.asarray((table > 0).sum(0)).ravel()
    stream.weights = np.log((1 + table.shape[0]) / (1 + seen)) + 1 if stream.unit else np.ones(stream.size)


def valued(stream, table):
    """Counts -> features: (1 + log count) x weight, scaled."""
    out = table.copy()
    out.data = 1 + np.log(out.data)
    out = sp.csr_matrix(out.multiply(stream.weights))
    if stream.unit:
        length = np.sqrt(np.asarray(out.multiply(out).sum(1)).ravel())
        out = sp.diags(1 / np.maximum(length, 1e-9)) @ out
    return sp.csr_matrix(out * stream.gain)


def features(streams, tables, fit=False):
    """Side by side features of all streams; with fit, their weights are taken from these texts."""
    if fit:
        for stream, table in zip(streams, tables):
            fit_weights(stream, table)
    return sp.hstack([valued(s, t) for s, t in zip(streams, tables)]).tocsr()
