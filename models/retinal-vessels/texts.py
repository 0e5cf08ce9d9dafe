"""Words of the manifest and the model card; every figure comes from measured.json."""
from segmentation.packaging import MAINTAINERS, RESEARCH, bilingual, both, table_rows, training_words

DATASET = "CHASE_DB1, children 01 to 10 (first 20 photographs), two children held back by seeded hash; reference: first observer"
LABELS = [{"id": 1, "key": "vessel", "name": both("Vaisseau rétinien", "Retinal vessel"), "color": "#56B4E9"}]


def head(m):
    mean = m["mean"]
    return {
        "id": "retinal-vessels", "version": "1.0.0", **MAINTAINERS,
        "name": both("Vaisseaux rétiniens", "Retinal vessels"),
        "description": both("Trace la carte des vaisseaux d’une photographie du fond d’œil en couleurs.", "Draws the vessel map of a colour fundus photograph."),
        "cite": [{"text": "Fraz M. et al., An ensemble classification-based approach applied to retinal blood vessel segmentation, IEEE TBME 59:2538 (2012)",
                  "doi": "10.1109/TBME.2012.2205687"}, {"text": "Owen C. et al., Measuring retinal vessel tortuosity in 10-year-old children, IOVS 50:2004 (2009)"}],
        "license": "CC-BY-4.0", "tags": ["retina", "fundus", "vessels", "segmentation", "research"],
        "specialty": "ophthalmology", "task": "segmentation", "modality": ["OP", "XC", "OT", "SC"], "body_part": ["EYE", "RETINA"],
        "intended_use": {
            **RESEARCH,
            "purpose": both("Recherche et démonstration : carte des vaisseaux, aide à la mesure de densité et de calibre.",
                            "Research and demonstration: vessel map, an aid for measuring density and calibre."),
            "population": both("Écoliers en bonne santé, un appareil portatif, image centrée sur la papille.", "Healthy schoolchildren, one hand-held camera, disc-centred."),
            "out_of_scope_use": both("Rétinopathie, dégénérescence maculaire, OCT, angiographie, prématurés ; tout diagnostic.",
                                     "Retinopathy, macular degeneration, OCT, angiography, preterm infants; any diagnosis."),
            "limitations": both("Le plus grand côté est ramené à 999 pixels. Une hémorragie ou un exsudat peut être pris pour un vaisseau.",
                                "The longest side is brought to 999 pixels. A haemorrhage or exudate may be taken for a vessel."),
            "known_biases": both("Dix enfants, un appareil.", "Ten children, one camera."),
            "risks": both("Une densité fausse prise pour un signe.", "A wrong density taken for a sign."),
            "recommendations": both("Comparer la carte à la photographie.", "Compare the map with the photograph.")},
        "evaluations": [{
            "dataset": DATASET, "role": "validation (also used to keep the best epoch)",
            "n": f"{m['photographs']['validation']} photographs of {len(m['children']['validation'])} children",
            "metrics": {"Dice, mean of photographs": mean["dice"], "Dice, all pixels of the field of view": m["dice_pooled_in_field"],
                        "Dice 95% interval": m["interval_by_field"], "AUC": mean["auc"], "AUC in the field of view": mean["auc_in_field"],
                        "second observer's Dice on the same photographs": mean["dice_second_observer"], "baseline Dice (dark in green)": mean["baseline_green_dice"]},
            "note": f"Whole chain at threshold 0.5; interval: bootstrap over {m['fields_for_interval']} square fields of 120 pixels, which says nothing of the spread "
                    "between children."}],
    }


