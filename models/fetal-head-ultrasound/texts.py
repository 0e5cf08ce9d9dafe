"""Words of the manifest and the model card; every figure comes from measured.json."""
from segmentation.packaging import MAINTAINERS, RESEARCH, bilingual, both, table_rows, training_words

DATASET = "HC18 (695 of its 999 training frames, halved to 400 x 270), validation part by study"
LABELS = [{"id": 1, "key": "head", "name": both("Tête fœtale", "Fetal head"), "color": "#009E73"}]
SIZES = {"below 120 mm": "moins de 120 mm", "120 to 220 mm": "120 à 220 mm", "above 220 mm": "plus de 220 mm"}


def head(m):
    c = m["circumference_mm"]
    return {
        "id": "fetal-head-ultrasound", "version": "1.0.0", **MAINTAINERS,
        "name": both("Tête fœtale en échographie", "Fetal head in ultrasound"),
        "description": both("Délimite la tête fœtale sur un plan standard d’échographie, image fixe ou en direct.",
                            "Outlines the fetal head on a standard ultrasound plane, still or live."),
        "cite": [{"text": "van den Heuvel T. et al., Automated measurement of fetal head circumference using 2D ultrasound images, PLoS ONE 13:e0200412 (2018)",
                  "doi": "10.1371/journal.pone.0200412"}],
        "license": "CC-BY-4.0", "tags": ["fetal head", "ultrasound", "segmentation", "circumference", "research"],
        "specialty": "obstetrics", "task": "segmentation", "modality": ["US", "OT", "SC"], "body_part": ["HEAD"],
        "intended_use": {
            **RESEARCH,
            "purpose": both("Recherche et démonstration : proposer le contour de la tête sur une image, à vérifier.",
                            "Research and demonstration: proposes the outline of the head on a frame, to be checked."),
            "population": both("Fœtus sains d’un seul centre (Nimègue), plans standards choisis par un échographiste.",
                               "Healthy fetuses of one centre (Nijmegen), standard planes chosen by a sonographer."),
            "out_of_scope_use": both("Biométrie clinique, datation, croissance, dépistage d’anomalie ; plan non standard ; autre organe.",
                                     "Clinical biometry, dating, growth, screening for anomalies; non-standard planes; other organs."),
            "limitations": both("La circonférence n’est juste que si la taille du pixel est connue et juste. Les repères gravés dans l’image ne sont pas lus.",
                                "The circumference is right only where the pixel size is known and right. Scales burnt into the picture are not read."),
            "known_biases": both("Un centre ; deuxième trimestre surtout ; têtes rondes entières dans l’image.", "One centre; mostly second trimester; whole round heads in view."),
            "risks": both("Une circonférence fausse prise pour une mesure.", "A wrong circumference taken for a measurement."),
            "recommendations": both("Vérifier le contour ; refaire le plan quand la jauge de qualité est basse.", "Check the outline; retake the plane where the quality gauge is low.")},
        "evaluations": [{
            "dataset": DATASET, "role": "validation (also used to keep the best epoch)",
            "n": f"{m['frames']['validation']} frames of {m['studies']['validation']} studies",
            "metrics": {"Dice": m["dice"], "Dice 95% interval": m["dice_interval"], "circumference error, mm (mean absolute)": c["error_absolute"],
                        "circumference error 95% interval": c["interval"], "circumference error, mm (mean)": c["error"],
                        "baseline circumference error, mm (training mean)": c["baseline_training_mean_error_absolute"],
                        **{f"pictures with a false mask, {k}": f"{v['with_mask']} of {v['n']}" for k, v in m["false_masks"].items()}},
            "note": f"Whole chain at the frame's own pixels; ellipse fitted to the outline of the probability at the threshold {m['outline_threshold']}, "
                    "chosen on the training frames so that the labels' outer edge does not lengthen it; intervals: bootstrap by study, 2000 rounds."}],
    }


