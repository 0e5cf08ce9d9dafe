"""NEISS narratives: reading, the tokenizer built from them and from the lexicon, folds by narrative."""
import csv
import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from common.splits import fold_of  # noqa: E402
from common.text import word_pieces  # noqa: E402
from common.text.word_pieces import encode  # noqa: E402, F401 (train.py, package.py)
import lexicon  # noqa: E402

ID = "injury-coding"
DATA = HERE / "../../../shared/data/train/clinical-text/neiss-firework-ed"
FOLD_SEED = "injury-coding-1"
TARGETS = {"body_part": "Body_Part", "diagnosis": "Diagnosis"}
WORD = re.compile(r"[a-z0-9]+")


def read(root=DATA):
    """(narratives, {target: code of every narrative})."""
    with open(Path(root) / "narratives.csv", newline="") as f:
        rows = list(csv.DictReader(f))
    return rows, {k: [r[c] for r in rows] for k, c in TARGETS.items()}


def folds(rows, count=5, repeat=0):
    return np.array([fold_of(f"{FOLD_SEED}-{repeat}", r["Narrative"], count) for r in rows])


def words_of_lexicon():
    """Whole words that the lexicon spells out (patterns cut at their first special character)."""
    words = set()
    for pattern in [*lexicon.BODY_PART.values(), *lexicon.DIAGNOSIS.values(), lexicon.STRONG_MARKER]:
        for part in pattern.split("|"):
            if part.endswith("s?"):
                words |= {part[:-2], part[:-1]}
            elif part.isalnum():
                words.add(part)
    return words


def is_glued(word, known, frequent):
    """Two words run together, one of them of the lexicon (three letters or more), the other frequent or of the lexicon."""
    if word in known:
        return False
    pairs = [(word[:i], word[i:]) for i in range(2, len(word))]
    either = known | frequent
    return any((a in either and len(b) > 2 and b in known) or (len(a) > 2 and a in known and b in frequent) for a, b in pairs)


def vocabulary(texts, least=2, glued=4):
    """WordPiece vocabulary: words seen at least twice, the lexicon, and as '##' parts those frequent enough to be found
    glued to another (the source loses the blank at each line end)."""
    seen = Counter(w for t in texts for w in WORD.findall(t.lower()))
    known = words_of_lexicon()
    frequent = {w for w, n in seen.items() if n >= 20}
    found = {w for w, n in seen.items() if n >= least and not is_glued(w, known, frequent)}
    whole = sorted(known | found)
    parts = sorted(w for w in whole if len(w) > 1 and not w.isdigit() and (w in known or seen[w] >= glued))
    marks = sorted({c for t in texts for c in t if not c.isalnum() and not c.isspace()})
    return ["[PAD]", "[UNK]", *marks, *whole, *("##" + w for w in parts)]


def tokenizer(tokens):
    """The Hugging Face tokenizer of a vocabulary: lower case, blanks and punctuation, then longest known pieces."""
    return word_pieces.tokenizer(tokens, strip_accents=True, longest=40)
