"""The model card, French then English, with the figures of measured.json."""

KINDS = {"basophil": ("Basophile", "Basophil"), "eosinophil": ("Éosinophile", "Eosinophil"), "erythroblast": ("Érythroblaste", "Erythroblast"),
         "ig": ("Granulocyte immature", "Immature granulocyte"), "lymphocyte": ("Lymphocyte", "Lymphocyte"), "monocyte": ("Monocyte", "Monocyte"),
         "neutrophil": ("Neutrophile", "Neutrophil"), "platelet": ("Plaquette", "Platelet"), "none": ("non repéré", "not found")}
CELLS = {"RBC": ("Globules rouges", "Red cells"), "WBC": ("Globules blancs", "White cells"), "Platelets": ("Plaquettes", "Platelets")}


def counts(m, column):
    head = ("| Cellules | vraies | trouvées | erreur par champ (IC 95 %) | erreur absolue (IC 95 %) | compte exact |",
            "| Cells | true | found | error a field (95 % interval) | absolute error (95 % interval) | exact count |")[column]
    row = lambda c, f: (f"| {CELLS[c][column]} | {f['truth']} | {f['found']} | {f['error_mean']:+.2f} ({f['error_mean_interval'][0]:+.2f} … "
                        f"{f['error_mean_interval'][1]:+.2f}) | {f['error_mean_abs']:.2f} ({f['error_mean_abs_interval'][0]:.2f}–"
                        f"{f['error_mean_abs_interval'][1]:.2f}) | {100 * f['exact']:.0f} % |")
    return "\n".join([head, "|---|---|---|---|---|---|", *(row(c, f) for c, f in m["fields"]["counts"].items())])


def kinds(parts, column):
    """One row a set of cells: accuracy, macro-F1, majority."""
    head = ("| Cellules jugées | n | exactitude (IC 95 %) | macro-F1 (IC 95 %) | majorité |",
            "| Cells judged | n | accuracy (95 % interval) | macro-F1 (95 % interval) | majority |")[column]
    row = lambda name, k: (f"| {name} | {k['n']} | **{k['accuracy']:.3f}** ({k['accuracy_interval'][0]:.3f}–{k['accuracy_interval'][1]:.3f}) | "
                           f"{k['macro_f1']:.3f} ({k['macro_f1_interval'][0]:.3f}–{k['macro_f1_interval'][1]:.3f}) | {k['majority_accuracy']:.3f} |")
    return "\n".join([head, "|---|---|---|---|---|", *(row(n, k) for n, k in parts)])


def differential(k, column):
    """True and found percentages of a set of cells, and how many of each kind were named right."""
    head = ("| Type | part vraie | part trouvée | nommés juste |", "| Kind | true part | found part | named right |")[column]
    names = [n for n in KINDS if n in k["true_differential"] or n in k["found_differential"]]
    right = lambda n: f"{k['recall'][n]['recall']:.2f} (n = {k['recall'][n]['n']})" if n in k["recall"] else "–"
    part = lambda d, n: f"{100 * d.get(n, 0):.1f} %"
    rows = (f"| {KINDS[n][column]} | {part(k['true_differential'], n)} | {part(k['found_differential'], n)} | {right(n)} |" for n in names)
    return "\n".join([head, "|---|---|---|---|", *rows])


def mistakes(k, column, count=5):
    names, t = k["labels"], k["confusion"]
    pairs = sorted(((t[i][j], a, b, sum(t[i])) for i, a in enumerate(names) for j, b in enumerate(names) if i != j and t[i][j]), reverse=True)
    name = lambda key: KINDS[key][column].lower()
    if column == 0:
        return " ; ".join(f"{n} des {of} « {name(a)} » appelés « {name(b)} »" for n, a, b, of in pairs[:count]) + "."
    return "; ".join(f"{n} of the {of} “{name(a)}” called “{name(b)}”" for n, a, b, of in pairs[:count]) + "."


