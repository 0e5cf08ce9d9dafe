"""Words of the package in French and English."""

KINDS = {"basophil": ("Basophile", "Basophil"), "eosinophil": ("Éosinophile", "Eosinophil"), "erythroblast": ("Érythroblaste", "Erythroblast"),
         "ig": ("Granulocyte immature", "Immature granulocyte"), "lymphocyte": ("Lymphocyte", "Lymphocyte"), "monocyte": ("Monocyte", "Monocyte"),
         "neutrophil": ("Neutrophile", "Neutrophil"), "platelet": ("Plaquette", "Platelet")}
ATTRIBUTES = {
    "cell_size": ("Taille de la cellule", "Cell size"), "cell_shape": ("Forme de la cellule", "Cell shape"),
    "nucleus_shape": ("Forme du noyau", "Nucleus shape"), "nuclear_cytoplasmic_ratio": ("Rapport nucléo-cytoplasmique", "Nuclear-cytoplasmic ratio"),
    "chromatin_density": ("Densité de la chromatine", "Chromatin density"), "cytoplasm_vacuole": ("Vacuoles", "Vacuoles"),
    "cytoplasm_texture": ("Texture du cytoplasme", "Cytoplasm texture"), "cytoplasm_colour": ("Couleur du cytoplasme", "Cytoplasm colour"),
    "granule_type": ("Type de granules", "Granule type"), "granule_colour": ("Couleur des granules", "Granule colour"),
    "granularity": ("Granulation", "Granularity")}
VALUES = {
    "big": ("grande", "big"), "small": ("petite", "small"), "irregular": ("irrégulière", "irregular"), "round": ("ronde", "round"),
    "segmented-bilobed": ("segmenté, deux lobes", "segmented, two lobes"), "segmented-multilobed": ("segmenté, plusieurs lobes", "segmented, several lobes"),
    "unsegmented-band": ("non segmenté, en bande", "unsegmented, band"), "unsegmented-indented": ("non segmenté, encoché", "unsegmented, indented"),
    "unsegmented-round": ("non segmenté, rond", "unsegmented, round"), "high": ("élevé", "high"), "low": ("bas", "low"), "densely": ("dense", "dense"),
    "loosely": ("lâche", "loose"), "no": ("non", "no"), "yes": ("oui", "yes"), "clear": ("claire", "clear"), "frosted": ("givrée", "frosted"),
    "blue": ("bleu", "blue"), "light blue": ("bleu clair", "light blue"), "purple blue": ("bleu violet", "purple blue"), "coarse": ("grossiers", "coarse"),
    "nil": ("aucun", "none"), "pink": ("roses", "pink"), "purple": ("violets", "purple"), "red": ("rouges", "red")}
OUTPUT = {"fr": "Type de cellule", "en": "Kind of cell"}
HEAD = {
    "name": {"fr": "Globules blancs : type et morphologie", "en": "White cells: kind and morphology"},
    "description": {"fr": "Type (huit classes) et onze caractères morphologiques d’une cellule centrée d’un frottis sanguin coloré.",
                    "en": "Kind (eight classes) and eleven morphological attributes of one centred cell of a stained blood smear."},
}
CITE = [{"text": "A. Acevedo et al., A dataset of microscopic peripheral blood cell images for development of automatic recognition systems, Data in "
                 "Brief 30:105474 (2020), Mendeley Data doi:10.17632/snkd93bnjr.1, CC BY 4.0", "doi": "10.17632/snkd93bnjr.1"},
        {"text": "S. Tsutsui, W. Pang, B. Wen, WBCAtt: a white blood cell dataset annotated with detailed morphological attributes, NeurIPS 2023 "
                 "Datasets and Benchmarks, MIT", "url": "https://github.com/apple2373/wbcatt"}]
USE = {
    "status": "research",
    "purpose": {"fr": "Recherche, enseignement et démonstration : proposer le type d’une cellule et ce qui le justifie.",
                "en": "Research, teaching and demonstration: proposes the kind of a cell and what speaks for it."},
    "users": ["researcher", "teacher", "developer"],
    "population": {"fr": "Donneurs sains, un centre (Hospital Clínic de Barcelone), coloration May-Grünwald-Giemsa, CellaVision DM96.",
                   "en": "Healthy donors, one centre (Hospital Clínic, Barcelona), May Grünwald-Giemsa stain, CellaVision DM96."},
    "out_of_scope_use": {"fr": "Leucémie, blastes, dysplasie, parasites (jamais vus) ; formule sanguine rendue à un patient ; champ entier ; plusieurs "
                               "cellules dans l’image ; toute décision de soin.",
                         "en": "Leukaemia, blasts, dysplasia, parasites (never seen); a differential reported to a patient; a whole field; several cells "
                               "in the image; any decision on care."},
    "limitations": {"fr": "La cellule doit être centrée et occuper l’image comme dans les données. Toute cellule reçoit l’une des huit classes, même si elle "
                          "n’en est aucune. Les caractères ne valent que pour les cinq leucocytes mûrs. Autre coloration ou microscope : non mesuré.",
                    "en": "The cell must be centred and fill the image as in the data. Every cell gets one of the eight classes, even if it is none of them. "
                          "Attributes only hold for the five mature leucocytes. Other stain or microscope: unmeasured."},
    "known_biases": {"fr": "Classes en nombre égal ici, pas dans le sang : les probabilités supposent des classes également fréquentes.",
                     "en": "Classes are equally frequent here, not in blood: probabilities assume equal frequencies."},
    "risks": {"fr": "Une cellule anormale classée normale.", "en": "An abnormal cell called normal."},
    "recommendations": {"fr": "Relire toute cellule de probabilité inférieure à 0,9.", "en": "Review every cell with a probability below 0.9."},
    "synthetic_training_data": False, "regulatory": {"framework": "none"},
}
