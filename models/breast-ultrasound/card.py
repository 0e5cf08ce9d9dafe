"""The model card, French then English, with the figures of measured.json."""
from texts import KINDS


def figures(m):
    t, y, s = m["three_classes"], m["youden"], m["high_sensitivity"]
    changed = " ; ".join(f"{k} : {v:.3f}" for k, v in m["changed_images_auroc"].items())
    groups = " ; ".join(f"{k} (n = {g['n']}) : {g['auroc']:.3f} ({g['auroc_interval'][0]:.3f}–{g['auroc_interval'][1]:.3f})" for k, g in m["subgroups"].items())
    bins = "\n".join(f"| {i + 1} | {b['n']} | {b['predicted']:.3f} | {b['observed']:.3f} |" for i, b in enumerate(m["calibration"]))
    names = list(KINDS)
    rows = "\n".join(f"| {n} | " + " | ".join(map(str, r)) + f" | {t['f1'][n]:.3f} | {t['auroc'][n]:.3f} |" for n, r in zip(names, t["confusion"]))
    return f"""| | |
|---|---|
| n, malins / malignant | {m['n']} ({m['groups']} groupes / groups), {m['positives']} ({100 * m['prevalence']:.1f} %) |
| AUROC malin / malignant | **{m['auroc']:.3f}** ({m['auroc_interval'][0]:.3f}–{m['auroc_interval'][1]:.3f}) |
| AUROC par pli / of each fold | {' ; '.join(f'{v:.3f}' for v in m['auroc_of_each_fold'])} |
| précision moyenne / average precision | {m['average_precision']:.3f} |
| trois classes / three classes, macro-F1 | {t['macro_f1']:.3f} ({t['macro_f1_interval'][0]:.3f}–{t['macro_f1_interval'][1]:.3f}) |
| exactitude / accuracy (majorité / majority) | {t['accuracy']:.3f} ({t['majority_accuracy']:.3f}) |
| luminosité moyenne, étendue / mean brightness, its spread, AUROC | {m['baselines']['mean brightness AUROC']:.3f} ; {m['baselines']['spread of brightness AUROC']:.3f} |
| Youden | p ≥ {y['threshold']:.3f} : sensibilité {y['sensitivity']:.3f}, spécificité {y['specificity']:.3f} |
| sensibilité / sensitivity 90 % | p ≥ {s['threshold']:.3f} : spécificité / specificity {s['specificity']:.3f} |
| ECE (malin), ECE (réponse), Brier | {m['ece']:.3f}, {t['ece_of_the_decision']:.3f}, {m['brier']:.3f} |
| images changées / changed images, AUROC | {changed} |
| sous-groupes / subgroups, AUROC | {groups} |

| vrai / true | {' | '.join(names)} | F1 | AUROC |
|---|{'---|' * (len(names) + 2)}
{rows}

| Huitième / eighth | n | p | observé / observed |
|---|---|---|---|
{bins}
"""


def mistakes(m, language):
    """The confusions by falling number, in words."""
    names, t = list(KINDS), m["three_classes"]["confusion"]
    pairs = sorted(((t[i][j], names[i], names[j], sum(t[i])) for i in range(3) for j in range(3) if i != j and t[i][j]), reverse=True)
    word = {"fr": lambda n, a, b, of: f"{n} des {of} « {KINDS[a][0].lower()} » appelés « {KINDS[b][0].lower()} »",
            "en": lambda n, a, b, of: f"{n} of the {of} “{KINDS[a][1].lower()}” called “{KINDS[b][1].lower()}”"}[language]
    return (" ; " if language == "fr" else "; ").join(word(*p) for p in pairs) + "."


