"""Token ids and offsets of small tokenizers, by Hugging Face tokenizers 0.23 (the Rust library) itself.

The vocabularies are learnt here from the sentences below; each tokenizer.json is stored with its numbers. Offsets are in
UTF-16 code units. The normalization table of the Unigram tokenizer is written by sentencepiece 0.2.

    python tokenizers_reference.py    # writes tokenizers.json beside this file
"""
import base64, json, os, tempfile
from pathlib import Path

import sentencepiece as spm
from sentencepiece import sentencepiece_model_pb2 as proto
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

CORPUS = """Patient de 41 ans, adressé aux urgences pour une douleur thoracique constrictive évoluant depuis l'après-midi.
Antécédents : hypertension artérielle traitée, diabète de type 2, tabagisme sevré en 2012.
À l'examen clinique : tension artérielle 145/82 mmHg, fréquence cardiaque 98/min, SpO2 96 % en air ambiant.
L'électrocardiogramme montre un sus-décalage du segment ST dans le territoire inférieur.
Créatinine 88,5 µmol/L, troponine à 0,04 ng/mL, CRP < 5 mg/L, hémoglobine 13,2 g/dL.
Pas de signe de détresse respiratoire, pas d'œdème des membres inférieurs.
Hospitalisation en cardiologie le 12/03/2024 pour coronarographie ; sortie à J+3 sous aspirine 75 mg.
La patiente est revenue à l'hôpital le 5 mai avec une fièvre à 38,9 °C et des frissons.
The patient was admitted with chest pain radiating to the left arm since this morning.
Past medical history: hypertension, type 2 diabetes, no known drug allergy.
Cœur : bruits réguliers, pas de souffle. Poumons : murmure vésiculaire bilatéral et symétrique.
Conclusion : pneumopathie hypoxémiante, antibiothérapie par amoxicilline, réévaluation à 48 heures.""".split("\n") * 3

TEXTS = [
    "Patient de 41 ans, adressé aux urgences.",
    "  Deux   espaces\tune tabulation\nune ligne  ",
    "L'après-midi : œdème, fièvre à 38,9 °C ; SpO2 96 %.",
    "ÉLECTROCARDIOGRAMME Créatinine 88,5 µmol/L",
    "e\u0301le\u0300ve de\u0301compose\u0301",
    "ﬁbrillation № 5 ½ ㎎ Ａ",
    "un😀deux 👩‍⚕️ trois",
    "中文 字符 mot",
    "don't it's we'll",
    "xyzqk#@!?.. ---",
    "",
    "   ",
    "a",
    "Espace insécable\u00a0: 5\u202f000 mL\u200b fin",
    "anticonstitutionnellement",
    "12/03/2024 14h30 J+3",
    "La patiente [MASK] revenue à [SEP] l'hôpital.",
    "ligne une\r\nligne deux\r\n\r\nfin",
    "İstanbul ẞ ΣΊΣΥΦΟΣ",
    "tab\x00nul\x07bell",
    "The patient was admitted with chest pain.",
    "Pneumopathie-hypoxémiante/antibiothérapie",
]


def utf16(text, offsets):
    at = [0]
    for char in text:
        at.append(at[-1] + (2 if ord(char) > 0xFFFF else 1))
    return [[at[a], at[b]] for a, b in offsets]


def case(tokenizer, text):
    encoding = tokenizer.encode(text, add_special_tokens=False)
    return {"text": text, "ids": encoding.ids, "offsets": utf16(text, encoding.offsets)}


def windows(tokenizer, text, max_length, stride):
    """The library's own truncation of the whole encoding, special tokens put around each part."""
    special = tokenizer.encode("")
    before = [i for i in special.ids if i in (0, 1, 2)][:1] if special.ids else []
    after = special.ids[len(before):]
    encoding = tokenizer.encode(text, add_special_tokens=False)
    encoding.truncate(max_length - len(before) - len(after), stride=stride)
    parts = [encoding, *encoding.overflowing]
    return {
        "text": text, "max_length": max_length, "stride": stride,
        "ids": [before + e.ids + after for e in parts],
        "offsets": [[[-1, -1]] * len(before) + utf16(text, e.offsets) + [[-1, -1]] * len(after) for e in parts],
    }


def wordpiece(lowercase):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lowercase)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(
        vocab_size=300, special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], show_progress=False
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return tokenizer


