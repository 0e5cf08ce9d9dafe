"""The model card, French then English, with the figures of measured.json."""
from texts import NAMES


def rows(m):
    out = []
    for name, key in (("hors pli / out-of-fold (train + dev)", "out_of_fold"), ("train → dev", "official_train_to_dev")):
        f = m[key]
        low, high = f["weighted_f1_interval"]
        base = f["baselines_weighted_f1"]
        out.append(f"| {name} | {f['n']} | **{f['weighted_f1']:.3f}** | {low:.3f}–{high:.3f} | {f['macro_f1']:.3f} | {f['micro_f1']:.3f} | "
                   f"{f['exact_match']:.3f} | {f['first_label_is_right']:.3f} | {f['ece']:.3f} | {base['commonest label']:.3f} | "
                   f"{base['every label']:.3f} | {f['threshold']:.2f} |")
    return "\n".join(out)


def classes(m):
    return "\n".join(f"| {NAMES[k][0]} (`{k}`) | {c['n']} ({100 * c['prevalence']:.1f} %) | {c['f1']:.3f} | {c['f1_interval'][0]:.3f}–"
                     f"{c['f1_interval'][1]:.3f} | {c['auroc']:.3f} | {c['ece']:.3f} |" for k, c in m["classes"].items())


def calibration(m):
    return "\n".join(f"| {i + 1} | {b['predicted']:.3f} | {b['observed']:.3f} |" for i, b in enumerate(m["out_of_fold"]["calibration"]))


def groups(m):
    return "\n".join(f"| {k} | {g['n']} | {g['weighted_f1']:.3f} |" for k, g in m["subgroups"].items())


def card(m, size):
    none = 100 * m["out_of_fold"]["nothing_decided"]
    return f"""# Aiguillage d’un texte médical par spécialité

Une ou plusieurs de douze spécialités pour un résumé scientifique en français, avec les mots qui ont compté.
**Recherche et démonstration seulement ; n’est pas un dispositif médical.**

## Données
MORFITT (Labrak, Rouvier, Dufour, TALN-ARTS 2023 ; https://github.com/qanastek/MORFITT), **CC BY-SA 4.0** : parties officielles train
(1 514) et dev (1 022). La partie test officielle n’a jamais été vue. Ce sont des résumés d’articles, pas des textes sur des patients.

## Modèle
Vocabulaire des mots vus au moins trois fois, débuts et fins de mots pour les autres (15 000 morceaux environ) ; compteurs pondérés (TF-IDF)
des morceaux et de leurs paires ; une machine linéaire à marge par spécialité, classes équilibrées ; probabilité par droite logistique de
Platt. Le logit est la somme exacte des parts des mots, que l’application surligne. ONNX {size / 1e6:.1f} Mo, opset 17. Une même limite
de probabilité pour toutes les spécialités, choisie pour le F1 pondéré.

## Mesures
| Épreuve | n | F1 pondéré | IC 95 % | F1 macro | F1 micro | exact | 1ʳᵉ étiquette juste | ECE | étiquette la plus fréquente | toutes | limite |
|---|---|---|---|---|---|---|---|---|---|---|---|
{rows(m)}

Hors pli : validation croisée à 5 plis par résumé (vocabulaire pris dans tous les textes, sans étiquettes ; limite choisie sur ces mêmes
prédictions). Train → dev : vocabulaire, poids, calibration et limite de train seul. Intervalles : 2 000 rééchantillonnages des résumés.
Le modèle livré est ajusté sur train + dev. {none:.1f} % des résumés ne reçoivent aucune étiquette.

| Spécialité | n | F1 | IC 95 % | AUROC | ECE |
|---|---|---|---|---|---|
{classes(m)}

| Dixième | probabilité | part observée |
|---|---|---|
{calibration(m)}

| Sous-groupe | n | F1 pondéré |
|---|---|---|
{groups(m)}

## Erreurs typiques
Hors pli : « physiologie » (151 étiquettes manquées sur 342) et « étiologie » (150 sur 519, et 316 de trop) sont les plus floues ; physiologie
prise pour étiologie ou vétérinaire, étiologie pour psychologie ou chirurgie, chirurgie et génétique pour étiologie. Un tiers des étiquettes
manquent quand un résumé en a plusieurs, un cinquième quand il n’en a qu’une.

## Comparaison
L’article de MORFITT donne des F1 pondérés de modèles de langue sur le **test** officiel : ils ne se comparent qu’à une mesure sur ce test,
pas aux chiffres ci-dessus.

## Hors champ
Courriers, comptes rendus, textes sur des patients ; autre langue ; toute décision de soin.

## Essais
Sans classes équilibrées : F1 pondéré 0,64 sur dev à la meilleure limite ; avec : 0,70 ; paires de mots, n-grammes de lettres (0,715 à la
meilleure limite de dev, 76 000 entrées) ; vocabulaires de 4 000 à 17 500 morceaux appris : 0,69 à 0,70. Retenu : mots entiers, plus lisibles.

## Reproduire
`python3 train.py train && … export && … evaluate && … manifest` : environ une minute sur un cœur, déterministe.
Poids : **CC BY-SA 4.0**, comme les données.

---

# French medical text: specialty router

One or several of twelve specialties for a French scientific abstract, with the words that counted.
**For research and demonstration only. Not a medical device.**

## Data
MORFITT (Labrak, Rouvier, Dufour, TALN-ARTS 2023; https://github.com/qanastek/MORFITT), **CC BY-SA 4.0**: official train (1,514) and dev
(1,022) parts. The official test part was never seen. These are abstracts of articles, not texts about patients.

## Model
Vocabulary of the words seen at least three times, starts and ends of words for the others (about 15,000 pieces); weighted counts (TF-IDF)
of pieces and of their pairs; one linear margin machine per specialty, balanced classes; probability by Platt's logistic line. The logit is
the exact sum of the words' parts, which the app highlights. ONNX {size / 1e6:.1f} MB, opset 17. One probability threshold for all
specialties, chosen for the weighted F1.

## Figures
Tables above. Out-of-fold: 5-fold cross-validation by abstract (vocabulary from all texts, without labels; threshold chosen on these same
predictions). Train → dev: vocabulary, weights, calibration and threshold from train alone. Intervals: 2,000 resamples of the abstracts.
The shipped model is fitted on train + dev. {none:.1f} % of the abstracts get no label.

## Failure gallery
Out-of-fold: “physiology” (151 of 342 labels missed) and “etiology” (150 of 519, and 316 too many) are the vaguest; physiology taken for
etiology or veterinary, etiology for psychology or surgery, surgery and genetics for etiology. A third of the labels are missed where an
abstract has several, a fifth where it has one.

## Comparison
The MORFITT article gives weighted F1 of language models on the official **test** part: they compare only with a measurement on that test,
not with the figures above.

## Out of scope
Letters, reports, texts about patients; other languages; any decision on care.

## Tried
Without balanced classes: weighted F1 0.64 on dev at its best threshold; with: 0.70; word pairs, letter n-grams (0.715 at dev's best
threshold, 76,000 entries); learnt vocabularies of 4,000 to 17,500 pieces: 0.69 to 0.70. Kept: whole words, easier to read.

## Reproduce
`python3 train.py train && … export && … evaluate && … manifest`: about a minute on one core, deterministic.
Weights: **CC BY-SA 4.0**, as the data.
"""
