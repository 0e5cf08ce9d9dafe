"""MORFITT abstracts: reading, the WordPiece vocabulary taken from them, folds by abstract."""
import csv
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from common.splits import fold_of  # noqa: E402
from common.text import word_pieces  # noqa: E402
from common.text.word_pieces import encode  # noqa: E402, F401 (train.py, package.py)

ID = "french-specialty-router"
DATA = HERE / "../../../shared/data/train/clinical-text/morfitt-fr"
FOLD_SEED = "french-specialty-router-1"
CLASSES = ["chemistry", "etiology", "genetics", "immunology", "microbiology", "parasitology", "pharmacology", "physiology",
           "psychology", "surgery", "veterinary", "virology"]


def read(root=DATA):
    """(rows of the official train and dev parts with their 'part', labels bool [N,12])."""
    rows = []
    for part in ("train", "dev"):
        with open(Path(root) / f"{part}.tsv", newline="", encoding="utf-8") as f:
            rows += [{**r, "part": part} for r in csv.DictReader(f, delimiter="\t")]
    return rows, np.array([[c in r["specialities"].split("|") for c in CLASSES] for r in rows])


def folds(rows, count=5, repeat=0):
    return np.array([fold_of(f"{FOLD_SEED}-{repeat}", " ".join(r["abstract"].split())[:80], count) for r in rows])


def vocabulary(texts, least=3, shared=12):
    """WordPiece vocabulary: words seen at least three times; for the others the starts (4 to 7 letters) and ends (1 to 7)
    that at least twelve different words share; single letters."""
    seen = Counter(w for t in texts for w in re.findall(r"[a-z0-9]+", plain(t)))
    words = {w for w, n in seen.items() if n >= least}
    starts = Counter(w[:k] for w in seen for k in range(4, min(8, len(w))))
    ends = Counter(w[-k:] for w in seen for k in range(1, min(8, len(w))))
    words |= {s for s, n in starts.items() if n >= shared and s.isalpha()}
    parts = {e for e, n in ends.items() if n >= shared and (e.isalpha() or len(e) == 1)}
    letters = set("abcdefghijklmnopqrstuvwxyz0123456789")
    marks = sorted({c for t in texts for c in plain(t) if not c.isalnum() and not c.isspace()})
    return ["[PAD]", "[UNK]", *marks, *sorted(words | letters), *("##" + p for p in sorted(parts | letters))]


def plain(text):
    """Lower case without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))


def tokenizer(tokens):
    """The Hugging Face tokenizer of a vocabulary: lower case, no accents, then longest known pieces."""
    return word_pieces.tokenizer(tokens, strip_accents=True, longest=60)
