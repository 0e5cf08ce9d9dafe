"""Short words for the columns, after the dictionary of the data set; `at randomization` is the moment of the alert."""

# Column: (French, English).
LABELS = {
    "age": ("âge", "age"),
    "age_over_90": ("90 ans ou plus", "aged 90 or over"),
    "sex": ("sexe (1 : femme)", "sex (1: female)"),
    "num_med": ("médicaments visés reçus", "medications of interest received"),
    "on_acearb": ("sous inhibiteur du SRAA", "on a RAAS inhibitor"),
    "on_nsaid": ("sous AINS", "on an NSAID"),
    "on_ppi": ("sous IPP", "on a PPI"),
    "admit_medical": ("admis en médecine", "admitted to a medical service"),
    "prior_cs72": ("avis néphrologique dans les 72 h avant", "kidney consult in the 72 h before"),
    "mincreat48_prior": ("créatinine la plus basse en 48 h", "lowest creatinine in 48 h"),
    "mincreat7_prior": ("créatinine la plus basse en 7 jours", "lowest creatinine in 7 days"),
    "admit_creatinine": ("créatinine à l’admission", "creatinine on admission"),
    "baseline_creat": ("créatinine de référence", "baseline creatinine"),
    "egfr_at_admit": ("DFG estimé à l’admission", "eGFR on admission"),
    "time_to_rand": ("heures depuis l’admission", "hours since admission"),
    "aki_to_rand": ("heures depuis la détection", "hours since detection"),
    "icu_at_rand": ("en réanimation", "in intensive care"),
    "ward_at_rand": ("en service d’hospitalisation", "on a ward"),
    "er_at_rand": ("aux urgences", "in the emergency room"),
    "aki_stage_at_rand": ("stade de l’insuffisance rénale", "stage of the kidney injury"),
    "ckd_pmhx": ("maladie rénale chronique", "chronic kidney disease"),
    "chf_elx_pmhx": ("insuffisance cardiaque", "congestive heart failure"),
    "pulm_disease_elx_pmhx": ("maladie pulmonaire", "pulmonary disease"),
    "diabetes_elx_pmhx": ("diabète", "diabetes"),
    "htn_elx_pmhx": ("hypertension", "hypertension"),
    "malignancy_elx_pmhx": ("cancer", "malignancy"),
    "liverdisease_elx_pmhx": ("maladie du foie", "liver disease"),
    "elx_score_pmhx": ("score d’Elixhauser", "Elixhauser score"),
    "creat_at_rand": ("créatinine", "creatinine"),
    "aniongap_at_rand": ("trou anionique", "anion gap"),
    "bicarbonate_at_rand": ("bicarbonate", "bicarbonate"),
    "bun_at_rand": ("azote uréique", "blood urea nitrogen"),
    "chloride_at_rand": ("chlorure", "chloride"),
    "hemoglobin_at_rand": ("hémoglobine", "haemoglobin"),
    "plateletcount_at_rand": ("plaquettes", "platelets"),
    "potassium_at_rand": ("potassium", "potassium"),
    "sodium_at_rand": ("sodium", "sodium"),
    "wbcc_at_rand": ("leucocytes", "white blood cells"),
    "systolic_at_rand": ("pression systolique", "systolic pressure"),
    "diastolic_at_rand": ("pression diastolique", "diastolic pressure"),
    "pulse_at_rand": ("pouls", "pulse"),
    "resp_at_rand": ("fréquence respiratoire", "respiratory rate"),
    "spo2_at_rand": ("saturation en oxygène", "oxygen saturation"),
    "temp_at_rand": ("température", "temperature"),
    "sofa_at_rand": ("score SOFA", "SOFA score"),
}


def column(name, unit=None):
    """A column as the manifest states it. @param unit UCUM code, where there is one"""
    fr, en = LABELS[name]
    return {"name": name, "type": "number"} | ({"unit": unit} if unit else {}) | {"label": {"fr": fr, "en": en}}
