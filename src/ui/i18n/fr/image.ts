/** Words of what a person does with an image itself: its scale, its file, another image beside it. */
export const image = {
  'calibration.title': 'Échelle de l’image',
  'calibration.none': 'Non calibré : calibrer',
  'calibration.by.file': 'Échelle du fichier : {size}',
  'calibration.by.person': 'Calibré par vous : {size}',
  'calibration.micrometres': '{value} µm/px',
  'calibration.millimetres': '{value} mm/px',
  'calibration.drawHint': 'Tracez une ligne sur une règle ou une échelle visible, puis tapez sa longueur réelle.',
  'calibration.ask': 'Calibrer avec une règle',
  'calibration.line': 'Ligne tracée : {pixels} px de l’image.',
  'calibration.length': 'Longueur réelle',
  'calibration.unit': 'Unité',
  'calibration.unit.um': 'µm',
  'calibration.unit.mm': 'mm',
  'calibration.unit.cm': 'cm',
  'calibration.result': 'Soit {size}.',
  'calibration.invalid': 'Tapez un nombre supérieur à zéro.',
  'calibration.scope': 'Appliquer à',
  'calibration.scope.image': 'cette image seule',
  'calibration.scope.same-size': 'toutes les images ouvertes de même taille et sans échelle ({count})',
  'calibration.overrideQuestion': 'Le fichier indique déjà {size}. Faut-il remplacer cette échelle par votre mesure ?',
  'calibration.overrideYes': 'Oui, remplacer l’échelle du fichier',
  'calibration.apply': 'Calibrer',
  'calibration.draw': 'Tracer une règle',
  'calibration.remove': 'Retirer mon calibrage',
  'calibration.removeMany': 'Retirer mon calibrage ({count, plural, one {# image} other {# images}})',
  'calibration.source.file': 'Cette échelle vient du fichier : {size}.',
  'calibration.source.person':
    'Vous avez donné cette échelle en mesurant une règle : {size}. Mesures, densités, barre d’échelle et exports s’en servent et le disent.',
  'calibration.with': 'Calibrer avec cette distance',

  'slide.ruled': 'calibré par vous : {value}',
  'slide.ruledTitle': 'Calibré par vous avec une règle : {x} × {y} µm par pixel',

  'compare.divider': 'Séparateur entre les deux images',
  'compare.dividerValue': '{percent} % pour la première image',

  'files.lost': '{count, plural, one {Un fichier ouvert n’est plus lisible} other {# fichiers ouverts ne sont plus lisibles}}',
  'files.lostAdvice':
    'Déplacé, modifié, ou support retiré. Choisissez-le à nouveau : l’affichage, les mesures et les constatations restent en place.',
  'files.other':
    'Ce n’est pas le même fichier : le nom, la taille et le contenu doivent être ceux d’avant. Sinon, fermez l’examen et rouvrez.',
  'files.repick': 'Choisir à nouveau',
} as const;
