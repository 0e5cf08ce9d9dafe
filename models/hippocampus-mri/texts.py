"""Words of the manifest and the model card; every figure comes from measured.json."""
from segmentation.packaging import MAINTAINERS, RESEARCH, bilingual, both, table_rows, training_words

DATASET = "Medical Segmentation Decathlon, Task04 Hippocampus (260 of its 394 volumes), validation part by seeded hash of the volume name"
LABELS = [
    {"id": 1, "key": "anterior", "name": both("Hippocampe antérieur", "Anterior hippocampus"), "color": "#E69F00"},
    {"id": 2, "key": "posterior", "name": both("Hippocampe postérieur", "Posterior hippocampus"), "color": "#56B4E9"}]


def head(m):
    metrics = {}
    for name, v in m["labels"].items():
        metrics[f"Dice {name}"], metrics[f"Dice {name} 95% interval"] = v["dice"], v["interval"]
        metrics[f"volume error {name}, ml (mean absolute)"] = v["volume_ml_error_absolute"]
        metrics[f"baseline Dice {name} (mean atlas)"] = v["baseline_atlas_dice"]
    return {
        "id": "hippocampus-mri", "version": "1.0.0", **MAINTAINERS,
        "name": both("Hippocampe en IRM", "Hippocampus in MRI"),
        "description": both("Délimite l’hippocampe antérieur et postérieur dans une IRM T1 recadrée autour de lui et donne leurs volumes en ml.",
                            "Outlines the anterior and posterior hippocampus in a T1 MRI cropped around it and gives their volumes in ml."),
        "cite": [{"text": "Antonelli M. et al., The Medical Segmentation Decathlon, Nature Communications 13:4128 (2022)", "doi": "10.1038/s41467-022-30695-9"},
                 {"text": "Simpson A. et al., A large annotated medical image dataset, arXiv:1902.09063 (2019)"}],
        "license": "CC-BY-SA-4.0", "tags": ["hippocampus", "brain", "segmentation", "volume", "research"],
        "specialty": "neuroradiology", "task": "segmentation", "modality": ["MR"], "body_part": ["BRAIN", "HIPPOCAMPUS", "HEAD"],
        "intended_use": {
            **RESEARCH,
            "purpose": both("Recherche et démonstration : proposer un contour en trois dimensions, à vérifier coupe par coupe.",
                            "Research and demonstration: proposes a three-dimensional outline, to be checked slice by slice."),
            "population": both("Adultes d’un seul centre (Vanderbilt) : volontaires sains et personnes atteintes de psychose ; T1 MPRAGE 3 T, 1 mm.",
                               "Adults of one centre (Vanderbilt): healthy volunteers and people with psychosis; T1 MPRAGE, 3 T, 1 mm."),
            "out_of_scope_use": both("Tête entière non recadrée ; autre séquence ; lésion, tumeur, chirurgie, enfant ; suivi d’atrophie d’une personne ; tout diagnostic.",
                                     "Whole head not cropped; other sequences; lesion, tumour, surgery, child; follow-up of one person’s atrophy; any diagnosis."),
            "limitations": both("Les volumes d’apprentissage sont recadrés autour de l’hippocampe (31 à 43 × 40 à 59 × 24 à 47 voxels de 1 mm) : ailleurs, le "
                                "modèle colorie ce qui ressemble. La limite entre antérieur et postérieur suit le protocole d’un seul centre.",
                                "Training volumes are cropped around the hippocampus (31–43 × 40–59 × 24–47 voxels of 1 mm): elsewhere the model paints "
                                "what looks alike. The border between anterior and posterior follows the protocol of one centre."),
            "known_biases": both("Gauche et droite d’une même personne sont des volumes séparés sans identifiant : apprentissage et validation partagent des personnes.",
                                 "Left and right of one person are separate volumes without an identifier: training and validation share people."),
            "risks": both("Un volume faux pris pour une atrophie.", "A wrong volume taken for atrophy."),
            "recommendations": both("Regarder le contour sur toutes les coupes avant de lire le volume.", "Look at the outline on every slice before reading the volume.")},
        "evaluations": [{"dataset": DATASET, "role": "validation (also used to keep the best epoch)", "n": f"{m['volumes']['validation']} volumes",
                         "metrics": metrics, "note": "Mean over volumes of the whole chain; intervals: bootstrap by volume, 2000 rounds. No subject ids exist."}],
    }


