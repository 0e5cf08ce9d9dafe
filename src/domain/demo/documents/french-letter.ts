import type { CaseDrawing } from '../demo-case';
import { utf8 } from '../dicom/dicom-elements';

/** A letter about a patient who never was. */
const LETTER = `Texte inventé pour la démonstration : aucun patient, aucun médecin.

Cher confrère,

Je vous adresse une patiente de 61 ans pour une infection de prothèse de genou apparue trois semaines après la chirurgie. Les prélèvements peropératoires ont isolé un Staphylococcus aureus sensible à la méticilline. L’antibiogramme montre une résistance à l’érythromycine et à la clindamycine. Nous avons réalisé un lavage articulaire avec changement des pièces mobiles, puis débuté un traitement antibiotique par céfazoline, relayée par l’association de lévofloxacine et de rifampicine.

La tolérance du traitement est bonne. Les hémocultures sont restées stériles et la protéine C réactive décroît. Une surveillance de la fonction hépatique est prévue, la rifampicine modifiant le métabolisme de plusieurs médicaments de la patiente, dont son anticoagulant.

Je vous remercie de votre avis sur la durée de l’antibiothérapie et sur la date d’une éventuelle reprise chirurgicale.

Bien confraternellement.
`;

export const frenchLetter: CaseDrawing = {
  draw: () => ({ files: [{ name: 'lettre-inventee.txt', type: 'text/plain', bytes: utf8(LETTER) }], truth: null }),
  preview: null,
};
