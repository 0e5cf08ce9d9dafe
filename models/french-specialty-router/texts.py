"""Words of the package in French and English."""

NAMES = {"chemistry": ("Chimie", "Chemistry"), "etiology": ("Étiologie", "Etiology"), "genetics": ("Génétique", "Genetics"),
         "immunology": ("Immunologie", "Immunology"), "microbiology": ("Microbiologie", "Microbiology"),
         "parasitology": ("Parasitologie", "Parasitology"), "pharmacology": ("Pharmacologie", "Pharmacology"),
         "physiology": ("Physiologie", "Physiology"), "psychology": ("Psychologie", "Psychology"), "surgery": ("Chirurgie", "Surgery"),
         "veterinary": ("Médecine vétérinaire", "Veterinary medicine"), "virology": ("Virologie", "Virology")}
HEAD = {
    "name": {"fr": "Aiguillage d’un texte médical par spécialité", "en": "French medical text: specialty router"},
    "description": {"fr": "Spécialités (plusieurs possibles) d’un résumé scientifique français, avec les mots qui ont compté.",
                    "en": "Specialties (several may hold) of a French scientific abstract, with the words that counted."},
}
CITE = {"text": "Y. Labrak, M. Rouvier, R. Dufour, MORFITT: a multi-label corpus of French scientific articles in the biomedical domain, "
                "TALN-ARTS 2023 (hal-04125879); Zenodo 7893841; CC BY-SA 4.0", "url": "https://github.com/qanastek/MORFITT"}
USE = {
    "status": "research",
    "purpose": {"fr": "Recherche et démonstration du classement de textes français avec preuve surlignée.",
                "en": "Research and demonstration of French text classification with highlighted evidence."},
    "users": ["researcher", "teacher", "developer"],
    "population": {"fr": "Résumés d’articles biomédicaux en français (MORFITT).", "en": "Abstracts of French biomedical articles (MORFITT)."},
    "out_of_scope_use": {"fr": "Courriers, comptes rendus et tout texte sur un patient ; autre langue ; toute décision de soin.",
                         "en": "Letters, reports and any text about a patient; other languages; any decision on care."},
    "limitations": {"fr": "Douze étiquettes seulement, dont « étiologie » et « physiologie » sont floues ; un texte hors sujet reçoit quand même des "
                          "probabilités.",
                    "en": "Twelve labels only, of which “etiology” and “physiology” are vague; a text about something else gets probabilities all the "
                          "same."},
    "known_biases": {"fr": "La médecine vétérinaire est surreprésentée.", "en": "Veterinary medicine is over-represented."},
    "risks": {"fr": "Un texte mal aiguillé.", "en": "A misrouted text."},
    "recommendations": {"fr": "Traiter les étiquettes comme des propositions.", "en": "Treat the labels as proposals."},
    "synthetic_training_data": False, "regulatory": {"framework": "none"},
}
EXAMPLE = ("La résistance aux antibiotiques des souches de Staphylococcus aureus isolées du lait de vaches atteintes de mammite a été étudiée "
           "dans trois élevages. Le gène mecA a été recherché par amplification.")
EXAMPLE_SHORT = "Nous rapportons le cas d’un patient opéré d’un anévrisme de l’aorte abdominale ; les suites ont été simples."
