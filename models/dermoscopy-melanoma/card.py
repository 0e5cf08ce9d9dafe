"""The model card, French then English, with the figures of measured.json."""


def figures(m):
    y, s = m["youden"], m["high_sensitivity"]
    low, high = m["corners_masked_interval"]
    changed = " ; ".join(f"{k} : {v:.3f}" for k, v in m["changed_images_auroc"].items() if k != "corners masked")
    groups = "\n".join(f"| {k} | {g['n']} | {g['positives']} | {g['auroc']:.3f} ({g['auroc_interval'][0]:.3f}–{g['auroc_interval'][1]:.3f}) |"
                       for k, g in m["subgroups"].items())
    bins = "\n".join(f"| {i + 1} | {b['n']} | {b['predicted']:.3f} | {b['observed']:.3f} |" for i, b in enumerate(m["calibration"]))
    return f"""| | |
|---|---|
| n, mélanomes / melanomas | {m['n']} ({m['groups']} groupes / groups), {m['positives']} ({100 * m['prevalence']:.1f} %) |
| AUROC | **{m['auroc']:.3f}** ({m['auroc_interval'][0]:.3f}–{m['auroc_interval'][1]:.3f}) |
| AUROC, coins masqués / corners masked | {m['changed_images_auroc']['corners masked']:.3f} ({low:.3f}–{high:.3f}) |
| AUROC par pli / of each fold | {' ; '.join(f'{v:.3f}' for v in m['auroc_of_each_fold'])} |
| précision moyenne / average precision | {m['average_precision']:.3f} |
| noirceur moyenne seule / mean darkness alone, AUROC | {m['baselines']['mean darkness AUROC']:.3f} |
| âge seul / age alone, AUROC | {m['baselines']['age alone AUROC (age known)']:.3f} |
| Youden | p ≥ {y['threshold']:.3f} : sensibilité {y['sensitivity']:.3f}, spécificité {y['specificity']:.3f} |
| sensibilité / sensitivity 90 % | p ≥ {s['threshold']:.3f} : spécificité / specificity {s['specificity']:.3f} |
| ECE, Brier | {m['ece']:.3f}, {m['brier']:.3f} |
| images changées / changed images, AUROC | {changed} |

| Sous-groupe / subgroup | n | mélanomes / melanomas | AUROC |
|---|---|---|---|
{groups}

| Huitième / eighth | n | p | observé / observed |
|---|---|---|---|
{bins}
"""


def mistakes(m, language):
    """What sets the worst errors apart: a tenth of each side."""
    e = m["worst_errors"]
    if language == "fr":
        return (f"Le dixième des mélanomes à la probabilité la plus basse (n = {e['missed']['n']}) : luminosité moyenne {e['missed']['brightness']:.0f} sur 255 "
                f"(autres mélanomes {e['other melanomas']['brightness']:.0f}), contraste {e['missed']['contrast']:.0f} ({e['other melanomas']['contrast']:.0f}), âge moyen "
                f"{e['missed']['age']:.0f} ans ({e['other melanomas']['age']:.0f}). Le vingtième des autres lésions à la probabilité la plus haute "
                f"(n = {e['false alarms']['n']}) : luminosité {e['false alarms']['brightness']:.0f} (reste {e['other lesions']['brightness']:.0f}), contraste "
                f"{e['false alarms']['contrast']:.0f} ({e['other lesions']['contrast']:.0f}), âge {e['false alarms']['age']:.0f} ans ({e['other lesions']['age']:.0f}).")
    return (f"The tenth of the melanomas with the lowest probability (n = {e['missed']['n']}): mean brightness {e['missed']['brightness']:.0f} of 255 (other melanomas "
            f"{e['other melanomas']['brightness']:.0f}), contrast {e['missed']['contrast']:.0f} ({e['other melanomas']['contrast']:.0f}), mean age "
            f"{e['missed']['age']:.0f} ({e['other melanomas']['age']:.0f}). The twentieth of the other lesions with the highest probability "
            f"(n = {e['false alarms']['n']}): brightness {e['false alarms']['brightness']:.0f} (rest {e['other lesions']['brightness']:.0f}), contrast "
            f"{e['false alarms']['contrast']:.0f} ({e['other lesions']['contrast']:.0f}), age {e['false alarms']['age']:.0f} ({e['other lesions']['age']:.0f}).")


