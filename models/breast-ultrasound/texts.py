"""Words of the package in French and English."""

KINDS = {"benign": ("Bénin", "Benign"), "malignant": ("Malin", "Malignant"), "normal": ("Sans lésion", "No lesion")}
OUTPUT = {"fr": "Échographie du sein", "en": "Breast ultrasound"}
HEAD = {
    "name": {"fr": "Échographie du sein", "en": "Breast ultrasound"},
    "description": {"fr": "Image normale, lésion bénigne ou maligne sur une échographie du sein, avec la carte des indices.",
                    "en": "Normal image, benign or malignant lesion on a breast ultrasound, with a map of the evidence."},
}
CITE = {"text": "W. Al-Dhabyani et al., Dataset of breast ultrasound images, Data in Brief 28:104863 (2020), CC BY 4.0", "doi": "10.1016/j.dib.2019.104863"}
USE = {
    "status": "research",
    "purpose": {"fr": "Démonstration d’une classification d’échographie avec carte d’indices.",
                "en": "Demonstration of ultrasound classification with a map of evidence."},
    "users": ["researcher", "teacher", "developer"],
    "population": {"fr": "Environ 600 femmes d’un hôpital du Caire, images choisies par des radiologues.",
                   "en": "About 600 women of one hospital in Cairo, images chosen by radiologists."},
    "out_of_scope_use": {"fr": "Dépistage, diagnostic, décision de biopsie ; aisselle ; homme ; séquences animées ; autre appareil sans validation.",
                         "en": "Screening, diagnosis, decision on biopsy; axilla; men; moving images; another machine without validation."},
    "limitations": {"fr": "Doublons et étiquettes fausses sont connus dans ces données ; repères et textes incrustés peuvent aider le modèle. 28 % de lésions "
                          "malignes, bien plus qu’en dépistage.",
                    "en": "Duplicates and wrong labels are known in these data; burnt-in calipers and text may help the model. 28 % malignant, far more than "
                          "in screening."},
    "known_biases": {"fr": "Une population, deux appareils.", "en": "One population, two machines."},
    "risks": {"fr": "Un cancer appelé bénin, une lésion bénigne appelée cancer.", "en": "A cancer called benign, a benign lesion called cancer."},
    "recommendations": {"fr": "Ne jamais utiliser sans lecture par un radiologue.", "en": "Never use without a radiologist’s reading."},
    "synthetic_training_data": False, "regulatory": {"framework": "none"},
}
