"""The coder's streams, its linear machines and their probabilities."""
import re

import numpy as np
import scipy.sparse as sp
from sklearn.svm import LinearSVC

import lexicon
from data import TARGETS
from common.text.streams import Stream, counts, features

PAIRS = 4096
STRENGTH = {"body_part": 0.05, "diagnosis": 0.1}
# Gains: words, words of the zone, pairs, pairs of the zone; concepts any, first, last, the same in the zone;
# concepts of the target itself and of the other one.
GAINS = {"body_part": ((1.0, 0.5, 0.35, 0.25), (1.1, 0.3, 0.8, 0.55, 1.6, 1.1), {"body": 1.0, "injury": 0.5}),
         "diagnosis": ((0.7, 0.7, 1.0, 1.0), (0.8, 0.3, 0.4, 0.8, 0.8, 0.8), {"body": 1.0, "injury": 1.4})}


def matching(pattern, vocabulary):
    compiled = re.compile(pattern)
    return np.array([bool(compiled.fullmatch(w.removeprefix("##"))) for w in vocabulary])


def marks(vocabulary):
    """Tokens that open the final diagnosis, and the weaker signs that do where those are missing."""
    return matching(lexicon.STRONG_MARKER, vocabulary), matching(lexicon.WEAK_MARKER, vocabulary)


def streams(vocabulary):
    n = len(vocabulary)
    made = [Stream("word", "unigram", n), Stream("word of diagnosis", "unigram", n, zone=True),
            Stream("pair", "bigram", PAIRS), Stream("pair of diagnosis", "bigram", PAIRS, zone=True)]
    for name, patterns in (("body", lexicon.BODY_PART), ("injury", lexicon.DIAGNOSIS)):
        table = np.array(lexicon.table(patterns, vocabulary))
        made += [Stream(name, "concept", len(patterns), zone, place, unit=False, table=table)
                 for zone in (False, True) for place in ("any", "first", "last")]
    return made


def gains(target, made):
    """Gain of every stream for a target."""
    text, concept, kinds = GAINS[target]
    order = iter(text)
    places = {(False, "any"): 0, (False, "first"): 1, (False, "last"): 2, (True, "any"): 3, (True, "first"): 4, (True, "last"): 5}
    return np.array([next(order) if s.kind != "concept" else concept[places[s.zone, s.place]] * kinds[s.name] for s in made])


def tables(made, texts, vocabulary):
    """Counts of every stream over the texts (arrays of ids)."""
    both = marks(vocabulary)
    return [counts(s, texts, both) for s in made]


def scaled(made, parts, target, fit=False):
    """Features of the texts with the gains of a target."""
    joined = features(made, parts, fit)
    factor = np.concatenate([np.full(s.size, v) for s, v in zip(made, gains(target, made))])
    return sp.csr_matrix(joined @ sp.diags(factor)), factor


def fit(made, parts, codes, target):
    """(weights [features,classes], intercepts, class names): one-against-rest linear machines on the gained features."""
    x, factor = scaled(made, parts, target, fit=True)
    machine = LinearSVC(C=STRENGTH[target], random_state=0).fit(x, codes)
    return machine.coef_.T * factor[:, None], machine.intercept_, list(machine.classes_)


def classes_of(all_codes):
    return {t: sorted(set(all_codes[t])) for t in TARGETS}