def card(m, size, wasm=None):
    keys = [("dice", "Dice", "Dice"), ("dice_second_observer", "Dice du 2e observateur", "2nd observer’s Dice"), ("auc", "AUC", "AUC"), ("auc_in_field", "AUC dans le champ", "AUC in field"),
            ("sensitivity", "sensibilité", "sensitivity"), ("specificity_in_field", "spécificité (champ)", "specificity (field)"),
            ("sensitivity_thin_vessels", "sensibilité, vaisseaux fins", "sensitivity, thin vessels"), ("baseline_green_dice", "témoin vert", "green baseline"),
            ("vessel_area_part", "part vasculaire", "vessel part"), ("vessel_area_part_true", "part vraie", "true part")]
    table = table_rows([[both("Photographie", "Photograph"), *[both(fr, en) for _, fr, en in keys]]] + [
        [name, *[v[k] for k, _, _ in keys]] for name, v in [*m["by_photograph"].items(), ("**μ**", m["mean"])]])
    cost = training_words(m, size, wasm)
    low, high = m["interval_by_field"]
    children = m["children"]
    return bilingual(f"""# Vaisseaux rétiniens

Carte des vaisseaux d’une photographie du fond d’œil. **Recherche et démonstration seulement. Ce n’est pas un dispositif médical.**

## Données
- CHASE_DB1 (Fraz 2012, Owen 2009), CC BY 4.0. {m['photographs']['training']} photographies de {len(children['training'])} enfants à l’apprentissage, {m['photographs']['validation']} des
  enfants {', '.join(children['validation'])} à la validation. Référence : premier observateur ; le second donne le plafond humain.
- Enfants sains, un appareil portatif, image centrée sur la papille : **ni rétinopathie diabétique, ni DMLA, ni OCT**.

## Réseau et apprentissage
- U-Net à demi-taille (24 à 64 canaux, quatre étages) avec sous-pixels, appris de zéro sur des extraits de 192 pixels.
- Entropie croisée et Dice ; AdamW, cosinus, moyenne mobile ; rotation de tout angle, × 0,78 à 1,4, déformation, gains de couleur, contraste, éclairage, bruit, flou.
- {cost[0]}
  Durée prévue changée en route (16, 20, 34, puis 30 époques, arrêt à la 28e) : le taux d’apprentissage n’a donc pas suivi un seul cosinus.

## Mesures (validation, toute la chaîne, seuil 0,5)
{table[0]}

Tous pixels du champ : Dice {m['dice_pooled_in_field']:.3f} (95 % : {low:.3f} – {high:.3f}, par carrés de 120 pixels ; l’écart entre enfants n’y est pas). Vaisseaux fins : moins de 5 pixels.
Publié sur les enfants 11 à 14, non vus ici : SA-UNet 2020, F1 0,815 et AUC 0,991 ; LadderNet 2018, F1 0,803 et AUC 0,984. Même jeu, autres enfants.

## Où il se trompe
Vaisseaux de un à deux pixels, reflet central des artères (vaisseau fendu), bord de la papille et du champ, choroïde visible.

## À ne pas faire
Aucun diagnostic : la carte aide à mesurer. Rien sur une rétine malade n’a été mesuré.

---

# Retinal vessels

Vessel map of a colour fundus photograph. **Research and demonstration only. Not a medical device.**

## Data
- CHASE_DB1 (Fraz 2012, Owen 2009), CC BY 4.0. {m['photographs']['training']} photographs of {len(children['training'])} children for training, {m['photographs']['validation']} of
  children {', '.join(children['validation'])} for validation. Reference: first observer; the second gives the human ceiling.
- Healthy children, one hand-held camera, disc-centred: **no diabetic retinopathy, no AMD, no OCT**.

## Network and training
- U-Net at half size (24 to 64 channels, four levels) with sub-pixel output, trained from scratch on crops of 192 pixels.
- Cross-entropy and Dice; AdamW, cosine, weight average; any angle, × 0.78 to 1.4, bending, colour gains, contrast, illumination, noise, blur.
- {cost[1]}
  The planned length was changed on the way (16, 20, 34, then 30 epochs, stopped at the 28th): the learning rate did not follow a single cosine.

## Figures (validation, whole chain, threshold 0.5)
{table[1]}

All pixels of the field: Dice {m['dice_pooled_in_field']:.3f} (95 %: {low:.3f}–{high:.3f}, by squares of 120 pixels; the spread between children is not in it). Thin vessels: below 5 pixels.
Published on children 11 to 14, not seen here: SA-UNet 2020, F1 0.815 and AUC 0.991; LadderNet 2018, F1 0.803 and AUC 0.984. Same set, other children.

## Where it errs
Vessels of one or two pixels, central reflex of arteries (a split vessel), rim of the disc and of the field, visible choroid.

## Not to be done
No diagnosis: the map is an aid for measuring. Nothing was measured on a diseased retina.

## Licence
Weights: CC BY 4.0. Data: CC BY 4.0 (not redistributed here). Credit: Kingston University, CHASE_DB1.
""")
