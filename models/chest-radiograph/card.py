"""The model card, French then English, with the figures of measured.json."""


def figures(m):
    y, s = m["youden"], m["high_sensitivity"]
    changed = " ; ".join(f"{k} : {v:.3f}" for k, v in m["changed_images_auroc"].items())
    groups = " ; ".join(f"{k} (n = {g['n']}) : {g['auroc']:.3f} ({g['auroc_interval'][0]:.3f}–{g['auroc_interval'][1]:.3f})" for k, g in m["subgroups"].items())
    table = "\n".join(f"| {i + 1} | {b['n']} | {b['predicted']:.3f} | {b['observed']:.3f} |" for i, b in enumerate(m["calibration"]))
    return f"""| | |
|---|---|
| n, positifs / positives | {m['n']}, {m['positives']} ({100 * m['prevalence']:.1f} %) |
| AUROC | **{m['auroc']:.3f}** ({m['auroc_interval'][0]:.3f}–{m['auroc_interval'][1]:.3f}) |
| AUROC par pli / of each fold | {' ; '.join(f'{v:.3f}' for v in m['auroc_of_each_fold'])} |
| précision moyenne / average precision | {m['average_precision']:.3f} |
| exactitude à / accuracy at p ≥ 0.5 | {m['accuracy_at_half']:.3f} (majorité / majority: {m['baselines']['majority accuracy']:.3f}) |
| luminosité moyenne seule / mean brightness alone, AUROC | {m['baselines']['mean brightness AUROC']:.3f} |
| Youden | p ≥ {y['threshold']:.3f} : sensibilité {y['sensitivity']:.3f}, spécificité {y['specificity']:.3f} |
| sensibilité / sensitivity 95 % | p ≥ {s['threshold']:.3f} : spécificité / specificity {s['specificity']:.3f} |
| ECE, Brier | {m['ece']:.3f}, {m['brier']:.3f} |
| images changées / changed images, AUROC | {changed} |
| sous-groupes / subgroups, AUROC | {groups} |

| Huitième / eighth | n | p | observé / observed |
|---|---|---|---|
{table}
"""


def card(m, size):
    parts = f"{m['folds']} × {m['parameters'] // m['folds'] / 1e6:.2f} M"
    speed = f"{1000 * m['onnxruntime_seconds_per_image_1_thread']:.0f} ms"
    return f"""# Radiographie thoracique de l’enfant

Pneumonie (1) ou non (0) sur une radiographie de face d’un enfant de 1 à 5 ans, avec la carte des indices.
**Démonstration seulement ; n’est pas un dispositif médical ; pas pour l’adulte.**

## Données
Kermany et al., Cell 172:1122 (2018), Mendeley Data doi:10.17632/rscbjbr9sj, **CC BY 4.0** ; partie de l’ancien dossier de test : {m['n']}
clichés ({m['groups']} groupes de quasi-doublons, gardés du même côté), un autre tiers n’a jamais été vu. Pas d’identifiant d’enfant : deux
clichés d’un même enfant peuvent être de part et d’autre. Étiquettes de deux médecins, vérifiées par un troisième.

## Modèle
Moyenne de {m['folds']} petits réseaux résiduels (un par pli, {parts} paramètres), image et miroir, {m['size']} × {m['size']} gris, poids int8 par
canal, sans pré-apprentissage. AdamW, cosinus, moyenne des poids, {m['epochs']} époques, mixup, rotations ±10°, échelle, contraste, bruit,
effacement. Pente et décalage de calibration appris hors pli. La carte est la part exacte de chaque endroit dans la décision, à 6 × 6
cases : elle situe, elle ne délimite pas. ONNX {size / 1e6:.1f} Mo, {m['gflop']:.1f} GFLOP, {speed} (onnxruntime, un fil).

## Mesures (validation croisée à {m['folds']} plis, hors pli)
{figures(m)}
Chaque cliché est jugé par le seul réseau qui ne l’a pas vu ; la moyenne livrée des cinq n’a pas de validation propre dans ces données.
Intervalles : 2 000 rééchantillonnages des groupes. Calibration croisée par pli.

## Erreurs typiques
Vus sur les huit pires de chaque sens : les malades manqués ont des champs clairs et bien contrastés, sans opacité visible à cette taille ;
les normaux pris pour malades sont des clichés pâles ou peu contrastés, au thorax étroit ou un peu tourné.

## Comparaison
Les chiffres publiés sur ce jeu (souvent sur les 624 images du dossier de test, avec 5 000 images d’apprentissage et un réseau
pré-appris) ne sont pas comparables : autres images d’apprentissage, autre découpage.

## Hors champ
Adultes, profil, nouveau-nés, autre maladie, toute décision de soin.

## Reproduire
`python3 train.py train --seed 0 && … export && … evaluate && … manifest` ; un fil d’un cœur Xeon, environ cinq minutes de calcul
(estimées d’après la durée d’un pas). Aucun autre réglage n’a été essayé. Poids : CC BY 4.0 (Kermany et al. à citer).

---

# Children’s chest radiograph

Pneumonia (1) or not (0) on a frontal radiograph of a child of 1 to 5 years, with a map of the evidence.
**Demonstration only. Not a medical device. Not for adults.**

## Data
Kermany et al., Cell 172:1122 (2018), Mendeley Data doi:10.17632/rscbjbr9sj, **CC BY 4.0**; part of the former test folder: {m['n']} films
({m['groups']} near-duplicate groups, kept on one side); another third was never seen. No child ids: two films of one child may lie on both
sides. Labels by two physicians, checked by a third.

## Model
Mean of {m['folds']} small residual networks (one a fold, {parts} parameters), image and mirror image, {m['size']} × {m['size']} grey, int8 weights
per channel, no pre-training. AdamW, cosine, weight averaging, {m['epochs']} epochs, mixup, turns of ±10°, scale, contrast, noise, erasing.
Calibration slope and shift learnt out-of-fold. The map is each place’s exact part of the decision, in 6 × 6 cells: it locates, it does not
delineate. ONNX {size / 1e6:.1f} MB, {m['gflop']:.1f} GFLOP, {speed} (onnxruntime, one thread).

## Figures
Tables above ({m['folds']}-fold cross-validation, out-of-fold). Each film is judged by the one network that did not see it; the shipped mean of
the five has no validation of its own within these data. Intervals: 2,000 resamples of the groups. Calibration cross-fitted by fold.

## Failure gallery
Seen on the eight worst each way: missed children have clear, well contrasted lung fields without an opacity visible at this size; normal
films taken for ill are pale or of low contrast, with a narrow or slightly turned chest.

## Comparison
Published figures on this set (mostly on the 624 images of the test folder, with 5,000 training images and a pre-trained network) are not
comparable: other training images, other split.

## Out of scope
Adults, lateral views, newborns, any other disease, any decision on care.

## Reproduce
`python3 train.py train --seed 0 && … export && … evaluate && … manifest`; one thread of a Xeon core, about five minutes of
computing (estimated from the time of a step). No other setting was tried. Weights: CC BY 4.0 (cite Kermany et al.).
"""
