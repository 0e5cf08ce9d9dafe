"""Words of the manifest and the model card; every figure comes from measured.json."""
from segmentation.packaging import MAINTAINERS, RESEARCH, bilingual, both, table_rows, training_words

DATASET = "data_axondeepseg_sem (7 of its 10 pictures), two of five rats held back by seeded hash"
LABELS = [{"id": 1, "key": "axon", "name": both("Axone", "Axon"), "color": "#56B4E9"},
          {"id": 2, "key": "myelin", "name": both("Myéline", "Myelin"), "color": "#E69F00"}]


def head(m):
    metrics = {}
    for k in ("axon", "myelin"):
        metrics[f"Dice {k}, mean of pictures"], metrics[f"Dice {k}, all pixels"] = m[k]["dice"], m[k]["dice_pooled"]
        metrics[f"Dice {k} 95% interval"] = m[k]["interval_by_field"]
    return {
        "id": "axon-myelin", "version": "1.0.0", **MAINTAINERS,
        "name": both("Axones et myéline", "Axons and myelin"),
        "description": both("Délimite les axones et leur gaine de myéline dans une coupe transversale de nerf en microscopie électronique à balayage.",
                            "Outlines axons and their myelin sheaths in a cross-section of nerve in scanning electron microscopy."),
        "cite": [{"text": "Zaimi A. et al., AxonDeepSeg: automatic axon and myelin segmentation from microscopy data, Scientific Reports 8:3816 (2018)",
                  "doi": "10.1038/s41598-018-22181-4"}],
        "license": "Apache-2.0", "tags": ["nerve", "axon", "myelin", "electron microscopy", "research"],
        "specialty": "neuropathology", "task": "segmentation", "modality": ["GM", "XC", "OT", "SC", "SM"], "body_part": ["SPINALCORD"],
        "intended_use": {
            **RESEARCH,
            "purpose": both("Recherche : compter les axones et mesurer calibre, myéline et rapport g, sous contrôle visuel.",
                            "Research: counts axons and measures calibre, myelin and g-ratio, under visual control."),
            "population": both("Moelle épinière de rats, microscopie électronique à balayage, 0,07 à 0,13 µm par pixel.",
                               "Spinal cord of rats, scanning electron microscopy, 0.07 to 0.13 µm a pixel."),
            "out_of_scope_use": both("Biopsie humaine, peau, cornée, fibres non myélinisées, microscopie optique ou en transmission, coupe longitudinale.",
                                     "Human biopsy, skin, cornea, unmyelinated fibres, light or transmission microscopy, longitudinal sections."),
            "limitations": both("La taille du pixel doit être connue : l’image est ramenée à 0,1 µm par pixel. Peu d’images et de rats.",
                                "The pixel size must be known: the picture is brought to 0.1 µm a pixel. Few pictures and rats."),
            "known_biases": both("Cinq rats, un laboratoire ; contraste très variable d’une image à l’autre.", "Five rats, one laboratory; contrast differs widely between pictures."),
            "risks": both("Un compte ou un rapport g faux pris pour une mesure.", "A wrong count or g-ratio taken for a measurement."),
            "recommendations": both("Regarder le masque avant de lire les chiffres.", "Look at the mask before reading the figures.")},
        "evaluations": [{
            "dataset": DATASET, "role": "validation (also used to keep the best epoch)",
            "n": f"{m['pictures']['validation']} pictures of {len(m['rats']['validation'])} rats", "metrics": metrics,
            "note": f"Whole chain at the picture's own pixels; intervals: bootstrap over {m['fields_for_interval']} square fields of 12.8 µm, which says nothing of "
                    "the spread between rats."}],
    }