def card(m, size):
    parts = f"{m['folds']} × {m['parameters'] // m['folds'] / 1e6:.2f} M"
    speed = f"{1000 * m['onnxruntime_seconds_per_image_1_thread']:.0f} ms"
    return f"""# Échographie du sein

Sans lésion, lésion bénigne ou maligne, avec la carte des indices. **Démonstration seulement ; n’est pas un dispositif médical.**

## Données
BUSI (Al-Dhabyani et al., Data in Brief 28:104863, 2020), **CC BY 4.0** : {m['n']} images en {m['groups']} groupes de quasi-doublons gardés du
même côté ; un autre tiers n’a jamais été vu. Pas d’identifiant de patiente. {m['conflicting_images']} images de groupes aux étiquettes
contradictoires ne servent pas à l’apprentissage (elles comptent dans les mesures). Étiquettes des radiologues de l’hôpital.

## Modèle
Moyenne de {m['folds']} petits réseaux résiduels (un par pli, {parts} paramètres), image et miroir, {m['size']} × {m['size']} gris (ramené au carré),
poids int8 par canal, sans pré-apprentissage, {m['epochs']} époques, mixup, rotations ±12°, échelle, contraste, bruit, effacement ; jamais de
retournement vertical. Pente et décalages de calibration appris hors pli. Carte à 6 × 6 cases. ONNX {size / 1e6:.1f} Mo, {m['gflop']:.1f} GFLOP,
{speed} (onnxruntime, un fil).

## Mesures (validation croisée à {m['folds']} plis par groupe, hors pli)
{figures(m)}
Chaque image est jugée par le seul réseau qui n’a pas vu son groupe ; la moyenne livrée n’a pas de validation propre dans ces
données. Intervalles : 2 000 rééchantillonnages des groupes.

## Erreurs typiques
{mistakes(m, 'fr')}
La réponse « sans lésion » n’est pas fiable : F1 {m['three_classes']['f1']['normal']:.2f}. Seule la probabilité de malignité atteint l’objectif fixé (AUROC ≥ 0,85).

## Comparaison
La plupart des chiffres publiés sur BUSI viennent de découpages au hasard, avec des doublons des deux côtés et des réseaux pré-appris : ils sont
trop beaux et ne sont pas comparables (Pawlowska et al., Scientific Data 2024).

## Hors champ
Dépistage, diagnostic, décision de biopsie, aisselle, homme, séquences, autre appareil.

## Reproduire
`python3 train.py train --seed 0 && … export && … evaluate && … manifest` ; un fil d’un cœur Xeon (environ 4 minutes de
calcul ; cinq plis de 40 époques étaient prévus, le temps manquait). Poids : CC BY 4.0 (Al-Dhabyani et al. à citer).

---

# Breast ultrasound

No lesion, benign or malignant lesion, with a map of the evidence. **Demonstration only. Not a medical device.**

## Data
BUSI (Al-Dhabyani et al., Data in Brief 28:104863, 2020), **CC BY 4.0**: {m['n']} images in {m['groups']} near-duplicate groups kept on one side;
another third was never seen. No patient ids. {m['conflicting_images']} images of groups with conflicting labels are not trained on (they count in
the figures). Labels by the hospital’s radiologists.

## Model
Mean of {m['folds']} small residual networks (one a fold, {parts} parameters), image and mirror image, {m['size']} × {m['size']} grey (squashed to a
square), int8 weights per channel, no pre-training, {m['epochs']} epochs, mixup, turns of ±12°, scale, contrast, noise, erasing; never upside
down. Calibration slope and shifts learnt out-of-fold. Map of 6 × 6 cells. ONNX {size / 1e6:.1f} MB, {m['gflop']:.1f} GFLOP, {speed} (onnxruntime,
one thread).

## Figures
Tables above ({m['folds']}-fold cross-validation by group, out-of-fold). Each image is judged by the one network that did not see its group; the
shipped mean has no validation of its own within these data. Intervals: 2,000 resamples of the groups.

## Failure gallery
{mistakes(m, 'en')}
The answer “no lesion” is not reliable: F1 {m['three_classes']['f1']['normal']:.2f}. Only the probability of malignancy reaches the target set (AUROC ≥ 0.85).

## Comparison
Most published figures on BUSI come from random splits, with duplicates on both sides and pre-trained networks: they are inflated and not
comparable (Pawlowska et al., Scientific Data 2024).

## Out of scope
Screening, diagnosis, decision on biopsy, axilla, men, moving images, another machine.

## Reproduce
`python3 train.py train --seed 0 && … export && … evaluate && … manifest`; one thread of a Xeon core (some 4 minutes of
computing; five folds of 40 epochs were planned, time was short). Weights: CC BY 4.0 (cite Al-Dhabyani et al.).
"""
