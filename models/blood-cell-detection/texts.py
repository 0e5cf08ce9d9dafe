"""Texts of the manifest and the model card; every figure comes from measured.json."""

SOURCE = "https://github.com/Shenggan/BCCD_Dataset"
COMMIT = "d272fb14cdff6e473fafeeeba32aba5f560e9e43"
NAMES = {"RBC": ("Globule rouge", "Red blood cell"), "WBC": ("Globule blanc", "White blood cell"), "Platelets": ("Plaquette", "Platelet")}
COLOURS = {"RBC": "#E69F00", "WBC": "#56B4E9", "Platelets": "#009E73"}


def both(fr, en):
    return {"fr": fr, "en": en}


def manifest_texts(m):
    r3 = lambda v: round(v, 4)
    metrics = {"mAP@0.5": r3(m["map50"]), "mAP@0.5 95% interval": [r3(v) for v in m["interval"]["mean"]], "mAP@0.5:0.95": r3(m["map50_95"])}
    for key in NAMES:
        point = m["operating_point"][key]
        metrics[f"AP@0.5 {key}"] = r3(m["ap50"][key])
        metrics[f"AP@0.5 {key} 95% interval"] = [r3(v) for v in m["interval"][key]]
        metrics[f"precision {key}"], metrics[f"recall {key}"] = r3(point["precision"]), r3(point["recall"])
    return {
        "head": {
            "name": both("Cellules d’un frottis sanguin", "Blood smear cells"),
            "description": both(
                "Repère et compte les globules rouges, les globules blancs et les plaquettes d’un champ de frottis sanguin coloré.",
                "Finds and counts the red cells, white cells and platelets of a stained blood smear field."),
            "authors": [{"name": "Diaphane maintainers"}],
            "publisher": "Diaphane",
            "cite": [{"text": "BCCD Dataset, Shenggan 2017-2019, after images and boxes by cosmicad and akshaylamba (MIT licence)", "url": SOURCE}],
            "license": "Apache-2.0",
            "documentation": "card.md",
            "tags": ["blood smear", "haematology", "detection", "research"],
        },
        "intended_use": {
            "status": "research",
            "purpose": both(
                "Recherche et démonstration : proposer des boîtes autour des cellules d’un champ de frottis, à vérifier par une personne.",
                "Research and demonstration: proposes boxes around the cells of a smear field, for a person to check."),
            "users": ["researcher", "teacher", "developer"],
            "population": both(
                "Champs de frottis colorés d’un seul microscope et d’une seule coloration ; patients non décrits par la source.",
                "Stained smear fields of one microscope and one stain; patients not described by the source."),
            "out_of_scope_use": both(
                "Tout diagnostic, toute numération clinique, tout suivi d’un patient ; recherche de blastes, de parasites, "
                "d’anomalies de forme ou de cellules rares ; type de globule blanc.",
                "Any diagnosis, clinical count or follow-up of a patient; looking for blasts, parasites, abnormal shapes or "
                "rare cells; kind of white cell."),
            "limitations": both(
                "Les amas serrés sont comptés par défaut ou par excès, les cellules coupées par le bord sont moins sûres. "
                "Le champ entier est ramené à une taille fixe : les cellules doivent y occuper à peu près la même place "
                "que dans les champs d’apprentissage (hématie d’environ un sixième de la largeur). Les scores ne sont pas des probabilités calibrées.",
                "Tight clumps are under- or over-counted, cells cut by the border are less sure. The whole field is brought to "
                "a fixed size: cells should fill about the same part of it as in the training fields (a red cell about one "
                "sixth of the width). Scores are not calibrated probabilities."),
            "known_biases": both(
                "Boîtes de référence non tracées par des hématologues ; globules rouges incomplètement annotés dans les zones serrées ; "
                "presque tous les champs montrent un seul globule blanc, près du centre.",
                "Reference boxes not drawn by haematologists; red cells incompletely labelled in crowded areas; nearly every "
                "field shows a single white cell near its middle."),
            "risks": both("Un compte faux pris pour une numération.", "A wrong count taken for a blood count."),
            "recommendations": both("Vérifier chaque boîte ; ne jamais décider d’un soin d’après ce résultat.",
                                    "Check every box; never decide on care from this result."),
            "synthetic_training_data": False,
            "regulatory": {"framework": "none"},
        },
        "evaluations": [{
            "dataset": f"BCCD_Dataset at {COMMIT[:12]}, validation part by seeded hash of the file name, never trained on",
            "role": "validation (also used to choose the NMS and score thresholds)",
            "n": f"{m['fields']['validation']} fields, " + ", ".join(f"{m['boxes'][k]['validation']} {k}" for k in NAMES),
            "metrics": metrics,
            "note": f"VOC all-point AP over all detections scored 0.01 or more; intervals: bootstrap by field; precision and "
                    f"recall at score {m['threshold']}. No patient identifiers exist: the split is by field.",
        }],
        "colour": {
            "attribute": "PhotometricInterpretation", "required": True,
            "in": ["RGB", "YBR_FULL", "YBR_FULL_422", "YBR_PARTIAL_420", "YBR_ICT", "YBR_RCT", "PALETTE COLOR"],
            "message": both("Ce modèle attend une image en couleurs.", "This model expects a colour image."),
        },
        "labels": [{"id": i, "key": key, "name": both(*NAMES[key]), "color": COLOURS[key]} for i, key in enumerate(NAMES)],
        "checks": [],
    }