def card(m, size):
    own, other, seen = m["cells"], m["fields"]["kinds_detector_validation"], m["fields"]["kinds_detector_training"]
    rows = lambda column: [((("PBC, cellules de validation du classifieur, chaque image comme un petit champ", "PBC, the classifier’s validation cells, each image "
                               "as a small field")[column]), own),
                           (("BCCD, champs de validation du détecteur", "BCCD, the detector’s validation fields")[column], other),
                           (("BCCD, champs d’apprentissage du détecteur (types jamais appris)", "BCCD, the detector’s training fields (kinds never learnt)")[column], seen)]
    return f"""# Formule d’un champ de frottis

Chaîne de deux réseaux : `blood-cell-detection` repère les cellules, une variante endurcie de `white-cell-classification` nomme chaque globule blanc
découpé, puis la formule est comptée. **Recherche et démonstration seulement ; n’est pas un dispositif médical. N’a jamais vu de leucémie.**

## Chaîne
Détection (score ≥ 0,5) ; chaque couleur du champ étirée de ses centiles 2 et 90 vers ceux des images du classifieur ; carré centré sur la boîte, d’un côté de {m['side']:g} fois le plus grand côté du champ (hors du champ : le fond),
96 × 96, type le plus probable. L’échelle est donc celle du champ, non celle de la cellule : découper d’après la boîte faisait perdre la taille, et
un quart des types (essayé). Un champ dont le rouge s’écarte de celui des images du classifieur reçoit un avertissement. Le classifieur a été prolongé de dix époques, la moitié
des cellules d’apprentissage pâlies, rééquilibrées et floutées comme par un autre microscope. Deux fichiers ONNX, {size / 1e6:.1f} Mo. Les onze caractères morphologiques sont
dans l’autre paquet seulement.

## Données
BCCD (MIT) pour la détection, PBC (Acevedo et al. 2020, CC BY 4.0) et WBCAtt (MIT) pour les types ; voir les fiches des deux paquets. Les types des
globules blancs de BCCD viennent de la liste d’origine du jeu (`labels.csv`, lue à dhruvp/wbc-classification, version fbb2e273) : ils n’ont servi
qu’à mesurer. Un autre tiers de chaque jeu n’a jamais été vu. Pas d’identifiant de patient.

## Comptes par champ (BCCD, 45 champs de validation, de bout en bout)
{counts(m, 0)}

## Types, de bout en bout (un globule blanc non repéré compte comme une erreur)
{kinds(rows(0), 0)}

Sur PBC, un seul globule blanc est trouvé dans {100 * own['one_white_cell_found']:.1f} % des {own['nucleated']} images à une cellule nucléée.
Le côté a été choisi sur 159 cellules d’apprentissage du classifieur et les champs d’apprentissage du détecteur. Intervalles : rééchantillonnage
des champs ou des cellules.

Formule, PBC (classes en nombre égal par construction) :

{differential(own, 0)}

Formule, BCCD, les {other['n']} champs de validation :

{differential(other, 0)}

**Sur BCCD (autre coloration, autre microscope, images pâles et floues) les types ne sont pas fiables** : le classifieur n’a appris que d’images
May-Grünwald-Giemsa d’un CellaVision. Les probabilités affichées n’y sont pas calibrées. Sans l’étirement ni les dix époques, l’exactitude y était de 0,20
(et de 0,92 sur PBC). Essayé aussi : carré de 0,7 fois le côté (BCCD 0,73 sur les cellules de validation, mais PBC 0,68), carré d’après la boîte (0,71 et 0,58).

## Erreurs typiques
PBC : {mistakes(own, 0)}
BCCD : {mistakes(seen, 0)}

## Comparaison
Aucun chiffre publié ne porte sur cette chaîne et ces champs ; ceux de BCCD après multiplication d’images (12 500 images issues des mêmes 349
champs) mêlent apprentissage et test et ne sont pas comparables.

## Hors champ
Formule rendue à un patient, leucémie, blastes, dysplasie, parasites, lame entière, autre coloration, toute décision de soin.

## Reproduire
Les commandes sont en tête de `package.py` : dix époques (sept minutes d’un cœur Xeon, graine 0), puis `assemble`, `measure`, `assemble`. Poids : Apache-2.0 (détecteur), CC BY 4.0 (classifieur ; Acevedo et al., Tsutsui et al. à citer).

---

# Differential of a smear field

A chain of two networks: `blood-cell-detection` finds the cells, a hardened variant of `white-cell-classification` names each white cell cut out, then
the differential is counted. **For research and demonstration only. Not a medical device. Has never seen leukaemia.**

## Chain
Detection (score ≥ 0.5); each colour of the field stretched from its percentiles 2 and 90 to those of the classifier’s images; a square about the middle of the box, its side {m['side']:g} of the field’s longer side (outside the field: the ground),
96 × 96, likeliest kind. The scale is thus the field’s, not the cell’s: cutting out by the box lost the size and a quarter of the kinds (tried). A field
whose red is far from that of the classifier’s images is warned about. The classifier was trained for ten more epochs, half of the training cells paled, rebalanced and blurred as by another
microscope. Two ONNX files, {size / 1e6:.1f} MB. The eleven morphological attributes are in the other package only.

## Data
BCCD (MIT) for detection, PBC (Acevedo et al. 2020, CC BY 4.0) and WBCAtt (MIT) for the kinds; see the cards of the two packages. The kinds of BCCD’s
white cells come from the set’s original list (`labels.csv`, read at dhruvp/wbc-classification, version fbb2e273): they served to measure only. Another
third of each set was never seen. No patient ids.

## Counts a field (BCCD, 45 validation fields, end to end)
{counts(m, 1)}

## Kinds, end to end (a white cell that is not found counts as wrong)
{kinds(rows(1), 1)}

On PBC a single white cell is found in {100 * own['one_white_cell_found']:.1f} % of the {own['nucleated']} images of a nucleated cell. The side was chosen on
159 of the classifier’s training cells and the detector’s training fields. Intervals: resampling of fields or cells.

Differential, PBC (equally frequent classes by construction):

{differential(own, 1)}

Differential, BCCD, the {other['n']} validation fields:

{differential(other, 1)}

**On BCCD (another stain and microscope, pale and blurred pictures) the kinds are not reliable**: the classifier has learnt from May Grünwald-Giemsa
images of a CellaVision alone. The probabilities shown are not calibrated there. Without the stretch and the ten epochs accuracy was 0.20 there (and
0.92 on PBC). Also tried: a square of 0.7 of the side (0.73 on BCCD’s validation cells, but 0.68 on PBC), a square by the box (0.71 and 0.58).

## Failure gallery
PBC: {mistakes(own, 1)}
BCCD: {mistakes(seen, 1)}

## Comparison
No published figure is about this chain and these fields; those on BCCD after multiplication of images (12,500 images of the same 349 fields) mix training
and test and are not comparable.

## Out of scope
A differential reported to a patient, leukaemia, blasts, dysplasia, parasites, a whole slide, another stain, any decision on care.

## Reproduce
The commands stand at the head of `package.py`: ten epochs (seven minutes of a Xeon core, seed 0), then `assemble`, `measure`, `assemble`. Weights: Apache-2.0 (detector), CC BY 4.0 (classifier; cite Acevedo et al. and Tsutsui et al.).
"""