def card(m, size, wasm=None):
    c, g = m["circumference_mm"], m["gauge"]
    table = table_rows([[both("Circonférence vraie", "True circumference"), "n", "Dice", both("erreur absolue, mm", "absolute error, mm")],
                        *[[both(SIZES[k], k), v["n"], v["dice"], v["error_absolute"]] for k, v in m["by_circumference"].items()],
                        [both("toutes", "all"), m["frames"]["validation"], m["dice"], c["error_absolute"]],
                        [both("témoin : moyenne d’apprentissage", "baseline: training mean"), m["frames"]["validation"], "–", c["baseline_training_mean_error_absolute"]]])
    false = ", ".join(f"{v['with_mask']}/{v['n']}" for v in m["false_masks"].values())
    cost = training_words(m, size, wasm)
    (d0, d1), (e0, e1) = m["dice_interval"], c["interval"]
    return bilingual(f"""# Tête fœtale en échographie

Contour de la tête et circonférence calibrée. **Recherche et démonstration seulement. Ce n’est pas un dispositif médical.**

## Données
- HC18 (van den Heuvel 2018, Zenodo 1327317), CC BY 4.0, images réduites de moitié (400 × 270). {m['frames']['training']} images de {m['studies']['training']} examens à
  l’apprentissage, {m['frames']['validation']} de {m['studies']['validation']} à la validation, par empreinte du numéro d’examen ; l’identité des mères n’est pas publiée.
- **Les masques remplis dépassent l’ellipse tracée de 0,70 pixel de rayon** (4,37 pixels de circonférence, écart type 0,14, soit 1,2 mm en moyenne) : la circonférence est donc celle de l’ellipse ajustée au
  contour de la carte au seuil {m['outline_threshold']}, choisi sur l’apprentissage pour être juste en moyenne. Au contour du masque, l’erreur absolue est de {c['error_absolute_without_edge_correction']:.2f} mm.
- Un centre, fœtus sains, plan standard.

## Réseau et apprentissage
- U-Net à demi-taille (16 à 64 canaux, cinq étages) avec sous-pixels et sortie « présence », sur une image ramenée à 224 pixels ; appris de zéro. La réponse
  est la moyenne avec celle de l’image en miroir. Assez léger pour le direct.
- Entropie croisée et Dice ; AdamW, cosinus, moyenne mobile ; rotation ± 29°, × 0,7 à 1,35, miroir, déformation, contraste, gain, bruit ; une image sur sept ne montre pas de tête.
- {cost[0]}

## Mesures (validation, toute la chaîne)
Dice **{m['dice']:.4f}** (95 % : {d0:.4f} – {d1:.4f}) ; circonférence : erreur absolue **{c['error_absolute']:.2f} mm** (95 % : {e0:.2f} – {e1:.2f}), médiane {c['error_median_absolute']:.2f} mm,
moyenne {c['error']:.2f} mm, écart type {c['error_sd']:.2f} mm. {m['missed']} image sans masque. Images sans tête qui reçoivent un masque : {false}.
Objectifs : Dice 0,965 ({('manqué', 'atteint')[m['dice'] >= 0.965]}), circonférence à 3 mm près ({('manqué', 'atteint')[c['error_absolute'] <= 3]}, mais l’intervalle passe de part et d’autre).

{table[0]}

Jauge de qualité (probabilité moyenne dans le masque) : médiane {g['median']:.3f}, dixième le plus bas {g['lowest_tenth']:.3f},
corrélation avec le Dice {g['correlation_with_dice']:.2f} ; {g['frames_with_error_above_5_mm']} images à plus de 5 mm d’erreur.

Publié : Fiorentino 2021, 1,90 ± 1,76 mm et Dice 0,9775 sur les 335 images d’essai du concours, à pleine taille : autres images, comparaison prudente.

## Où il se trompe
Crâne peu visible d’un côté (ombre), tête qui touche le bord du secteur, premier trimestre (tête de quelques millimètres de rayon), paroi utérine prise pour le crâne.

## À ne pas faire
Aucune datation, aucune biométrie rendue, aucune décision de soin.

---

# Fetal head in ultrasound

Outline of the head and calibrated circumference. **Research and demonstration only. Not a medical device.**

## Data
- HC18 (van den Heuvel 2018, Zenodo 1327317), CC BY 4.0, pictures halved to 400 × 270. {m['frames']['training']} frames of {m['studies']['training']} studies for
  training, {m['frames']['validation']} of {m['studies']['validation']} for validation, by hash of the study number; the mothers' identities are not published.
- **The filled masks reach 0.70 pixel of radius beyond the drawn ellipse** (4.37 pixels of circumference, sd 0.14, 1.2 mm on average): the circumference is therefore that of the ellipse fitted to the
  outline of the map at the threshold {m['outline_threshold']}, chosen on the training frames to be right on average. At the outline of the mask the absolute error is {c['error_absolute_without_edge_correction']:.2f} mm.
- One centre, healthy fetuses, standard plane.

## Network and training
- U-Net at half size (16 to 64 channels, five levels) with sub-pixel and "presence" outputs, on a picture brought to 224 pixels; trained from scratch. The answer is
  the mean with that of the mirrored picture. Light enough for live frames.
- Cross-entropy and Dice; AdamW, cosine, weight average; turns of ± 29°, × 0.7 to 1.35, mirror, bending, contrast, gain, noise; one picture in seven shows no head.
- {cost[1]}

## Figures (validation, whole chain)
Dice **{m['dice']:.4f}** (95 %: {d0:.4f}–{d1:.4f}); circumference: absolute error **{c['error_absolute']:.2f} mm** (95 %: {e0:.2f}–{e1:.2f}), median {c['error_median_absolute']:.2f} mm,
mean {c['error']:.2f} mm, sd {c['error_sd']:.2f} mm. {m['missed']} frames without a mask. Pictures without a head that get a mask: {false}.
Goals: Dice 0.965 ({('missed', 'met')[m['dice'] >= 0.965]}), circumference within 3 mm ({('missed', 'met')[c['error_absolute'] <= 3]}, but the interval lies on both sides).

{table[1]}

Quality gauge (mean probability in the mask): median {g['median']:.3f}, lowest tenth {g['lowest_tenth']:.3f},
correlation with Dice {g['correlation_with_dice']:.2f}; {g['frames_with_error_above_5_mm']} frames more than 5 mm off.

Published: Fiorentino 2021, 1.90 ± 1.76 mm and Dice 0.9775 on the challenge's 335 test frames at full size: other frames, compare with care.

## Where it errs
Skull hidden on one side (shadow), head at the edge of the sector, first trimester (head a few millimetres wide), uterine wall taken for skull.

## Not to be done
No dating, no reported biometry, no decision on care.

## Licence
Weights: CC BY 4.0. Data: CC BY 4.0 (not redistributed here). Credit: van den Heuvel T. et al., HC18.
""")