def card(m, size, wasm=None):
    header = [both("Partie", "Part"), both("Dice moyen", "mean Dice"), both("intervalle à 95 %", "95 % interval"), both("atlas moyen (témoin)", "mean atlas (baseline)"),
              both("surface 95 %, mm", "surface 95 %, mm"), both("volume vrai, ml", "true volume, ml"), both("erreur moyenne, ml", "mean error, ml"),
              both("erreur absolue, ml", "absolute error, ml"), both("r des volumes", "r of volumes")]
    names = {"anterior": both("antérieur", "anterior"), "posterior": both("postérieur", "posterior")}
    body = [[names[k], v["dice"], v["interval"], v["baseline_atlas_dice"], v["surface_95_mm"], v["volume_ml_true"], v["volume_ml_error"],
             v["volume_ml_error_absolute"], v["volume_correlation"]] for k, v in m["labels"].items()]
    body.append([both("les deux", "both"), m["whole"]["dice"], m["whole"]["interval"], *["–"] * 6])
    fr, en = table_rows([header, *body])
    parts = table_rows([[both("Volume total", "Total volume"), "n", "Dice"]] + [
        [both({"smallest third": "tiers le plus petit", "middle third": "tiers moyen", "largest third": "tiers le plus grand"}[k], k), v["n"], v["dice"]]
        for k, v in m["by_volume"].items()])
    cost = training_words(m, size, wasm)
    lowest = min(v["dice_lowest"] for v in m["labels"].values())
    n, t = m["volumes"]["validation"], m["volumes"]["training"]
    return bilingual(f"""# Hippocampe en IRM

Contours de l’hippocampe antérieur (1) et postérieur (2) dans une IRM T1 recadrée, et leurs volumes.
**Recherche et démonstration seulement. Ce n’est pas un dispositif médical.**

## Données
- Medical Segmentation Decathlon, Task04 (Vanderbilt), CC BY-SA 4.0 : **les poids sont donc aussi sous CC BY-SA 4.0**. Non redistribuées ici.
- {t} volumes à l’apprentissage, {n} à la validation, tirés par empreinte du nom. Gauche et droite d’une personne sont des volumes
  séparés sans identifiant : les deux côtés du partage ont des personnes communes, les chiffres sont un peu optimistes.
- Tracé manuel d’un seul centre. Volumes recadrés autour de l’hippocampe : **une tête entière demande d’abord un localisateur**.

## Réseau et apprentissage
- U-Net à trois dimensions et trois étages (16, 32, 64 canaux), agrandissement au plus proche voisin puis convolution, appris de zéro.
- Entropie croisée et Dice ; AdamW, cosinus, moyenne mobile des poids ; extraits de 32 × 48 × 32 voxels tournés (± 13°), étirés, déformés,
  inversés gauche-droite, contraste, champ de gain, bruit et flou au hasard. `python3 train.py train --out run`, puis `export`, `evaluate`, `package`.
- {cost[0]} L’apprentissage livré a été arrêté à l’époque 32 des 36 prévues.

## Mesures (validation, {n} volumes, toute la chaîne)
{fr}

{parts[0]}

Volume le moins bon : Dice {lowest:.3f}. Intervalles par rééchantillonnage des volumes. La réponse est la moyenne avec celle du volume en miroir gauche-droite.
L’époque retenue a été choisie sur ces mêmes volumes. Les chiffres publiés sur ce jeu (classement du Decathlon, nnU-Net) portent sur ses cas
d’essai cachés ou sur une validation croisée des 260 cas : même tâche, autres cas ; à comparer avec prudence.

## Où il se trompe
La limite antérieur – postérieur, d’une coupe ou deux ; la queue, mince et courbe ; le bord contre l’amygdale et la corne temporale ; les petits hippocampes.

## À ne pas faire
Aucun diagnostic, aucun suivi d’atrophie, aucune décision de soin. Pas de tête entière, d’autre séquence, d’enfant, de lésion.

---

# Hippocampus in MRI

Outlines of the anterior (1) and posterior (2) hippocampus in a cropped T1 MRI, and their volumes.
**Research and demonstration only. Not a medical device.**

## Data
- Medical Segmentation Decathlon, Task04 (Vanderbilt), CC BY-SA 4.0: **the weights are therefore CC BY-SA 4.0 too**. Not redistributed here.
- {t} volumes for training, {n} for validation, by hash of the name. Left and right of one person are separate volumes without an identifier:
  both sides of the split share people, so the figures are slightly optimistic.
- Manual tracing of one centre. Volumes are cropped around the hippocampus: **a whole head needs a localiser first**.

## Network and training
- Three-dimensional U-Net of three levels (16, 32, 64 channels), nearest-neighbour enlargement then convolution, trained from scratch.
- Cross-entropy and Dice; AdamW, cosine, weight average; crops of 32 × 48 × 32 voxels turned (± 13°), stretched, bent, mirrored left-right, with
  random contrast, gain field, noise and blur. `python3 train.py train --out run`, then `export`, `evaluate`, `package`.
- {cost[1]} The shipped training was stopped at epoch 32 of the 36 planned.

## Figures (validation, {n} volumes, whole chain)
{en}

{parts[1]}

Worst volume: Dice {lowest:.3f}. Intervals by resampling volumes. The answer is the mean with that of the volume mirrored left-right. The epoch kept was chosen on
these same volumes. Figures published on this set (Decathlon leaderboard, nnU-Net) are on its hidden test cases or cross-validated on 260 cases:
same task, other cases; compare with care.

## Where it errs
The anterior–posterior border, by a slice or two; the tail, thin and curved; the edge against the amygdala and the temporal horn; small hippocampi.

## Not to be done
No diagnosis, no follow-up of atrophy, no decision on care. No whole head, other sequence, child or lesion.

## Licence
Weights: CC BY-SA 4.0 (share-alike of the data). Credit: Medical Segmentation Decathlon; Vanderbilt University Medical Center.
""")
