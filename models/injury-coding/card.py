"""The model card, French then English, with the figures of measured.json."""
from texts import LABELS, OUTPUTS


def rows(m, language):
    out = []
    for key, f in m["targets"].items():
        low, high = f["accuracy_interval"]
        sure = f["accuracy_where_p_at_least_0.8"]
        out.append(f"| {OUTPUTS[key][language]} (`{key}`) | {f['n']} | {f['classes']} | **{f['accuracy']:.3f}** | {low:.3f}–{high:.3f} | "
                   f"{f['key_words']['accuracy']:.3f} | {f['majority']['accuracy']:.3f} | {f['among_first_three']:.3f} | {f['macro_f1']:.3f} | "
                   f"{f['ece_of_the_decision']:.3f} | {100 * sure['share']:.0f} %: {sure['accuracy']:.3f} |")
    return "\n".join(out)


def groups(m):
    out = []
    for name, g in m["subgroups"]["body_part"].items():
        cells = [m["subgroups"][t][name] for t in m["targets"]]
        out.append(f"| {name} | {g['n']} | " + " | ".join(
            f"{c['accuracy']:.3f} ({c['accuracy_interval'][0]:.3f}–{c['accuracy_interval'][1]:.3f})" for c in cells) + " |")
    return "\n".join(out)


def classes(m, target):
    out = []
    for key, c in m["targets"][target]["per_class"].items():
        precision = "–" if c["precision"] is None else f"{c['precision']:.2f}"
        out.append(f"| {key} | {LABELS[target][key][0]} | {LABELS[target][key][2]} | {c['n']} | {c['recall']:.2f} | {precision} |")
    return "\n".join(out)


def calibration(m):
    tables = [f["calibration"] for f in m["targets"].values()]
    return "\n".join(f"| {i + 1} | " + " | ".join(f"{t[i]['predicted']:.3f} / {t[i]['observed']:.3f}" for t in tables) + " |"
                     for i in range(len(tables[0])))


