"""TF-IDF vectors by scikit-learn's TfidfVectorizer, and entities grouped by the token-classification pipeline of
Hugging Face transformers 5.18, from random scores of real tokens (the tokenizers of tokenizers-1.json).

    python3 text_reference.py tfidf       # scikit-learn 1.2; writes tf-idf.json
    python  text_reference.py entities    # transformers, tokenizers, numpy; writes entities.json
"""
import json, sys
from pathlib import Path

HERE = Path(__file__).parent
DOCUMENTS = [
    "Douleur thoracique constrictive depuis l'après-midi, irradiant au bras gauche.",
    "Œdème aigu pulmonaire : détresse respiratoire, SpO2 82 % en air ambiant.",
    "Fièvre à 38,9 °C et frissons ;  douleur lombaire gauche.\nECBU positif à E. coli.",
    "Chute de sa hauteur, douleur de hanche droite. Raccourcissement, rotation externe.",
    "Pas de douleur thoracique ni de fièvre. Examen normal, à à à y y.",
    "Café, CAFÉ, cafe\u0301 — ﬁbrillation; x_y 12 ½ naïve №5",
    "",
]


def tfidf():
    from sklearn.feature_extraction.text import TfidfVectorizer

    settings = [
        {},
        {"ngram_range": (1, 2), "sublinear_tf": True, "strip_accents": "unicode"},
        {"token_pattern": r"(?u)\b\w+\b", "norm": "l1", "strip_accents": "ascii", "stop_words": ["de", "a", "et"]},
        {"analyzer": "char", "ngram_range": (2, 3), "lowercase": False},
        {"analyzer": "char_wb", "ngram_range": (2, 4), "strip_accents": "unicode", "max_features": 120},
        {"binary": True, "use_idf": False, "norm": None},
    ]
    cases = []
    for setting in settings:
        vectorizer = TfidfVectorizer(**setting)
        matrix = vectorizer.fit_transform(DOCUMENTS).toarray()
        cases.append({
            "model": {
                "analyzer": vectorizer.analyzer,
                "ngram_range": vectorizer.ngram_range,
                "lowercase": vectorizer.lowercase,
                "strip_accents": vectorizer.strip_accents,
                "token_pattern": vectorizer.token_pattern,
                "stop_words": vectorizer.stop_words,
                "binary": vectorizer.binary,
                "sublinear_tf": vectorizer.sublinear_tf,
                "norm": vectorizer.norm,
                "vocabulary": {term: int(column) for term, column in vectorizer.vocabulary_.items()},
                "idf": [round(float(x), 12) for x in vectorizer.idf_] if vectorizer.use_idf else None,
            },
            "rows": [[[int(i), round(float(row[i]), 10)] for i in row.nonzero()[0]] for row in matrix],
        })
    write("tf-idf.json", {"documents": DOCUMENTS, "cases": cases})


def entities():
    import numpy
    from tokenizers import Tokenizer
    from transformers import TokenClassificationPipeline
    from transformers.pipelines.token_classification import AggregationStrategy
    from types import SimpleNamespace

    labels = ["O", "B-PROBLEM", "I-PROBLEM", "B-DRUG", "I-DRUG"]
    source = json.loads((HERE / "tokenizers-1.json").read_text())[1]["tokenizer"]
    tokenizer = Tokenizer.from_str(json.dumps(source))
    pipeline = TokenClassificationPipeline.__new__(TokenClassificationPipeline)
    pipeline.model = SimpleNamespace(config=SimpleNamespace(id2label=dict(enumerate(labels))))
    pipeline.tokenizer = SimpleNamespace(
        convert_ids_to_tokens=lambda i: tokenizer.id_to_token(int(i)),
        convert_tokens_to_string=lambda words: " ".join(words),
    )
    generator = numpy.random.default_rng(7)
    cases = []
    for text in DOCUMENTS[:4]:
        encoding = tokenizer.encode(text, add_special_tokens=False)
        # Scores that lean on the one before, so that entities of several words come out.
        logits = generator.normal(size=(len(encoding.ids), len(labels))) * 1.2
        for i in range(1, len(logits)):
            logits[i] += 0.6 * logits[i - 1]
        logits = logits.astype(numpy.float32).round(3)
        probabilities = numpy.exp(logits - logits.max(-1, keepdims=True))
        probabilities /= probabilities.sum(-1, keepdims=True)
        found = {}
        for strategy in ("simple", "first", "average", "max"):
            pre = [
                {"word": token, "scores": scores, "start": start, "end": end, "index": i, "is_subword": word == before}
                for i, (token, scores, (start, end), word, before) in enumerate(
                    zip(encoding.tokens, probabilities, encoding.offsets, encoding.word_ids, [None, *encoding.word_ids]))
            ]
            groups = pipeline.aggregate(pre, AggregationStrategy(strategy))
            found[strategy] = [
                [int(g["start"]), int(g["end"]), g["entity_group"], round(float(g["score"]), 6)] for g in groups if g["entity_group"] != "O"
            ]
        cases.append({"text": text, "offsets": encoding.offsets, "words": encoding.word_ids,
                      "logits": [float(x) for x in logits.ravel()], "entities": found})
    write("entities.json", {"labels": labels, "cases": cases})


def write(name, content):
    path = HERE / name
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")))
    print(name, path.stat().st_size)


{"tfidf": tfidf, "entities": entities}[sys.argv[1]]()
