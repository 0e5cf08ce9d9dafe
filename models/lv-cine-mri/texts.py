"""Words of the manifest and the model card; every figure comes from measured.json."""
from segmentation.packaging import MAINTAINERS, RESEARCH, bilingual, both, table_rows, training_words

DATASET = "Sunnybrook Cardiac Data (MICCAI 2009), training parts 1 and 2 of the challenge as exported by SegNetCMR, validation part by patient"
LABELS = [{"id": 1, "key": "lv_cavity", "name": both("Cavité ventriculaire gauche", "Left-ventricular cavity"), "color": "#D55E00"}]
KINDS = {"erased ventricle": "ventricule effacé", "no body": "aucun corps", "part without ventricle": "partie sans ventricule"}
PATHOLOGY = {"heart failure, infarction": "insuffisance cardiaque, infarctus", "heart failure, no infarction": "insuffisance cardiaque sans infarctus",
             "hypertrophy": "hypertrophie", "normal": "normal"}


def head(m):
    return {
        "id": "lv-cine-mri", "version": "1.0.0", **MAINTAINERS,
        "name": both("Ventricule gauche en ciné-IRM", "Left ventricle in cine MRI"),
        "description": both("Délimite la cavité du ventricule gauche sur une coupe petit axe de ciné-IRM.",
                            "Outlines the cavity of the left ventricle on a short-axis slice of cine MRI."),
        "cite": [{"text": "Radau P. et al., Evaluation framework for algorithms segmenting short axis cardiac MRI, The MIDAS Journal (2009)"},
                 {"text": "SegNetCMR, export of the Sunnybrook contours", "url": "https://github.com/mshunshin/SegNetCMR"}],
        "license": "Apache-2.0", "tags": ["heart", "left ventricle", "segmentation", "research"],
        "specialty": "cardiology", "task": "segmentation", "modality": ["MR", "OT", "SC"], "body_part": ["HEART"],
        "intended_use": {
            **RESEARCH,
            "purpose": both("Recherche et démonstration : proposer le contour endocardique d’une coupe, à vérifier.",
                            "Research and demonstration: proposes the endocardial outline of a slice, to be checked."),
            "population": both("45 adultes d’un seul centre (insuffisance cardiaque, hypertrophie, sains), IRM 1,5 T ; 30 d’entre eux ont servi ici.",
                               "45 adults of one centre (heart failure, hypertrophy, healthy), 1.5 T MRI; 30 of them were used here."),
            "out_of_scope_use": both("Fraction d’éjection, volumes en ml, masse, ventricule droit, myocarde, cicatrice ; long axe ; autre modalité ; tout diagnostic.",
                                     "Ejection fraction, volumes in ml, mass, right ventricle, myocardium, scar; long axis; other modalities; any diagnosis."),
            "limitations": both("Aucune coupe sans ventricule n’existe dans les données : les exemples négatifs sont fabriqués. Près de la base et de la pointe, "
                                "un contour peut manquer ou être de trop.",
                                "The data hold no slice without a ventricle: negative examples are made up. Near base and apex an outline may be missing or extra."),
            "known_biases": both("Le ventricule est presque toujours au centre de l’image.", "The ventricle lies nearly always in the middle of the picture."),
            "risks": both("Une surface fausse prise pour une mesure.", "A wrong area taken for a measurement."),
            "recommendations": both("Vérifier le contour sur chaque coupe et chaque phase.", "Check the outline on every slice and phase.")},
        "evaluations": [{
            "dataset": DATASET, "role": "validation (also used to keep the best epoch)",
            "n": f"{m['slices']['validation']} slices of {m['patients']['validation']} patients",
            "metrics": {"Dice, mean of slices": m["dice"], "Dice 95% interval": m["dice_interval"], "Dice, all pixels": m["dice_pooled"],
                        "Dice without the patient of displaced contours": m["dice_placed"],
                        "baseline Dice (mean shape)": m["baseline_mean_shape_dice"],
                        **{f"pictures with a false mask, {k}": f"{v['with_mask']} of {v['n']}" for k, v in m["false_masks"].items()}},
            "note": "Whole chain; intervals: bootstrap by patient, 2000 rounds."}],
    }