def card(m, size):
    foldings = {t: " ; ".join(f"{v:.3f}" for v in f["accuracy_of_each_folding"]) for t, f in m["targets"].items()}
    return f"""# Codage d’un accident aux urgences

Partie du corps et diagnostic (codes NEISS) d’un récit d’urgences en anglais, avec les mots qui ont compté.
**Recherche et démonstration seulement ; n’est pas un dispositif médical.**

## Données
NEISS 2016–2020 (U.S. Consumer Product Safety Commission), accidents de feux d’artifice, **domaine public** ; 1 015 récits codés par des
codeurs hospitaliers formés. Un autre tiers est gardé à part et n’a jamais été vu. Pas d’identifiant de patient : plis par récit.

## Modèle
Vocabulaire de mots (et de mots collés) pris dans les récits et dans un lexique d’anatomie et de traumatologie ({m['lexicon_concepts']}
notions, d’après les définitions du manuel NEISS). Compteurs pondérés des mots et des paires, dans tout le récit et dans le diagnostic
final (après « DX »), et notions présentes, premières et dernières ; machines linéaires à marge (un contre tous), température. Le logit est
la somme exacte des parts des mots : ce sont elles que l’application surligne. ONNX {size / 1e6:.1f} Mo, opset 17.

## Mesures (validation croisée à 5 plis, hors pli, moyenne de trois tirages de plis)
| Cible | n | codes | exactitude | IC 95 % | mots clés seuls | majorité | parmi les 3 premiers | macro-F1 | ECE | p ≥ 0,8 : part, exactitude |
|---|---|---|---|---|---|---|---|---|---|---|
{rows(m, 'fr')}

Tirages : partie du corps {foldings['body_part']} ; diagnostic {foldings['diagnosis']}. Intervalle : 2 000 rééchantillonnages des récits.
« Mots clés seuls » : le code le plus fréquent du premier mot du lexique trouvé dans le diagnostic final. Le lexique a été complété et une douzaine de
gains par cible réglés en regardant des erreurs de ces mêmes récits : chiffres un peu optimistes. Le modèle livré est ajusté sur les
1 015 récits.

Calibration de la réponse par dixième (probabilité / part juste) :

| Dixième | `body_part` | `diagnosis` |
|---|---|---|
{calibration(m)}

| Sous-groupe | n | `body_part` | `diagnosis` |
|---|---|---|---|
{groups(m)}

| Partie du corps | français | NEISS | n | rappel | précision |
|---|---|---|---|---|---|
{classes(m, 'body_part')}

| Diagnostic | français | NEISS | n | rappel | précision |
|---|---|---|---|---|---|
{classes(m, 'diagnosis')}

## Erreurs typiques
Lésions multiples (« LAC FINGER, BURN HAND ») où le codeur a choisi l’autre ; notion rare ou mal orthographiée (« FNGERS », « AURICLE ») ;
« lower » et « upper » qui décident entre deux segments ; asthme après fumée, tantôt anoxie, tantôt autre ; perforation du tympan.

## Comparaison
Aucun chiffre publié ne porte sur ces récits et ces codes. Les étalons sont ceux du tableau (majorité, mots clés).

## Hors champ
Français ; autres accidents ; facturation, statistique officielle, décision de soin ; coude (absent des données).

## Essais
TF-IDF de mots : 0,77 et 0,76 ; de n-grammes de lettres : 0,81 et 0,81 ; régression logistique sur le lexique seul : 0,84 et 0,86 ; forêts
sur le lexique : 0,83 et 0,83 ; suites et paires de notions : sans gain. (Plis tirés autrement, machines à marge sauf mention.)

## Reproduire
`python3 train.py train && … export && … evaluate && … manifest` : moins d’une minute sur un cœur, déterministe. Poids : Apache-2.0.

---

# Injury coding of emergency narratives

Body part and diagnosis (NEISS codes) of an English emergency narrative, with the words that counted.
**For research and demonstration only. Not a medical device.**

## Data
NEISS 2016–2020 (U.S. Consumer Product Safety Commission), firework injuries, **public domain**; 1,015 narratives coded by trained hospital
coders. Another third is kept apart and was never seen. No patient ids: folds by narrative.

## Model
Vocabulary of words (and of glued words) from the narratives and from a lexicon of anatomy and injuries ({m['lexicon_concepts']} concepts,
after the definitions of the NEISS manual). Weighted counts of words and pairs, in the whole narrative and in the final diagnosis (after
“DX”), and concepts present, first and last; linear margin machines (one against the rest), temperature. The logit is the exact sum of the
words' parts: these are what the app highlights. ONNX {size / 1e6:.1f} MB, opset 17.

## Figures (5-fold cross-validation, out-of-fold, mean of three foldings)
| Target | n | codes | accuracy | 95 % interval | key words alone | majority | among first 3 | macro-F1 | ECE | p ≥ 0.8: share, accuracy |
|---|---|---|---|---|---|---|---|---|---|---|
{rows(m, 'en')}

Interval: 2,000 resamples of the narratives. “Key words alone”: the commonest code of the first lexicon word found in the final diagnosis.
The lexicon was completed and a dozen gains per target were tuned while looking at errors of these same narratives: slightly optimistic. The
shipped model is fitted on all 1,015 narratives. Calibration, subgroups and codes one by one: tables above.

## Failure gallery
Several injuries (“LAC FINGER, BURN HAND”) where the coder chose the other; rare or misspelt words (“FNGERS”, “AURICLE”); “lower” and
“upper” deciding between two segments; asthma after smoke, now anoxia, now other; perforated ear drums.

## Comparison
No published figure is about these narratives and codes. The baselines are those of the table (majority, key words).

## Out of scope
French; other accidents; billing, official statistics, decisions on care; elbow (absent from the data).

## Tried
TF-IDF of words: 0.77 and 0.76; of letter n-grams: 0.81 and 0.81; logistic regression on the lexicon alone: 0.84 and 0.86; forests on the
lexicon: 0.83 and 0.83; sequences and pairs of concepts: no gain. (Folds drawn otherwise, margin machines unless said.)

## Reproduce
`python3 train.py train && … export && … evaluate && … manifest`: under a minute on one core, deterministic. Weights: Apache-2.0.
"""
