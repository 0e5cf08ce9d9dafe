"""The model card, French then English, with the figures of measured.json."""
from texts import NAMES, calibration_rows, outcome_rows, points, strongest, subgroup_rows


def french(m, size):
    return f"""# Insuffisance rénale aiguë : issue à 14 jours

Risque composite (aggravation, dialyse ou décès), risque de dialyse et risque de décès dans les 14 jours qui suivent une alerte
d’insuffisance rénale aiguë, d’après un tableau. **Recherche et démonstration seulement ; n’est pas un dispositif médical.**

## Données
- Essai ELAIA-2 (Wilson et al., Nature Communications 14:2826, 2023), Dryad doi:10.5061/dryad.kh189327p, **CC0**. 3 342 patients, une
  ligne par patient ; un autre tiers de l’essai est gardé à part et n’a jamais été vu.
- 45 colonnes connues au tirage au sort ; toutes les autres (créatinine d’après, durée, arrêts de traitement, consultations …) sont des
  fuites et sont écartées, comme le bras de l’essai et l’hôpital. {100 * m['missing_share']:.2f} % des cellules sont vides.

## Modèle
Régression logistique additive : une courbe lisse par colonne et par issue (droite et B-splines cubiques à 6 nœuds, pénalité de crête
C = {m['strengths']}), rangée dans une table de 65 points. La somme des contributions et d’une constante est exactement le logit ;
une contribution est l’écart, en log-cotes, au patient moyen. Valeurs manquantes : médiane. Calibration de Platt sur les prédictions
hors pli. Fichier ONNX (opérateurs simples, opset 17) : {size / 1e3:.0f} ko.

## Mesures (validation croisée à {m['folds']} plis par patient, hors pli)
| Issue | Événements | AUROC | IC 95 % | SOFA seul | autre hôpital | précision moyenne | ECE (autre hôpital) | Brier (prévalence seule) |
|---|---|---|---|---|---|---|---|---|
{outcome_rows(m, 0)}

Intervalles : 2 000 rééchantillonnages par patient. « Autre hôpital » : l’hôpital du patient n’a pas servi à l’apprentissage. Le modèle
livré est ajusté sur les 3 342 patients : il n’a donc pas de validation propre dans ces données. Les pénalités ont été choisies en
regardant des validations croisées de ces mêmes patients : léger optimisme.

Calibration par dixième (risque prédit / observé) :

| Dixième | {' | '.join(f'`{k}`' for k in NAMES)} |
|---|---|---|---|
{calibration_rows(m)}

Points de fonctionnement (seuil de Youden ; seuil de sensibilité 90 %) :

| Issue | seuil | sensibilité | spécificité | VPP | VPN | seuil 90 % | spécificité |
|---|---|---|---|---|---|---|---|
{chr(10).join(points(m, k, 0) for k in NAMES)}

## Sous-groupes : AUROC (IC 95 %) ; risque moyen prédit / observé
| Groupe | n | {' | '.join(f'`{k}`' for k in NAMES)} |
|---|---|---|---|---|
{subgroup_rows(m)}

## Contributions
Écart-type de la contribution, en log-cotes. Composite : {strongest(m, 'composite_outcome')}. Dialyse : {strongest(m, 'dialysis14')}.
Décès : {strongest(m, 'death14')}.

## Erreurs typiques
Le dixième des événements au risque prédit le plus bas : SOFA moyen 1,7 (4,2 pour les autres), 3 % en réanimation, une aggravation du stade
dans 96 % des cas, rarement un décès. Les 5 % de patients sans événement au risque le plus haut : SOFA moyen 5,3, 62 % en réanimation, séjour
médian de 15 jours après l’alerte.

## Comparaison
L’étalon publié avec les données est le score SOFA seul (colonne ci-dessus, sur ces patients). Les modèles publiés sur d’autres
cohortes (autres entrées, autres issues, autres délais) ne sont pas comparables.

## Hors champ
Enfants, chirurgie cardiaque, patients sans insuffisance rénale aiguë, autre pays sans nouvelle validation, autres unités (créatinine en
mg/dL, température en °F), toute décision de soin.

## Essais
Régression logistique simple, splines, arbres boostés additifs (sans interaction) et boostés avec interactions, moyennes de ces
modèles : pas mieux que ±0,005 ; l’additif lisse a été gardé pour ses contributions exactes.

## Reproduire
`python3 train.py train && python3 train.py export && python3 train.py evaluate && python3 train.py manifest` : moins d’une minute,
un cœur de processeur, sans tirage au hasard (plis par empreinte de l’identifiant). Poids : Apache-2.0. Données : CC0.
"""


def english(m, size):
    return f"""# Acute kidney injury: 14-day outcome

Composite risk (progression, dialysis or death), risk of dialysis and risk of death within the 14 days after an acute kidney injury
alert, from a table. **For research and demonstration only. Not a medical device.**

## Data
- ELAIA-2 trial (Wilson et al., Nature Communications 14:2826, 2023), Dryad doi:10.5061/dryad.kh189327p, **CC0**. 3,342 patients, one
  row each; another third of the trial is kept apart and was never seen.
- 45 columns known at randomisation; all others (later creatinine, durations, stopped drugs, consultations …) leak the outcome and are
  left out, as are the trial arm and the hospital. {100 * m['missing_share']:.2f} % of the cells are empty.

## Model
Additive logistic regression: one smooth curve per column and outcome (a line and cubic B-splines of 6 knots, ridge
C = {m['strengths']}), stored as a table of 65 points. The contributions and a constant add up to the logit exactly; a contribution is
the difference, in log-odds, from the average patient. Missing values: median. Platt calibration on the out-of-fold predictions. ONNX
file (plain operators, opset 17): {size / 1e3:.0f} kB.

## Figures ({m['folds']}-fold cross-validation by patient, out-of-fold)
| Outcome | Events | AUROC | 95 % interval | SOFA alone | other hospital | average precision | ECE (other hospital) | Brier (prevalence alone) |
|---|---|---|---|---|---|---|---|---|
{outcome_rows(m, 1)}

Intervals: 2,000 resamples by patient. “Other hospital”: the patient's hospital was not trained on. The shipped model is fitted on all
3,342 patients, so it has no validation of its own within these data. The penalties were chosen while looking at cross-validations of
these same patients: slightly optimistic. Calibration, operating points and subgroups: tables above.

## Contributions
Standard deviation of the contribution, in log-odds. Composite: {strongest(m, 'composite_outcome')}. Dialysis:
{strongest(m, 'dialysis14')}. Death: {strongest(m, 'death14')}.

## Failure gallery
The tenth of the events with the lowest predicted risk: mean SOFA 1.7 (4.2 for the others), 3 % in intensive care, a progression of the
stage in 96 %, seldom a death. The 5 % of patients without event with the highest risk: mean SOFA 5.3, 62 % in intensive care, median stay of
15 days after the alert.

## Comparison
The baseline published with the data is the SOFA score alone (column above, on these patients). Models published on other cohorts
(other inputs, outcomes and horizons) are not comparable.

## Out of scope
Children, cardiac surgery, patients without acute kidney injury, another country without new validation, other units (creatinine in
mg/dL, temperature in °F), any decision on care.

## Tried
Plain logistic regression, splines, boosted additive trees (no interactions), boosted trees with interactions, means of these: none
better by more than ±0.005; the smooth additive model was kept for its exact contributions.

## Reproduce
`python3 train.py train && python3 train.py export && python3 train.py evaluate && python3 train.py manifest`: under a minute on one
CPU core, nothing random (folds by hash of the patient id). Weights: Apache-2.0. Data: CC0.
"""
