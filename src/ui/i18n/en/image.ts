import type { image as french } from '../fr/image';

/** Words of what a person does with an image itself: its scale, its file, another image beside it. */
export const image: Readonly<Record<keyof typeof french, string>> = {
  'calibration.title': 'Scale of the image',
  'calibration.none': 'Not calibrated: calibrate',
  'calibration.by.file': 'Scale from the file: {size}',
  'calibration.by.person': 'Calibrated by you: {size}',
  'calibration.micrometres': '{value} µm/px',
  'calibration.millimetres': '{value} mm/px',
  'calibration.drawHint': 'Draw a line over a ruler or a visible scale, then type its true length.',
  'calibration.ask': 'Calibrate with a ruler',
  'calibration.line': 'Line drawn: {pixels} px of the image.',
  'calibration.length': 'True length',
  'calibration.unit': 'Unit',
  'calibration.unit.um': 'µm',
  'calibration.unit.mm': 'mm',
  'calibration.unit.cm': 'cm',
  'calibration.result': 'That is {size}.',
  'calibration.invalid': 'Type a number above zero.',
  'calibration.scope': 'Apply to',
  'calibration.scope.image': 'this image only',
  'calibration.scope.same-size': 'all open images of the same size without a scale ({count})',
  'calibration.overrideQuestion': 'The file already states {size}. Replace that scale by your measurement?',
  'calibration.overrideYes': 'Yes, replace the scale of the file',
  'calibration.apply': 'Calibrate',
  'calibration.draw': 'Draw a ruler',
  'calibration.remove': 'Remove my calibration',
  'calibration.removeMany': 'Remove my calibration ({count, plural, one {# image} other {# images}})',
  'calibration.source.file': 'This scale comes from the file: {size}.',
  'calibration.source.person':
    'You gave this scale by measuring a ruler: {size}. Measurements, densities, scale bar and exports use it and say so.',
  'calibration.with': 'Calibrate with this distance',

  'slide.ruled': 'calibrated by you: {value}',
  'slide.ruledTitle': 'Calibrated by you with a ruler: {x} × {y} µm per pixel',

  'compare.divider': 'Divider between the two images',
  'compare.dividerValue': '{percent}% for the first image',

  'files.lost': '{count, plural, one {An open file can no longer be read} other {# open files can no longer be read}}',
  'files.lostAdvice': 'Moved, changed, or its disk removed. Choose it again: view, measurements and findings stay in place.',
  'files.other': 'This is not the same file: name, size and content must be as before. Otherwise close the study and open it again.',
  'files.repick': 'Choose again',
};
