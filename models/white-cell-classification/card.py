"""The model card, French then English, with the figures of measured.json."""
from texts import ATTRIBUTES, KINDS


def kinds(m):
    return "\n".join(f"| {KINDS[k][0]} / {KINDS[k][1]} (`{k}`) | {100 * m['prevalence'][k]:.1f} % | {v:.3f} | {m['auroc_of_each_kind'][k]:.4f} |"
                     for k, v in m["f1_of_each_kind"].items())


def attributes(m):
    row = lambda f: f"{f['n']} | {f['macro_f1']:.3f} ({f['macro_f1_interval'][0]:.3f}–{f['macro_f1_interval'][1]:.3f}) | {f['accuracy']:.3f} | {f['majority_accuracy']:.3f}"
    return "\n".join(f"| {ATTRIBUTES[a][0]} / {ATTRIBUTES[a][1]} (`{a}`) | {row(m['heads'][a])} |" for a in ATTRIBUTES)


def table(m):
    names = list(m["f1_of_each_kind"])
    head = "| | " + " | ".join(names) + " |\n|---|" + "---|" * len(names)
    return head + "\n" + "\n".join(f"| {n} | " + " | ".join(map(str, r)) + " |" for n, r in zip(names, m["confusion"]))


def mistakes(m, language, count=6):
    """The commonest confusions, in words."""
    names, t = list(m["f1_of_each_kind"]), m["confusion"]
    pairs = sorted(((t[i][j], a, b, sum(t[i])) for i, a in enumerate(names) for j, b in enumerate(names) if i != j and t[i][j]), reverse=True)
    word = {"fr": lambda n, a, b, of: f"{n} des {of} « {KINDS[a][0].lower()} » appelés « {KINDS[b][0].lower()} »",
            "en": lambda n, a, b, of: f"{n} of the {of} “{KINDS[a][1].lower()}” called “{KINDS[b][1].lower()}”"}[language]
    return (" ; " if language == "fr" else "; ").join(word(*p) for p in pairs[:count]) + "."


def targets(m, language):
    """What was aimed at and whether it was reached; the weakest attributes."""
    f = m["heads"]["cell_type"]
    aims = [(("macro-F1 des types", "macro-F1 of the kinds"), f["macro_f1"], 0.94), (("AUROC moyenne", "mean AUROC"), f["auroc"], 0.99),
            (("macro-F1 moyenne des caractères", "mean macro-F1 of the attributes"), m["attributes_mean_macro_f1"], 0.85)]
    weak = sorted(ATTRIBUTES, key=lambda a: m["heads"][a]["macro_f1"])[:3]
    if language == "fr":
        told = " ; ".join(f"{name[0]} ≥ {aim} : {value:.3f}, {'atteint' if value >= aim else '**manqué**'}" for name, value, aim in aims)
        return f"Objectifs : {told}. Les caractères les plus faibles : {', '.join(ATTRIBUTES[a][0].lower() for a in weak)} (voir le tableau) ; ne pas s’y fier."
    told = "; ".join(f"{name[1]} ≥ {aim}: {value:.3f}, {'reached' if value >= aim else '**missed**'}" for name, value, aim in aims)
    return f"Targets: {told}. The weakest attributes: {', '.join(ATTRIBUTES[a][1].lower() for a in weak)} (see the table); do not rely on them."


def calibration(m):
    return "\n".join(f"| {i + 1} | {b['n']} | {b['predicted']:.3f} | {b['observed']:.3f} |" for i, b in enumerate(m["calibration"]))


def summary(m, language):
    f = m["heads"]["cell_type"]
    low, high = f["macro_f1_interval"]
    alow, ahigh = m["attributes_mean_macro_f1_interval"]
    changed = " ; ".join(f"{k} : {v:.3f}" for k, v in m["changed_images_macro_f1"].items())
    prefixes = " ; ".join(f"{k} {v['recall']:.3f} (n = {v['n']})" for k, v in m["recall_of_each_prefix"].items())
    words = {"fr": ("macro-F1 des huit types", "moyenne des onze caractères, macro-F1", "AUROC moyenne", "majorité, macro-F1", "images changées, macro-F1", "rappel par préfixe"),
             "en": ("macro-F1 of the eight kinds", "mean of the eleven attributes, macro-F1", "mean AUROC", "majority, macro-F1", "changed images, macro-F1", "recall by prefix")}[language]
    return f"""| | |
|---|---|
| {words[0]} | **{f['macro_f1']:.3f}** ({low:.3f}–{high:.3f}) |
| {words[1]} | **{m['attributes_mean_macro_f1']:.3f}** ({alow:.3f}–{ahigh:.3f}) |
| {words[2]} | {f['auroc']:.4f} |
| {words[3]} | {f['majority_macro_f1']:.3f} |
| ECE | {f['ece']:.3f} |
| {words[4]} | {changed} |
| {words[5]} | {prefixes} |
"""


