"""Words of the package in French and English: manifest texts, column units, the card."""

NAMES = {"composite_outcome": ("Aggravation, dialyse ou décès à 14 jours", "Progression, dialysis or death within 14 days"),
         "dialysis14": ("Dialyse à 14 jours", "Dialysis within 14 days"), "death14": ("Décès à 14 jours", "Death within 14 days")}
ANSWERS = {"0": ("Non", "No"), "1": ("Oui", "Yes")}
UNITS = {"age": "a", "mincreat48_prior": "mg/dL", "mincreat7_prior": "mg/dL", "admit_creatinine": "mg/dL", "baseline_creat": "mg/dL",
         "creat_at_rand": "mg/dL", "egfr_at_admit": "mL/min/1.73m2", "time_to_rand": "h", "aki_to_rand": "h", "aniongap_at_rand": "meq/L",
         "bicarbonate_at_rand": "meq/L", "bun_at_rand": "mg/dL", "chloride_at_rand": "meq/L", "hemoglobin_at_rand": "g/dL",
         "plateletcount_at_rand": "10*9/L", "potassium_at_rand": "meq/L", "sodium_at_rand": "meq/L", "wbcc_at_rand": "10*9/L",
         "systolic_at_rand": "mm[Hg]", "diastolic_at_rand": "mm[Hg]", "pulse_at_rand": "/min", "resp_at_rand": "/min", "spo2_at_rand": "%",
         "temp_at_rand": "[degF]"}
CITE = {"text": "F. P. Wilson et al., A randomized clinical trial assessing the effect of automated medication-targeted alerts on acute "
                "kidney injury outcomes, Nature Communications 14:2826 (2023); data: Dryad doi:10.5061/dryad.kh189327p (CC0)",
        "doi": "10.5061/dryad.kh189327p"}
HEAD = {
    "name": {"fr": "Insuffisance rénale aiguë : issue à 14 jours", "en": "Acute kidney injury: 14-day outcome"},
    "description": {
        "fr": "Risques calibrés d’aggravation, de dialyse et de décès dans les 14 jours, d’après 45 données connues à l’alerte ; la part "
              "exacte de chacune est donnée.",
        "en": "Calibrated risks of progression, dialysis and death within 14 days from 45 facts known at the alert, with the exact part "
              "of each."},
}
USE = {
    "status": "research",
    "purpose": {"fr": "Recherche et démonstration de l’analyse de tableaux : risques et contributions, à discuter par des personnes.",
                "en": "Research and demonstration of table analysis: risks and contributions, for people to discuss."},
    "users": ["researcher", "teacher", "developer"],
    "population": {
        "fr": "3 342 adultes hospitalisés dans quatre hôpitaux d’un réseau du Connecticut (essai ELAIA-2), en insuffisance rénale aiguë "
              "KDIGO et sous AINS, bloqueur du système rénine-angiotensine ou inhibiteur de la pompe à protons.",
        "en": "3,342 adult in-patients of four hospitals of one Connecticut network (ELAIA-2 trial) with KDIGO acute kidney injury and on "
              "an NSAID, a renin-angiotensin blocker or a proton pump inhibitor."},
    "out_of_scope_use": {
        "fr": "Toute décision de soin ; enfants ; chirurgie cardiaque ; patients sans insuffisance rénale aiguë ; autre pays sans nouvelle "
              "validation ; créatinine en µmol/L ou température en °C (le modèle veut des mg/dL et des °F).",
        "en": "Any decision on care; children; cardiac surgery; patients without acute kidney injury; another country without new "
              "validation; creatinine in µmol/L or temperature in °C (the model wants mg/dL and °F)."},
    "limitations": {
        "fr": "Association, non causalité : une contribution n’est pas l’effet d’un traitement. La sortie avant 14 jours compte comme "
              "« sans événement ». Entre hôpitaux la performance baisse (voir la fiche).",
        "en": "Association, not cause: a contribution is not the effect of a treatment. Discharge before 14 days counts as “no event”. "
              "Between hospitals performance drops (see the card)."},
    "known_biases": {"fr": "Un seul réseau de soins ; biais de codage du dossier électronique ; la race n’est pas une donnée du modèle.",
                     "en": "One health network; coding biases of the electronic record; race is not an input."},
    "risks": {"fr": "Un faux sentiment de sécurité ou d’urgence.", "en": "False reassurance or false urgency."},
    "recommendations": {"fr": "Vérifier les unités et les valeurs aberrantes ; ne jamais décider d’après le seul chiffre.",
                        "en": "Check units and outliers; never decide from the number alone."},
    "synthetic_training_data": False, "regulatory": {"framework": "none"},
}


def number(value, digits=3):
    return f"{value:.{digits}f}"


def span(pair, digits=3):
    return f"{pair[0]:.{digits}f}–{pair[1]:.{digits}f}"


def outcome_rows(m, language):
    rows = []
    for key, f in m["outcomes"].items():
        rows.append(f"| {NAMES[key][language]} (`{key}`) | {f['events']} / {f['n']} ({100 * f['prevalence']:.1f} %) | **{number(f['auroc'])}** | "
                    f"{span(f['auroc_interval'])} | {number(f['sofa_alone']['auroc'])} | {number(f['by_hospital']['auroc'])} | "
                    f"{number(f['average_precision'])} | {number(f['ece'])} ({number(f['by_hospital']['ece'])}) | {number(f['brier'])} "
                    f"({number(f['brier_of_prevalence'])}) |")
    return "\n".join(rows)


def calibration_rows(m):
    tables = [f["calibration"] for f in m["outcomes"].values()]
    cell = lambda b: f"{b['predicted']:.3f} / {b['observed']:.3f}"
    return "\n".join(f"| {i + 1} | " + " | ".join(cell(t[i]) for t in tables) + " |" for i in range(len(tables[0])))


def subgroup_rows(m):
    cell = lambda s: f"{number(s['auroc'])} ({span(s['auroc_interval'])}); {s['predicted']:.3f} / {s['observed']:.3f}"
    names = next(iter(m["subgroups"].values()))
    return "\n".join(f"| {k} | {g['n']} | " + " | ".join(cell(m["subgroups"][o][k]) for o in m["subgroups"]) + " |" for k, g in names.items())


def strongest(m, key):
    return ", ".join(f"{c} ({v:.2f})" for c, v in m["outcomes"][key]["strongest_columns"].items())


def points(m, key, language):
    y, s = m["outcomes"][key]["youden"], m["outcomes"][key]["sensitivity_90"]
    return (f"| `{key}` | {y['threshold']:.3f} | {y['sensitivity']:.2f} | {y['specificity']:.2f} | {y['ppv']:.2f} | {y['npv']:.2f} | "
            f"{s['threshold']:.3f} | {s['specificity']:.2f} |")


def card(m, size):
    from card import english, french

    return french(m, size) + "\n---\n\n" + english(m, size)
