"""Words of the package in French and English."""

HEAD = {
    "name": {"fr": "Formule d’un champ de frottis", "en": "Differential of a smear field"},
    "description": {"fr": "Repère les cellules d’un champ de frottis sanguin coloré, donne un type à chaque globule blanc et fait les comptes.",
                    "en": "Finds the cells of a stained blood smear field, names the kind of each white cell and counts."},
}
OUTPUTS = {
    "white_cells": {"fr": "Globules blancs par type", "en": "White cells by kind"},
    "other_cells": {"fr": "Globules rouges et plaquettes", "en": "Red cells and platelets"},
    "differential": {"fr": "Formule", "en": "Differential"},
    "counts": {"fr": "Comptes", "en": "Counts"},
}
CITE = [{"text": "BCCD Dataset, Shenggan 2017-2019, after images and boxes by cosmicad and akshaylamba (MIT licence)",
         "url": "https://github.com/Shenggan/BCCD_Dataset"},
        {"text": "A. Acevedo et al., A dataset of microscopic peripheral blood cell images for development of automatic recognition systems, Data in "
                 "Brief 30:105474 (2020), Mendeley Data doi:10.17632/snkd93bnjr.1, CC BY 4.0", "doi": "10.17632/snkd93bnjr.1"},
        {"text": "S. Tsutsui, W. Pang, B. Wen, WBCAtt: a white blood cell dataset annotated with detailed morphological attributes, NeurIPS 2023 "
                 "Datasets and Benchmarks, MIT", "url": "https://github.com/apple2373/wbcatt"}]
USE = {
    "status": "research",
    "purpose": {"fr": "Recherche, enseignement et démonstration d’une chaîne à deux étages : repérer, découper, classer, compter ; à vérifier par une personne.",
                "en": "Research, teaching and demonstration of a chain of two stages: find, cut out, classify, count; for a person to check."},
    "users": ["researcher", "teacher", "developer"],
    "population": {"fr": "Détecteur : champs d’un microscope et d’une coloration, patients non décrits. Classifieur : cellules de donneurs sains d’un autre "
                         "centre, d’une autre coloration et d’un autre appareil.",
                   "en": "Detector: fields of one microscope and stain, patients not described. Classifier: cells of healthy donors from another centre, "
                         "stain and device."},
    "out_of_scope_use": {"fr": "Tout diagnostic, toute formule ou numération rendue à un patient ; leucémie, blastes, dysplasie, parasites (jamais vus) ; "
                               "lame entière ; toute décision de soin.",
                         "en": "Any diagnosis, any differential or count reported to a patient; leukaemia, blasts, dysplasia, parasites (never seen); whole "
                               "slides; any decision on care."},
    "limitations": {"fr": "Le type n’est sûr que sur des images de la coloration du classifieur (May-Grünwald-Giemsa, CellaVision) : sur celle du détecteur il se "
                          "trompe souvent (voir la fiche). Toute cellule reçoit l’un des huit types. Le champ doit avoir "
                          "la taille des champs d’apprentissage (hématie d’environ un cinquième à un sixième de la largeur).",
                    "en": "The kind is only reliable on images of the classifier’s stain (May Grünwald-Giemsa, CellaVision): on the detector’s it is often wrong "
                          "(see the card). Every cell gets one of the eight kinds. The field must have the size of the training fields (a red cell about a fifth to a sixth of the width)."},
    "known_biases": {"fr": "Types en nombre égal à l’apprentissage, pas dans le sang ; le détecteur a appris des champs à un seul globule blanc, près du centre.",
                     "en": "Kinds equally frequent in training, not in blood; the detector learnt from fields with a single white cell near the middle."},
    "risks": {"fr": "Une formule fausse prise pour celle du laboratoire ; une cellule anormale appelée normale.",
              "en": "A wrong differential taken for the laboratory’s; an abnormal cell called normal."},
    "recommendations": {"fr": "Relire chaque globule blanc ; ne jamais additionner sans relecture.", "en": "Review every white cell; never add up without review."},
    "synthetic_training_data": False, "regulatory": {"framework": "none"},
}


# Red of the classifier's training images (mean and spread of their means): the detector's fields lie some four spreads below.
OTHER_COLOURS = {
    "when": "before", "rule": "intensity_stats", "severity": "warn", "kwargs": {"register": "red", "ref": {"mean": 222.7, "std": 8.4}, "z_max": 3},
    "message": {"fr": "Les couleurs ne sont pas celles sur lesquelles les types ont été appris : les comptes valent, les types de globules blancs ne sont pas fiables.",
                "en": "The colours are not those on which the kinds were learnt: counts hold, the kinds of white cells are not reliable."}}


def evaluations(m):
    r = lambda v: [round(x, 4) for x in v] if isinstance(v, list) else round(v, 4)
    counts = {}
    for cell, f in m["fields"]["counts"].items():
        counts |= {f"{cell}, mean count error a field": r(f["error_mean"]), f"{cell}, mean absolute count error": r(f["error_mean_abs"]),
                   f"{cell}, mean absolute count error 95% interval": r(f["error_mean_abs_interval"])}
    kinds = lambda k: {"accuracy": r(k["accuracy"]), "accuracy 95% interval": r(k["accuracy_interval"]), "macro-F1": r(k["macro_f1"]),
                       "macro-F1 95% interval": r(k["macro_f1_interval"]), "accuracy of the majority": r(k["majority_accuracy"])}
    other, own = m["fields"]["kinds_detector_validation"], m["cells"]
    return [{"dataset": "BCCD (MIT), the detector's validation fields", "role": "validation", "n": "45 fields", "metrics": counts,
             "note": "Counts at score 0.5 against the boxes of the set; bootstrap by field."},
            {"dataset": "BCCD (MIT), the detector's validation fields with one white cell of known kind", "role": "external test of the classifier",
             "n": other["n"], "metrics": kinds(other), "note": "Another stain and microscope than the classifier's."},
            {"dataset": "PBC (CC BY 4.0), the classifier's validation cells, each image as a small field", "role": "validation", "n": own["n"],
             "metrics": kinds(own), "note": "A cell that the detector misses counts as wrong."}]
