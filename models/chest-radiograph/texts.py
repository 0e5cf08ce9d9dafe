"""Words of the package in French and English."""

ANSWERS = {"0": ("Normal", "Normal"), "1": ("Pneumonie", "Pneumonia")}
OUTPUT = {"fr": "Radiographie", "en": "Radiograph"}
HEAD = {
    "name": {"fr": "Radiographie thoracique de l’enfant", "en": "Children’s chest radiograph"},
    "description": {"fr": "Pneumonie ou non sur une radiographie thoracique de face d’un enfant de 1 à 5 ans, avec la carte des indices.",
                    "en": "Pneumonia or not on a frontal chest radiograph of a child of 1 to 5 years, with a map of the evidence."},
}
CITE = {"text": "D. Kermany et al., Identifying medical diagnoses and treatable diseases by image-based deep learning, Cell 172:1122 (2018); "
                "Mendeley Data doi:10.17632/rscbjbr9sj, CC BY 4.0", "doi": "10.17632/rscbjbr9sj"}
USE = {
    "status": "research",
    "purpose": {"fr": "Démonstration d’une classification d’image avec carte d’indices.", "en": "Demonstration of image classification with a map of evidence."},
    "users": ["researcher", "teacher", "developer"],
    "population": {"fr": "Enfants de 1 à 5 ans d’un seul hôpital (Guangzhou), 435 clichés.", "en": "Children of 1 to 5 years of one hospital (Guangzhou), 435 films."},
    "out_of_scope_use": {"fr": "Adultes ; profil ; nouveau-nés ; toute décision de soin ; bactérie ou virus ; autre maladie (tuberculose, épanchement, "
                               "pneumothorax …) : le modèle n’en connaît aucune.",
                         "en": "Adults; lateral views; newborns; any decision on care; bacterial or viral; any other disease (tuberculosis, effusion, "
                               "pneumothorax …): the model knows none."},
    "limitations": {"fr": "Des différences de prise de vue entre normaux et malades sont documentées dans ces données : une partie de la performance en "
                          "vient sans doute (voir l’essai aux bords masqués). Tout autre appareil est hors mesure.",
                    "en": "Differences of acquisition between normal and ill children are documented in these data: part of the performance surely comes "
                          "from them (see the trial with masked borders). Any other machine is unmeasured."},
    "known_biases": {"fr": "63 % de pneumonies, bien plus qu’en consultation.", "en": "63 % pneumonia, far more than in practice."},
    "risks": {"fr": "Un cliché faux positif ou faux négatif pris pour une lecture.", "en": "A false positive or negative taken for a reading."},
    "recommendations": {"fr": "Ne jamais utiliser sans lecture par un médecin.", "en": "Never use without a physician’s reading."},
    "synthetic_training_data": False, "regulatory": {"framework": "none"},
}
