"""Words of the package in French and English."""

ANSWERS = {"0": ("Autre lésion", "Other lesion"), "1": ("Mélanome", "Melanoma")}
OUTPUT = {"fr": "Mélanome", "en": "Melanoma"}
HEAD = {
    "name": {"fr": "Dermoscopie : mélanome ou non", "en": "Dermoscopy: melanoma or not"},
    "description": {"fr": "Mélanome ou autre lésion pigmentée sur une image de dermoscopie, avec la carte des indices.",
                    "en": "Melanoma or another pigmented lesion on a dermoscopy image, with a map of the evidence."},
}
CITE = [{"text": "N. Codella et al., Skin lesion analysis toward melanoma detection: a challenge at ISBI 2017, hosted by ISIC, arXiv:1710.05006; images CC0 "
                 "according to the ISIC challenge data page", "url": "https://challenge.isic-archive.com/data/#2017"},
        {"text": "The body of the network: A. Acevedo et al., Data in Brief 30:105474 (2020), CC BY 4.0", "doi": "10.17632/snkd93bnjr.1"},
        {"text": "The body of the network: S. Tsutsui, W. Pang, B. Wen, WBCAtt, NeurIPS 2023 Datasets and Benchmarks, MIT",
         "url": "https://github.com/apple2373/wbcatt"}]
USE = {
    "status": "research",
    "purpose": {"fr": "Démonstration d’une classification d’image avec carte d’indices.", "en": "Demonstration of image classification with a map of evidence."},
    "users": ["researcher", "teacher", "developer"],
    "population": {"fr": "Images ISIC 2017 (clichés de dermoscopie de plusieurs centres, peaux claires presque seulement).",
                   "en": "ISIC 2017 images (dermoscopy from several centres, almost only light skin)."},
    "out_of_scope_use": {"fr": "Diagnostic, tri, rassurance d’une personne ; photographie sans dermoscope ; peaux foncées ; muqueuses, ongles ; carcinomes.",
                         "en": "Diagnosis, triage, reassurance of a person; photographs without a dermoscope; dark skin; mucosa, nails; carcinomas."},
    "limitations": {"fr": "Petit réseau appris sur 1 446 images ramenées au carré : il se trompe souvent. Règles, encre et coins noirs sont des raccourcis "
                          "connus (voir la mesure aux coins masqués).",
                    "en": "A small network learnt on 1,446 images squashed to squares: it is often wrong. Rulers, ink and dark corners are known shortcuts "
                          "(see the figure with masked corners)."},
    "known_biases": {"fr": "18 % de mélanomes, bien plus qu’en consultation ; peaux claires.", "en": "18 % melanoma, far more than in practice; light skin."},
    "risks": {"fr": "Un mélanome appelé bénin.", "en": "A melanoma called benign."},
    "recommendations": {"fr": "Ne jamais utiliser pour une personne réelle.", "en": "Never use for a real person."},
    "synthetic_training_data": False, "regulatory": {"framework": "none"},
}