def card(m, size):
    parts = f"{m['parameters'] / 1e6:.2f} M"
    masked = m["changed_images_auroc"]["corners masked"]
    speed = f"{1000 * m['onnxruntime_seconds_per_image_1_thread']:.0f} ms"
    return f"""# Dermoscopie : mélanome ou non

Mélanome (1) ou autre lésion pigmentée (0) sur une image de dermoscopie, avec la carte des indices.
**Démonstration seulement ; n’est pas un dispositif médical ; pour personne de réel.**

## Données
Défi ISIC 2017 (Codella et al., arXiv:1710.05006), images 256 × 256 ; **CC0** selon la page des données du défi ISIC, relue par personne ici : à
confirmer avant toute redistribution. {m['n']} images ({m['groups']} groupes de quasi-doublons gardés du même côté) ; un autre tiers n’a jamais
été vu. Ni lésion ni patient ne sont identifiés. Nævus et kératoses séborrhéiques sont réunis.

## Modèle
Le corps du réseau des globules blancs (`white-cell-classification`, {parts} de paramètres, jamais appris sur la peau) tel quel, et une régression
logistique sur les moyennes de ses quatre étages, apprise sur les images avec et sans coins ; moyenne de {m['folds']} régressions (une par pli) ; image et
miroir, {m['size']} × {m['size']} RVB, poids int8 par canal. Pente et décalage de calibration appris hors pli. Carte à 6 × 6 cases : part exacte de chaque endroit.
ONNX {size / 1e6:.1f} Mo, {m['gflop']:.1f} GFLOP, {speed} (onnxruntime, un fil).

## Mesures (validation croisée à {m['folds']} plis par groupe, hors pli)
{figures(m)}
« Coins masqués » : hors du disque inscrit, la couleur moyenne du disque. Chaque image est jugée par la seule régression qui n’a pas vu son
groupe ; la moyenne livrée n’a pas de validation propre dans ces données. Intervalles : 2 000 rééchantillonnages des groupes.

## Erreurs typiques
{mistakes(m, 'fr')}
**L’objectif fixé (AUROC ≥ 0,78, coins masqués ou non) est manqué : {m['auroc']:.3f} et {masked:.3f}.** À comparer à l’âge seul
({m['baselines']['age alone AUROC (age known)']:.3f}) : ce modèle montre une chaîne et une carte d’indices, il n’apprend rien à personne sur une lésion.

## Comparaison
Les chiffres du défi (jusqu’à 0,87 d’AUROC pour le mélanome sur les 600 images de test, réseaux pré-appris et données externes) ne sont pas
comparables : autres images jugées, autres moyens.

## Hors champ
Diagnostic, tri, photographie sans dermoscope, peaux foncées, muqueuses, ongles, carcinomes.

## Reproduire
`python3 train.py train --cells <point de reprise du réseau des globules blancs> && … export && … evaluate && … manifest` ; deux minutes d’un cœur Xeon,
rien n’est tiré au hasard. Aussi essayé, hors pli : statistiques de couleur (0,66), filtres appris par k-moyennes avec régression logistique (0,71), machine
à vecteurs de support sur les mêmes étages (0,71) ; un petit réseau appris de zéro a été arrêté faute de temps de calcul (0,58 après 10 époques d’un pli de
18). La force de la régression (C = 0,3) a été choisie sur ces mêmes plis parmi quatre. Poids : CC BY 4.0 (corps appris sur PBC et WBCAtt ; Acevedo et al., Tsutsui et al. à citer).

---

# Dermoscopy: melanoma or not

Melanoma (1) or another pigmented lesion (0) on a dermoscopy image, with a map of the evidence.
**Demonstration only. Not a medical device. Not for any real person.**

## Data
ISIC 2017 challenge (Codella et al., arXiv:1710.05006), images 256 × 256; **CC0** according to the ISIC challenge data page, not re-read here: to be
confirmed before any redistribution. {m['n']} images ({m['groups']} near-duplicate groups kept on one side); another third was never seen. Neither
lesions nor patients are identified. Naevi and seborrhoeic keratoses are merged.

## Model
The body of the white cell network (`white-cell-classification`, {parts} parameters, never trained on skin) as it is, and a logistic regression on the means
of its four stages, learnt on the images with and without their corners; the mean of {m['folds']} regressions (one a fold); image and mirror image,
{m['size']} × {m['size']} RGB, int8 weights per channel. Calibration slope and shift learnt out-of-fold. Map of 6 × 6 cells: each place’s exact part. ONNX
{size / 1e6:.1f} MB, {m['gflop']:.1f} GFLOP, {speed} (onnxruntime, one thread).

## Figures
Tables above ({m['folds']}-fold cross-validation by group, out-of-fold). “Corners masked”: outside the inscribed disc, the mean colour of the disc. Each
image is judged by the one regression that did not see its group; the shipped mean has no validation of its own within these data. Intervals: 2,000
resamples of the groups.

## Failure gallery
{mistakes(m, 'en')}
**The target set (AUROC ≥ 0.78, corners masked or not) is missed: {m['auroc']:.3f} and {masked:.3f}.** Compare with age alone
({m['baselines']['age alone AUROC (age known)']:.3f}): this model shows a chain and a map of evidence; it tells nobody anything about a lesion.

## Comparison
The challenge’s figures (up to 0.87 AUROC for melanoma on the 600 test images, pre-trained networks and external data) are not comparable: other
images, other means.

## Out of scope
Diagnosis, triage, photographs without a dermoscope, dark skin, mucosa, nails, carcinomas.

## Reproduce
`python3 train.py train --cells <checkpoint of the white cell network> && … export && … evaluate && … manifest`; two minutes of a Xeon core, nothing is drawn
at random. Also tried, out-of-fold: colour statistics (0.66), filters learnt by k-means with logistic regression (0.71), support vector machine on the same
stages (0.71); a small network learnt from scratch was stopped for want of computing time (0.58 after 10 epochs of one fold, 18 planned). The strength of
the regression (C = 0.3) was chosen on these same folds among four. Weights: CC BY 4.0 (body learnt on PBC and WBCAtt; cite Acevedo et al. and Tsutsui et al.).
"""
