"""ELAIA-2: the 45 columns known at randomisation, their scales, the three outcomes, folds by patient."""
import csv
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from common.splits import fold_of  # noqa: E402

ID = "aki-outcome"
DATA = HERE / "../../../shared/data/train/aki-progression-elaia2"
FOLD_SEED = "aki-outcome-1"
OUTCOMES = ["composite_outcome", "dialysis14", "death14"]
# Everything else of the table is known only after the event, or is the trial arm or the hospital.
FEATURES = [
    "age", "age_over_90", "sex", "num_med", "on_acearb", "on_nsaid", "on_ppi", "admit_medical", "prior_cs72",
    "mincreat48_prior", "mincreat7_prior", "admit_creatinine", "baseline_creat", "egfr_at_admit", "time_to_rand", "aki_to_rand",
    "icu_at_rand", "ward_at_rand", "er_at_rand", "aki_stage_at_rand", "ckd_pmhx", "chf_elx_pmhx", "pulm_disease_elx_pmhx",
    "diabetes_elx_pmhx", "htn_elx_pmhx", "malignancy_elx_pmhx", "liverdisease_elx_pmhx", "elx_score_pmhx", "creat_at_rand",
    "aniongap_at_rand", "bicarbonate_at_rand", "bun_at_rand", "chloride_at_rand", "hemoglobin_at_rand",
    "plateletcount_at_rand", "potassium_at_rand", "sodium_at_rand", "wbcc_at_rand", "systolic_at_rand", "diastolic_at_rand",
    "pulse_at_rand", "resp_at_rand", "spo2_at_rand", "temp_at_rand", "sofa_at_rand",
]
# Columns read on a logarithmic scale: log(max(value + shift, least)).
LOG_LEAST = 0.05
LOG_SHIFT = {"mincreat48_prior": 0.0, "mincreat7_prior": 0.0, "admit_creatinine": 0.0, "baseline_creat": 0.0,
             "creat_at_rand": 0.0, "egfr_at_admit": 0.0, "bun_at_rand": 0.0, "wbcc_at_rand": 0.0,
             "plateletcount_at_rand": 0.0, "time_to_rand": 7.0, "aki_to_rand": 0.25}


def number(text):
    """A cell as a float; nan where it is empty or not stated."""
    return float(text) if text not in ("", "NA") else float("nan")


def read(root=DATA):
    """(rows of the table, features float64 [N,45] with nan, outcomes int [N,3])."""
    with open(Path(root) / "elaia2.csv", newline="") as f:
        rows = list(csv.DictReader(f))
    x = np.array([[number(r[c]) for c in FEATURES] for r in rows])
    return rows, x, np.array([[int(float(r[c])) for c in OUTCOMES] for r in rows])


def folds(rows, count=5, repeat=0):
    """Fold of every patient, by the hash of the id; each repeat shuffles anew."""
    return np.array([fold_of(f"{FOLD_SEED}-{repeat}", r["id"], count) for r in rows])


def logarithmic():
    """(mask [45], shift [45]) of the logarithmic columns."""
    return (np.array([c in LOG_SHIFT for c in FEATURES], float), np.array([LOG_SHIFT.get(c, 0.0) for c in FEATURES]))