def card(m, size, wasm=None):
    header = [both("Groupe", "Group"), both("coupes", "slices"), both("Dice moyen", "mean Dice")]
    body = [[both(f"toutes ({m['patients']['validation']} patients)", f"all ({m['patients']['validation']} patients)"), m["slices"]["validation"], m["dice"]]]
    body += [[both(PATHOLOGY[k], k), v["n"], v["dice"]] for k, v in m["by_pathology"].items()]
    body += [[both("cavité " + k.replace("below", "sous").replace("above", "au-dessus de").replace(" to ", " à "), "cavity " + k), v["n"], v["dice"]] for k, v in m["by_size"].items()]
    body.append([both("témoin : forme moyenne", "baseline: mean shape"), m["slices"]["validation"], m["baseline_mean_shape_dice"]])
    table = table_rows([header, *body])
    false = table_rows([[both("Images sans ventricule", "Pictures without a ventricle"), "n", both("avec un masque", "with a mask")]] + [
        [both(KINDS[k], k), v["n"], v["with_mask"]] for k, v in m["false_masks"].items()])
    cost = training_words(m, size, wasm)
    calibration = table_rows([["n", both("probabilité moyenne", "mean probability"), both("part dans la cavité", "part in the cavity")]]
                             + [[b["n"], b["predicted"], b["observed"]] for b in m["calibration"]])
    moved, placed, (low, high) = m["displaced"], m["dice_placed_interval"], m["dice_interval"]
    side = moved["pixels_down_right"][1]
    area = m["area_error_percent"]
    return bilingual(f"""# Ventricule gauche en ciné-IRM

Contour de la cavité du ventricule gauche sur une coupe petit axe. **Recherche et démonstration seulement. Ce n’est pas un dispositif médical.**

## Données
- Sunnybrook Cardiac Data (MICCAI 2009), domaine public, images PNG de SegNetCMR ; parties 1 et 2 du concours, {m['slices']['training']} coupes de
  {m['patients']['training']} patients à l’apprentissage, {m['slices']['validation']} coupes de {m['patients']['validation']} patients à la validation, tirés par empreinte dans chaque groupe.
- Contours d’un cardiologue. Cavité seule : ni myocarde, ni ventricule droit. La taille des pixels est perdue : **aucun volume en ml, aucune fraction d’éjection**.
- Toutes les coupes montrent le ventricule. Les exemples négatifs de l’apprentissage sont fabriqués : ventricule recouvert d’un autre tissu de la même
  coupe, fenêtres qui l’évitent, images sans corps. L’absence de ventricule dans une vraie coupe de base ou de pointe n’est donc **pas mesurée**.

## Réseau et apprentissage
- U-Net à demi-taille (24 à 80 canaux, cinq étages) avec sous-pixels, sur la racine carrée de l’image (la graisse écrase les gris du cœur), et une sortie
  « présence » de l’image entière qui abaisse la carte ; appris de zéro. La réponse est la moyenne avec celle de l’image en miroir.
- Entropie croisée et Dice image par image ; AdamW, cosinus, moyenne mobile ; extraits de 160 pixels, × 0,6 à 1,4, déformés, tournés de ± 29° et, une
  fois sur quatre, de tout angle avec miroir ; contraste, champ de gain, bruit, flou ; un extrait sur trois ne montre pas de ventricule.
- {cost[0]}
  Commande : `train.py train`, puis `export`, `evaluate`, `package` ; durée prévue changée en route (48, 26, 22, puis 60 époques) : d’un seul trait, les poids seraient un peu autres.
- Essayé avant : rotations de tout angle toujours, luminosité très variable (images noires), Dice du lot entier : Dice 0,767, un faux masque sur un tiers des ventricules effacés.

## Mesures (validation, toute la chaîne)
Dice moyen par coupe **{m['dice']:.3f}** (95 % : {low:.3f} – {high:.3f}, par patient) ; tous pixels {m['dice_pooled']:.3f} ; médiane {m['dice_median']:.3f} ;
{m['below_0.8']} coupes sous 0,8, {m['missed']} sans masque. Surface : erreur absolue médiane {area['median_absolute']:.1f} %.

Les contours d’un patient de validation ({moved['patient']}, {moved['n']} coupes) sont décalés de l’image (médiane {abs(side):.0f} pixels vers la {'gauche' if side < 0 else 'droite'}) : Dice {moved['dice']:.3f},
{moved['dice_moved']:.3f} une fois remis en place. Sans ce patient, le Dice moyen est **{m['dice_placed']:.3f}** (95 % : {placed[0]:.3f} – {placed[1]:.3f}). L’objectif était 0,90
et aucun masque sans ventricule : {'il n’est pas atteint' if m['dice'] < 0.9 else 'le premier est atteint'}.

{table[0]}

{false[0]}

Calibration des pixels incertains (5 à 95 %) :

{calibration[0]}

Les figures publiées du concours (contours « bons » seulement, ou partie en ligne cachée) portent sur d’autres patients : même tâche, comparaison prudente.

## Où il se trompe
Une tache loin du cœur plus grande que la cavité (la plus grande partie est gardée), pointe (cavité de quelques pixels), base (chambre de chasse), piliers inclus ou exclus, hypertrophie en systole (cavité presque fermée).

## À ne pas faire
Aucun diagnostic, aucune fraction d’éjection, aucune décision de soin.

---

# Left ventricle in cine MRI

Outline of the left-ventricular cavity on a short-axis slice. **Research and demonstration only. Not a medical device.**

## Data
- Sunnybrook Cardiac Data (MICCAI 2009), public domain, PNG pictures of SegNetCMR; parts 1 and 2 of the challenge, {m['slices']['training']} slices of
  {m['patients']['training']} patients for training, {m['slices']['validation']} slices of {m['patients']['validation']} patients for validation, by hash within each group.
- Contours of a cardiologist. Cavity alone: no myocardium, no right ventricle. Pixel sizes are lost: **no volume in ml, no ejection fraction**.
- Every slice shows the ventricle. The negative examples of the training are made up: ventricle covered with other tissue of the slice, windows that
  avoid it, pictures of no body. The absence of a ventricle in a real slice above the base or below the apex is therefore **not measured**.

## Network and training
- U-Net at half size (24 to 80 channels, five levels) with sub-pixel output, on the square root of the picture (fat crushes the greys of the heart), and a
  whole-picture "presence" that lowers the map; trained from scratch. The answer is the mean with that of the mirrored picture.
- Cross-entropy and Dice picture by picture; AdamW, cosine, weight average; crops of 160 pixels, × 0.6 to 1.4, bent, turned by ± 29° and, one time in
  four, by any angle with mirroring; contrast, gain field, noise, blur; one crop in three shows no ventricle.
- {cost[1]}
  Command: `train.py train`, then `export`, `evaluate`, `package`; the planned length was changed on the way (48, 26, 22, then 60 epochs): in one straight run the weights would be a little different.
- Tried before: any angle always, brightness varied so much that pictures went black, Dice of the whole batch: Dice 0.767, a false mask on a third of the erased ventricles.

## Figures (validation, whole chain)
Mean Dice a slice **{m['dice']:.3f}** (95 %: {low:.3f}–{high:.3f}, by patient); all pixels {m['dice_pooled']:.3f}; median {m['dice_median']:.3f};
{m['below_0.8']} slices below 0.8, {m['missed']} without a mask. Area: median absolute error {area['median_absolute']:.1f} %.

The contours of one validation patient ({moved['patient']}, {moved['n']} slices) lie beside the ventricle (median {abs(side):.0f} pixels to the {'left' if side < 0 else 'right'}): Dice {moved['dice']:.3f},
{moved['dice_moved']:.3f} once moved back. Without that patient the mean Dice is **{m['dice_placed']:.3f}** (95 %: {placed[0]:.3f}–{placed[1]:.3f}). The goal was 0.90
and no mask without a ventricle: {'it is missed' if m['dice'] < 0.9 else 'the first is met'}.

{table[1]}

{false[1]}

Calibration of the uncertain pixels (5 to 95 %):

{calibration[1]}

Published figures of the challenge ("good" contours only, or its hidden online part) are on other patients: same task, compare with care.

## Where it errs
A patch far from the heart larger than the cavity (the largest part is kept), apex (cavity of a few pixels), base (outflow tract), papillary muscles in or out, hypertrophy in systole (cavity nearly closed).

## Not to be done
No diagnosis, no ejection fraction, no decision on care.

## Licence
Weights: Apache-2.0. Data: public domain (not redistributed here).
""")