def card(m, size):
    return f"""# Globules blancs : type et morphologie

Type (huit classes) et onze caractères morphologiques d’une cellule centrée d’un frottis sanguin.
**Recherche et démonstration seulement ; n’est pas un dispositif médical. N’a jamais vu de leucémie.**

## Données
PBC (Acevedo et al., Data in Brief 2020, doi:10.17632/snkd93bnjr.1), **CC BY 4.0**, 700 cellules par classe réduites à 128 × 128 ; caractères de
WBCAtt (Tsutsui et al., NeurIPS 2023), **MIT**, pour les cinq leucocytes mûrs. {m['training_cells']} cellules d’apprentissage,
{m['validation_cells']} de validation (par empreinte du nom de fichier, quasi-doublons ensemble) ; un autre tiers n’a jamais été vu. Pas
d’identifiant de patient : des cellules d’un même donneur peuvent être de part et d’autre. Donneurs sains, un centre, une coloration.

## Modèle
Petit réseau résiduel ({m['parameters'] / 1e6:.2f} M de paramètres, {m['size']} × {m['size']} RVB, quatre miroirs, {m['gflop']:.2f} GFLOP), poids int8 par canal,
sans pré-apprentissage, {m['epochs']} époques : AdamW, cosinus, moyenne des poids, rotations, teinte, lumière, flou et bruit ; tailles presque
inchangées, car la taille est un caractère. Température par tête, apprise sur la validation. La carte des indices est la part exacte de chaque
endroit dans la décision, à 6 × 6 cases. ONNX {size / 1e6:.1f} Mo.

## Mesures (validation, {m['validation_cells']} cellules)
{summary(m, 'fr')}
| Type | part | F1 | AUROC |
|---|---|---|---|
{kinds(m)}

| Caractère | n | macro-F1 (IC 95 %) | exactitude | majorité |
|---|---|---|---|---|
{attributes(m)}

Lignes : vrai type ; colonnes : réponse.

{table(m)}

| Dixième | n | probabilité | part juste |
|---|---|---|---|
{calibration(m)}

Intervalles : rééchantillonnage des groupes de quasi-doublons. Les températures ont été réglées sur ces mêmes cellules.

## Erreurs typiques
{mistakes(m, 'fr')}
{targets(m, 'fr')}

## Comparaison
Les chiffres de BloodMNIST (28 à 224 points, 7 : 1 : 2 au hasard, 17 092 cellules) ne sont pas comparables : autre découpage, quatre fois plus
d’images d’apprentissage par classe. Ceux de WBCAtt (10 298 cellules, réseau pré-appris) non plus.

## Hors champ
Blastes, dysplasie, parasites, champ entier, formule rendue à un patient, autre coloration, toute décision de soin.

## Reproduire
`python3 train.py train --seed 0 --epochs {m['epochs']} && … export && … evaluate && … manifest` ; un fil d’un cœur Xeon. L’apprentissage livré a
été repris avec d’autres plans (40 époques prévues jusqu’à la 6e, 24 jusqu’à la 12e, 30 ensuite, {m['epochs']} faites faute de temps de calcul ; caractères pesés 0,15 jusqu’à la 12e,
0,35 ensuite) : un seul passage donnera d’autres poids.
Poids : CC BY 4.0 (Acevedo et al., Tsutsui et al. à citer).

---

# White cells: kind and morphology

Kind (eight classes) and eleven morphological attributes of one centred cell of a blood smear.
**For research and demonstration only. Not a medical device. Has never seen leukaemia.**

## Data
PBC (Acevedo et al., Data in Brief 2020, doi:10.17632/snkd93bnjr.1), **CC BY 4.0**, 700 cells per class shrunk to 128 × 128; attributes of WBCAtt
(Tsutsui et al., NeurIPS 2023), **MIT**, for the five mature leucocytes. {m['training_cells']} training cells, {m['validation_cells']} validation cells
(by hash of the file name, near-duplicates together); another third was never seen. No patient ids: cells of one donor may lie on both sides.
Healthy donors, one centre, one stain.

## Model
Small residual network ({m['parameters'] / 1e6:.2f} M parameters, {m['size']} × {m['size']} RGB, four mirror images, {m['gflop']:.2f} GFLOP), int8 weights per channel, no
pre-training, {m['epochs']} epochs: AdamW, cosine, weight averaging, turns, hue, light, blur and noise; sizes nearly unchanged, as size is an
attribute. One temperature a head, learnt on validation. The map of the evidence is each place’s exact part of the decision, in 6 × 6 cells.
ONNX {size / 1e6:.1f} MB.

## Figures (validation, {m['validation_cells']} cells)
{summary(m, 'en')}
Kinds, attributes, confusion and calibration: tables above. Intervals: resampling of near-duplicate groups. The temperatures were fitted on these
same cells.

## Failure gallery
{mistakes(m, 'en')}
{targets(m, 'en')}

## Comparison
BloodMNIST figures (28 to 224 pixels, random 7:1:2, 17,092 cells) are not comparable: other split, four times as many training images per class.
Nor are those of WBCAtt (10,298 cells, pre-trained network).

## Out of scope
Blasts, dysplasia, parasites, a whole field, a differential reported to a patient, another stain, any decision on care.

## Reproduce
`python3 train.py train --seed 0 --epochs {m['epochs']} && … export && … evaluate && … manifest`; one thread of a Xeon core. The shipped training was
resumed with other plans (40 epochs planned up to the 6th, 24 up to the 12th, 30 after it, {m['epochs']} done for want of computing time; attributes weighed 0.15 up to the
12th, 0.35 after it): one straight run will give other weights.
Weights: CC BY 4.0 (cite Acevedo et al. and Tsutsui et al.).
"""
