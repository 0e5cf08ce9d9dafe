"""Word pieces of a vocabulary of our own: lower case, punctuation apart, then the longest known pieces (Hugging Face tokenizers)."""
import numpy as np


def tokenizer(tokens, strip_accents, longest):
    """The tokenizer of a vocabulary with [PAD] first and [UNK]; words of more than `longest` characters are unknown."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    made = Tokenizer(models.WordPiece({t: i for i, t in enumerate(tokens)}, unk_token="[UNK]", max_input_chars_per_word=longest))
    made.normalizer = normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=False, strip_accents=strip_accents, lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return made


def encode(made, text):
    """Token ids int64 [n]; 0 is padding and never occurs."""
    return np.array(made.encode(text).ids, np.int64)