def byte_bpe(add_prefix_space, trim_offsets):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=add_prefix_space)
    trainer = trainers.BpeTrainer(
        vocab_size=420,
        special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    tokenizer.post_processor = processors.RobertaProcessing(
        ("</s>", 2), ("<s>", 0), trim_offsets=trim_offsets, add_prefix_space=add_prefix_space
    )
    return tokenizer


def split_bpe():
    tokenizer = Tokenizer(models.BPE(ignore_merges=True))
    pattern = r"[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(Regex(pattern), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=400, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    return tokenizer


def sentencepiece_bpe():
    """As Llama: no pre-tokenizer, unknown characters as bytes."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    trainer = trainers.BpeTrainer(
        vocab_size=500,
        special_tokens=["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)],
        show_progress=False,
    )
    tokenizer.train_from_iterator([word for line in CORPUS for word in line.split(" ")], trainer)
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 1)])
    return tokenizer


def charsmap():
    with tempfile.TemporaryDirectory() as folder:
        rules, corpus = Path(folder, "rules.tsv"), Path(folder, "corpus.txt")
        pairs = {"ﬁ": "fi", "№": "No", "½": "1/2", "㎎": "mg", "Ａ": "A", "µ": "μ", "\u00a0": " ", "\u202f": " ", "\t": " ",
                 "\n": " ", "\r": " ", "\u200b": "", "e\u0301": "é", "e\u0300": "è", "\x07": ""}
        rules.write_text("".join(
            " ".join(f"{ord(c):X}" for c in a) + "\t" + " ".join(f"{ord(c):X}" for c in b) + "\n" for a, b in pairs.items()))
        corpus.write_text("\n".join(CORPUS))
        spm.SentencePieceTrainer.train(input=str(corpus), model_prefix=str(Path(folder, "m")), vocab_size=150,
                                       normalization_rule_tsv=str(rules), minloglevel=2)
        model = proto.ModelProto()
        model.ParseFromString(Path(folder, "m.model").read_bytes())
        return model.normalizer_spec.precompiled_charsmap


def unigram(split_first):
    """As CamemBERT and XLM-RoBERTa."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.Precompiled(charsmap()), normalizers.Replace(Regex(" {2,}"), " ")])
    metaspace = pre_tokenizers.Metaspace()
    tokenizer.pre_tokenizer = (
        pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), metaspace]) if split_first else metaspace
    )
    trainer = trainers.UnigramTrainer(
        vocab_size=250, special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"], unk_token="<unk>", show_progress=False
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return tokenizer


def word_level():
    tokenizer = Tokenizer(models.WordLevel(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFD(), normalizers.Lowercase(), normalizers.StripAccents(), normalizers.Strip()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Whitespace(), pre_tokenizers.Punctuation(), pre_tokenizers.Digits(individual_digits=True)]
    )
    tokenizer.train_from_iterator(CORPUS, trainers.WordLevelTrainer(special_tokens=["[UNK]"], show_progress=False))
    return tokenizer


TOKENIZERS = {
    "BERT, lower case": wordpiece(True),
    "BERT, cased": wordpiece(False),
    "byte-level BPE, prefix space": byte_bpe(True, True),
    "byte-level BPE": byte_bpe(False, False),
    "byte-level BPE, own pattern": split_bpe(),
    "SentencePiece BPE with bytes": sentencepiece_bpe(),
    "Unigram": unigram(False),
    "Unigram, split at blanks": unigram(True),
    "words": word_level(),
}

LONG = " ".join(CORPUS[:3])
out = []
for name, tokenizer in TOKENIZERS.items():
    out.append({
        "name": name,
        "tokenizer": json.loads(tokenizer.to_str()),
        "cases": [case(tokenizer, text) for text in TEXTS + CORPUS[:12]],
        "windows": [windows(tokenizer, LONG, 40, 0), windows(tokenizer, LONG, 32, 8), windows(tokenizer, "a", 32, 8)],
    })
for part, entries in {"1": out[:3], "2": out[3:6], "3": out[6:]}.items():
    path = Path(__file__).with_name(f"tokenizers-{part}.json")
    path.write_text(json.dumps(entries, ensure_ascii=False, separators=(",", ":")))
    print(path.name, path.stat().st_size)