def card(m, size, wasm=None):
    header = [both("Image", "Picture"), both("µm par pixel", "µm a pixel"), both("Dice axone", "Dice axon"), both("Dice myéline", "Dice myelin"),
              both("témoin axone", "baseline axon"), both("témoin myéline", "baseline myelin"), both("axones (vrai)", "axons (true)"),
              both("diamètre, µm (vrai)", "diameter, µm (true)"), both("rapport g (vrai)", "g-ratio (true)")]
    two = lambda a, b, d: both(f"{a:.{d}f} ({b:.{d}f})".replace(".", ","), f"{a:.{d}f} ({b:.{d}f})")
    table = table_rows([header] + [[k, v["pixel_um"], v["dice_axon"], v["dice_myelin"], v["baseline_axon"], v["baseline_myelin"], two(v["axons"], v["axons_true"], 0),
                                    two(v["diameter_um"], v["diameter_um_true"], 2), two(v["g_ratio_by_area"], v["g_ratio_by_area_true"], 2)]
                                   for k, v in m["by_picture"].items()])
    pooled = table_rows([[both("Tous pixels", "All pixels"), "Dice", both("intervalle à 95 %", "95 % interval")]] + [
        [both(name, k), m[k]["dice_pooled"], m[k]["interval_by_field"]] for k, name in (("axon", "axone"), ("myelin", "myéline"))])
    cost = training_words(m, size, wasm)
    rats = m["rats"]
    return bilingual(f"""# Axones et myéline

Masque des axones (1) et de leur myéline (2) en microscopie électronique à balayage. **Recherche seulement. Ce n’est pas un dispositif médical.**

## Données
- data_axondeepseg_sem (Zaimi 2018), licence MIT, © 2020 ivadomed. {m['pictures']['training']} images des rats {', '.join(r[7:] for r in rats['training'])} à l’apprentissage,
  {m['pictures']['validation']} des rats {', '.join(r[7:] for r in rats['validation'])} à la validation. Tailles de pixel de 0,07 à 0,13 µm : **tout est ramené à 0,1 µm**.
- Les deux images de validation ne ressemblent à aucune de l’apprentissage (contraste, calibre des fibres) : le chiffre est sévère, et n = {m['pictures']['validation']}.

## Réseau et apprentissage
- U-Net à demi-taille (24 à 64 canaux, cinq étages) avec sous-pixels, trois classes, appris de zéro.
- Entropie croisée et Dice ; AdamW, cosinus, moyenne mobile ; extraits de 192 pixels tournés, × 0,64 à 1,8, déformés ; contraste, gamma, champ de gain, bruit, flou ; chaque rat tiré aussi souvent.
- {cost[0]}

## Mesures (validation, toute la chaîne)
{table[0]}

{pooled[0]}

Témoin : trois classes de luminosité, aux seuils les meilleurs sur l’apprentissage. Diamètre : disque de même aire. Rapport g par les aires.
Publié : AxonDeepSeg, 85 % d’exactitude par pixel sur ses images de rat en MEB (réseau plus grand, autre partage, autre mesure) : non comparable tel quel.

## Où il se trompe
Très petits axones, gaines qui se touchent, fibres dégénérées ou fendues, débris clairs, espaces sombres entre fibres pris pour des axones.

## À ne pas faire
Aucun diagnostic. Pas de biopsie humaine, de cornée, de fibres non myélinisées.

---

# Axons and myelin

Mask of axons (1) and their myelin (2) in scanning electron microscopy. **Research only. Not a medical device.**

## Data
- data_axondeepseg_sem (Zaimi 2018), MIT licence, © 2020 ivadomed. {m['pictures']['training']} pictures of rats {', '.join(r[7:] for r in rats['training'])} for training,
  {m['pictures']['validation']} of rats {', '.join(r[7:] for r in rats['validation'])} for validation. Pixel sizes of 0.07 to 0.13 µm: **all is brought to 0.1 µm**.
- The two validation pictures look like none of the training (contrast, fibre calibre): the figure is severe, and n = {m['pictures']['validation']}.

## Network and training
- U-Net at half size (24 to 64 channels, five levels) with sub-pixel output, three classes, trained from scratch.
- Cross-entropy and Dice; AdamW, cosine, weight average; crops of 192 pixels turned, × 0.64 to 1.8, bent; contrast, gamma, gain field, noise, blur; every rat drawn alike.
- {cost[1]}

## Figures (validation, whole chain)
{table[1]}

{pooled[1]}

Baseline: three classes of brightness with the cuts best on the training pictures. Diameter: disc of the same area. g-ratio by areas.
Published: AxonDeepSeg, 85 % pixel accuracy on its rat SEM pictures (larger network, other split, other measure): not comparable as it stands.

## Where it errs
Very small axons, touching sheaths, degenerate or split fibres, bright debris, dark gaps between fibres taken for axons.

## Not to be done
No diagnosis. No human biopsy, no cornea, no unmyelinated fibres.

## Licence
Weights: Apache-2.0. Data: MIT (not redistributed here).
""")
