"""Words of the package in French and English: labels with their NEISS codes, manifest texts."""

# key: (French, English, NEISS code)
BODY_PART = {
    "25-50'%' of Body": ("25 à 50 % du corps", "25–50 % of the body", "84"), "All Parts of Body": ("Corps entier", "All parts of the body", "85"),
    "Ankle": ("Cheville", "Ankle", "37"), "Ear": ("Oreille", "Ear", "94"), "Eyeball": ("Œil", "Eyeball", "77"), "Face": ("Visage", "Face", "76"),
    "Finger": ("Doigt", "Finger", "92"), "Foot": ("Pied", "Foot", "83"), "Hand": ("Main", "Hand", "82"), "Head": ("Tête", "Head", "75"),
    "Knee": ("Genou", "Knee", "35"), "Lower Arm": ("Avant-bras", "Lower arm", "33"), "Lower Leg": ("Jambe", "Lower leg", "36"),
    "Lower Trunk": ("Bas du tronc", "Lower trunk", "79"), "Mouth": ("Bouche", "Mouth", "88"), "Neck": ("Cou", "Neck", "89"),
    "Not Stated": ("Non précisé", "Not stated", "87"), "Pubic Region": ("Région pubienne", "Pubic region", "38"),
    "Shoulder": ("Épaule", "Shoulder", "30"), "Toe": ("Orteil", "Toe", "93"), "Upper Arm": ("Bras", "Upper arm", "80"),
    "Upper Leg": ("Cuisse", "Upper leg", "81"), "Upper Trunk": ("Haut du tronc", "Upper trunk", "31"), "Wrist": ("Poignet", "Wrist", "34"),
}
DIAGNOSIS = {
    "Amputation": ("Amputation", "Amputation", "50"), "Anoxia": ("Anoxie", "Anoxia", "65"), "Avulsion": ("Avulsion", "Avulsion", "72"),
    "Burns, chemical (caustics, etc.)": ("Brûlure chimique", "Chemical burn", "49"),
    "Burns, electrical 46 Burns, not specified": ("Brûlure non précisée", "Burn, not specified", "47"),
    "Burns, scald (from hot liquids or steam)": ("Ébouillantement", "Scald", "48"),
    "Burns, thermal (from flames or hot surface)": ("Brûlure thermique", "Thermal burn", "51"), "Concussions": ("Commotion", "Concussion", "52"),
    "Contusions, Abrasions": ("Contusion, abrasion", "Contusion, abrasion", "53"), "Dental injury": ("Lésion dentaire", "Dental injury", "60"),
    "Dermatitis, Conjunctivitis": ("Dermatite, conjonctivite", "Dermatitis, conjunctivitis", "74"),
    "Dislocation": ("Luxation", "Dislocation", "55"), "Foreign body": ("Corps étranger", "Foreign body", "56"), "Fracture": ("Fracture", "Fracture", "57"),
    "Hematoma": ("Hématome", "Hematoma", "58"), "Hemorrhage": ("Hémorragie", "Hemorrhage", "66"),
    "Internal organ injury": ("Lésion d’organe interne", "Internal organ injury", "62"), "Laceration": ("Plaie", "Laceration", "59"),
    "Other/Not Stated": ("Autre ou non précisé", "Other or not stated", "71"), "Poisoning": ("Intoxication", "Poisoning", "68"),
    "Puncture": ("Plaie punctiforme", "Puncture", "63"), "Strain or Sprain": ("Entorse, élongation", "Strain or sprain", "64"),
}
LABELS = {"body_part": BODY_PART, "diagnosis": DIAGNOSIS}
OUTPUTS = {"body_part": {"fr": "Partie du corps", "en": "Body part"}, "diagnosis": {"fr": "Diagnostic", "en": "Diagnosis"}}
EVIDENCE = {"fr": "mots qui ont parlé pour la réponse", "en": "words that spoke for the answer"}
HEAD = {
    "name": {"fr": "Codage d’un accident aux urgences", "en": "Injury coding of emergency narratives"},
    "description": {"fr": "Partie du corps et diagnostic NEISS d’un récit d’urgences en anglais, avec les mots qui ont compté.",
                    "en": "NEISS body part and diagnosis of an English emergency narrative, with the words that counted."},
}
CITE = {"text": "U.S. Consumer Product Safety Commission, NEISS 2016–2020, firework injuries (public domain)",
        "url": "https://www.cpsc.gov/Research--Statistics/NEISS-Injury-Data"}
USE = {
    "status": "research",
    "purpose": {"fr": "Recherche et démonstration du codage de texte libre avec preuve surlignée, à relire par une personne.",
                "en": "Research and demonstration of free-text coding with highlighted evidence, for a person to review."},
    "users": ["researcher", "teacher", "developer"],
    "population": {"fr": "Récits d’urgences américaines (environ 130 lettres, abrégés) d’accidents de feux d’artifice, 2016–2020.",
                   "en": "American emergency narratives (about 130 letters, abbreviated) of firework injuries, 2016–2020."},
    "out_of_scope_use": {"fr": "Français ; autres accidents sans nouvelle validation ; facturation, statistique officielle ou décision de soin ; "
                               "parties du corps absentes des données (coude).",
                         "en": "French; other accidents without new validation; billing, official statistics or decisions on care; body parts "
                               "missing from the data (elbow)."},
    "limitations": {"fr": "Un seul code par récit, celui de la lésion la plus grave : en cas de lésions multiples le choix du codeur est parfois "
                          "arbitraire. Les codes rares (moins de dix récits) sont peu sûrs.",
                    "en": "One code per narrative, that of the gravest injury: with several injuries the coder's choice is sometimes arbitrary. "
                          "Rare codes (fewer than ten narratives) are unsure."},
    "known_biases": {"fr": "Main, œil et brûlures dominent.", "en": "Hands, eyes and burns dominate."},
    "risks": {"fr": "Un code faux pris pour vérifié.", "en": "A wrong code taken for a checked one."},
    "recommendations": {"fr": "Relire tout récit dont la probabilité est inférieure à 0,8 ou qui nomme plusieurs lésions.",
                        "en": "Review every narrative whose probability is below 0.8 or that names several injuries."},
    "synthetic_training_data": False, "regulatory": {"framework": "none"},
}
EXAMPLE = "34 YOM WAS LIGHTING A ROMAN CANDLE WHEN SPARKS HIT HIS LEFT FOREARM. DX: 2ND DEGREE BURN L FOREARM, ABRASION CHIN"
EXAMPLE_SHORT = "9YOF FELL WHILE WATCHING FIREWORKS C/O WRIST PAIN / FX WRIST"