def number(value, digits, comma):
    text = f"{value:.{digits}f}"
    return text.replace(".", ",") if comma else text


def rows(m, fr):
    f = lambda v: number(v, 3, fr)
    head = (["Cellule", "Boîtes", "AP@0,5", "intervalle à 95 %", "précision", "rappel", "F1", "erreur de compte par champ (moyenne ; absolue)"] if fr else
            ["Cell", "Boxes", "AP@0.5", "95 % interval", "precision", "recall", "F1", "count error a field (mean; absolute)"])
    dash, sep = (" – ", " ; ") if fr else ("–", "; ")
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for key, names in NAMES.items():
        p, (low, high) = m["operating_point"][key], m["interval"][key]
        error = number(p["count_error_mean"], 2, fr) + sep + number(p["count_error_mean_abs"], 2, fr)
        lines.append(f"| {names[0 if fr else 1]} | {p['truth']} | {f(m['ap50'][key])} | {f(low)}{dash}{f(high)} | {f(p['precision'])} | "
                     f"{f(p['recall'])} | {f(p['f1'])} | {error} |")
    low, high = m["interval"]["mean"]
    lines.append(f"| {'Moyenne' if fr else 'Mean'} | | **{f(m['map50'])}** | {f(low)}{dash}{f(high)} | | | | |")
    return "\n".join(lines)


def variants(m, fr):
    f = lambda v: number(v, 3, fr)
    names = {"quarter turn": ("Champ tourné d’un quart de tour (portrait)", "Field turned by 90° (portrait)"),
             "cells x0.75": ("Cellules × 0,75", "Cells × 0.75"), "cells x1.33": ("Cellules × 1,33", "Cells × 1.33")}
    head = ["Variante" if fr else "Variant", *(n[0 if fr else 1] for n in NAMES.values()), "Moyenne" if fr else "Mean"]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for key, values in m["variants"].items():
        lines.append("| " + " | ".join([names[key][0 if fr else 1], *(f(values[k]) for k in NAMES), f(values["mean"])]) + " |")
    return "\n".join(lines)


def speed(m, fr):
    if "wasm_seconds" not in m:
        return ""
    s = number(m["wasm_seconds"], 2, fr)
    return (f" Un champ, onnxruntime-web 1.30 en WASM, un fil : {s} s." if fr else f" One field, onnxruntime-web 1.30, WASM, one thread: {s} s.")


def card(m, size):
    n = m["fields"]
    mb = size / 1e6
    return f"""# Cellules d’un frottis sanguin

Détecteur de globules rouges, de globules blancs et de plaquettes sur un champ de frottis sanguin coloré.
**Recherche et démonstration seulement. Ce n’est pas un dispositif médical.**

## Données
- BCCD Dataset ({SOURCE}, version `{COMMIT[:12]}`), licence MIT, © 2017 Shenggan ; images et boîtes d’origine : cosmicad et akshaylamba.
- {n['training'] + n['validation']} champs de 640 × 480 pixels ont servi : {n['training']} à l’apprentissage, {n['validation']} à la validation (liste :
  `validation-fields.txt`), tirés par empreinte du nom de fichier. Un autre tiers du jeu, gardé à part, n’a pas été vu.
- Réserves : les boîtes ne sont pas d’hématologues ; les globules rouges sont incomplètement annotés dans les zones serrées ;
  un seul microscope, une seule coloration ; environ un globule blanc par champ, près du centre ; aucun identifiant de patient,
  le partage est donc par champ et deux champs d’un même patient peuvent se trouver des deux côtés.

## Réseau et apprentissage
- Réseau convolutif sans ancres, {number(m['parameters'] / 1e6, 2, True)} millions de paramètres, pas de 8 pixels, appris de zéro (aucun poids préexistant).
- Cibles alignées sur la tâche (score appris = qualité de la boîte), entropie croisée et GIoU ; AdamW, cosinus, moyenne mobile
  des poids, {m['epochs']} époques ; symétries, échelle × 0,55 à 1,6, mosaïque, couleur, éclairage, flou et bruit au hasard,
  sur des extraits ; le dernier quart de l’apprentissage voit des champs entiers, à l’échelle × 0,75 à 1,25. Les globules rouges
  des champs où aucun n’est annoté sont ignorés.
- Entrée : plus grand côté ramené à {m['size']} pixels. Recette complète : `train.py`. L’apprentissage livré a été
  repris en route avec une durée prévue raccourcie (130, 90, 80, 72 puis 60 époques), une moyenne de 0,998 puis 0,997, et les champs sans
  globule rouge annoté n’y sont ignorés qu’à partir de l’époque 41 : le relancer d’un trait donnera d’autres poids.

## Mesures (validation, {n['validation']} champs)
{rows(m, True)}

mAP@[0,5:0,95] : {number(m['map50_95'], 3, True)}. AP tous points (VOC), scores ≥ 0,01 ; intervalles par rééchantillonnage des champs ;
précision, rappel, F1 et comptes au seuil {number(m['threshold'], 2, True)}. Les seuils (score, NMS {number(m['nms_iou'], 2, True)}) ont été choisis sur ces mêmes champs.
Un globule rouge visible mais non annoté compte ici comme une erreur. La recette (champs entiers en fin d’apprentissage, pas de moyenne
avec l’image en miroir) a aussi été arrêtée en regardant ces champs : ces chiffres sont donc un peu optimistes. Un intervalle de 1 à 1 dit seulement que les
{m['operating_point']['WBC']['truth']} globules blancs ont été retrouvés, pas que le modèle n’en manque jamais.

{variants(m, True)}

Fichier : {number(mb, 1, True)} Mo, {number(m['gflop'], 1, True)} GFLOP par champ.{speed(m, True)}

## Limites
- Les scores ne sont pas calibrés : ceux de chaque sorte de cellule sont seulement décalés pour que le meilleur F1 de validation soit à 0,5. Amas, cellules superposées ou coupées par le bord : erreurs fréquentes.
- Autre microscope, autre coloration, autre grossissement : non mesuré en dehors des essais d’échelle ci-dessus.
- Le champ entier est ramené à une taille fixe : une lame entière ou un champ très large donne de mauvais résultats.

## À ne pas faire
Aucun diagnostic, aucune numération rendue à un patient, aucune décision de soin. Le modèle ne connaît ni blastes, ni parasites,
ni anomalies de forme, ni type de globule blanc. L’absence de boîte ne prouve pas l’absence de cellule.

## Licence
Poids : Apache-2.0. Données : MIT (non redistribuées ici).

---

# Blood smear cells

Detector of red cells, white cells and platelets on one stained blood smear field.
**For research and demonstration only. Not a medical device.**

## Data
- BCCD Dataset ({SOURCE}, version `{COMMIT[:12]}`), MIT licence, © 2017 Shenggan; original images and boxes by cosmicad and akshaylamba.
- {n['training'] + n['validation']} fields of 640 × 480 pixels were used: {n['training']} to train, {n['validation']} to validate (listed in `validation-fields.txt`),
  drawn by a hash of the file name. Another third of the set, kept apart, was never seen.
- Caveats: the boxes are not by haematologists; red cells are incompletely labelled in crowded areas; one microscope, one
  stain; about one white cell a field, near its middle; no patient identifiers, so the split is by field and two fields of one
  patient may lie on both sides.

## Network and training
- Anchor-free convolutional network, {m['parameters'] / 1e6:.2f} million parameters, stride 8, trained from scratch (no earlier weights).
- Task-aligned targets (the score learns the quality of the box), cross-entropy and GIoU; AdamW, cosine, moving average of the
  weights, {m['epochs']} epochs; random symmetries, scale × 0.55 to 1.6, mosaic, colour, lighting, blur and noise, on
  crops; the last quarter of the training sees whole fields, at scale × 0.75 to 1.25. Red cells of fields where none is labelled
  are ignored.
- Input: longest side brought to {m['size']} pixels. Full recipe: `train.py`. The shipped training was resumed
  on the way with a shortened plan (130, 90, 80, 72, then 60 epochs) and an average of 0.998, then 0.997, and fields without a labelled red cell
  are ignored in it only from epoch 41 on: one straight run will give other weights.

## Figures (validation, {n['validation']} fields)
{rows(m, False)}

mAP@[0.5:0.95]: {m['map50_95']:.3f}. All-point AP (VOC), scores ≥ 0.01; intervals by resampling fields; precision, recall, F1 and
counts at threshold {m['threshold']:.2f}. The thresholds (score, NMS {m['nms_iou']:.2f}) were chosen on these same fields. A red cell that is
visible but not labelled counts as an error here. The recipe (whole fields at the end of the training, no averaging with the
mirror image) was also settled while looking at these fields, so these figures are somewhat optimistic. An interval from 1 to 1 only
says that the {m['operating_point']['WBC']['truth']} white cells were found, not that the model never misses one.

{variants(m, False)}

File: {mb:.1f} MB, {m['gflop']:.1f} GFLOP a field.{speed(m, False)}

## Limits
- Scores are not calibrated: those of each kind of cell are only shifted so that the best validation F1 lies at 0.5. Clumps, overlapping cells and cells cut by the border: errors are frequent.
- Other microscope, stain or magnification: not measured beyond the scale trials above.
- The whole field is brought to a fixed size: a whole slide or a very wide field gives poor results.

## Not to be done
No diagnosis, no count reported to a patient, no decision on care. The model knows no blasts, no parasites, no abnormal shapes
and no kinds of white cell. No box does not prove that there is no cell.

## Licence
Weights: Apache-2.0. Data: MIT (not redistributed here).
"""
