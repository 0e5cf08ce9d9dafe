import type { KeyCommand, SimpleCommand } from '../../domain/keymap';
import type { Translate } from './translate';
import type { CodeWords } from './codes';

type Named = SimpleCommand | 'scroll' | 'scroll-far' | 'preset' | 'frame-rate' | 'zoom';

/** Names of the keyboard commands, for the help card and the tooltips. */
export const commandWords: CodeWords<Named> = {
  fr: {
    scroll: 'Image précédente ou suivante',
    'scroll-far': 'Dix images plus loin',
    preset: '0 fenêtre automatique, 1–9 préréglages',
    'frame-rate': 'Ciné plus rapide ou plus lent',
    zoom: 'Zoom',
    'first-image': 'Première image',
    'last-image': 'Dernière image',
    'previous-series': 'Série précédente',
    'next-series': 'Série suivante',
    fit: 'Ajuster à la fenêtre',
    'one-to-one': 'Pixels réels (1:1)',
    invert: 'Inverser les gris',
    'rotate-right': 'Tourner à droite',
    'rotate-left': 'Tourner à gauche',
    'flip-horizontal': 'Miroir horizontal',
    'flip-vertical': 'Miroir vertical',
    cine: 'Lire ou arrêter le ciné',
    planes: 'Trois plans, ou retour à une vue',
    overlays: 'Textes : tous, essentiels, aucun',
    identity: 'Masquer ou montrer l’identité',
    'toggle-ai': 'Masquer ou montrer l’IA',
    'counting-grid': 'Grille de comptage',
    'next-finding': 'Constatation suivante',
    'previous-finding': 'Constatation précédente',
    'accept-finding': 'Accepter la constatation',
    'reject-finding': 'Rejeter la constatation',
    'delete-selection': 'Supprimer la mesure choisie',
    'cell-gallery': 'Galerie de cellules',
    undo: 'Annuler',
    redo: 'Rétablir',
    escape: 'Quitter l’outil, puis rétablir l’affichage',
    'context-menu': 'Menu de la vue',
    help: 'Aide',
  },
  en: {
    scroll: 'Previous or next image',
    'scroll-far': 'Ten images further',
    preset: '0 automatic window, 1–9 presets',
    'frame-rate': 'Cine faster or slower',
    zoom: 'Zoom',
    'first-image': 'First image',
    'last-image': 'Last image',
    'previous-series': 'Previous series',
    'next-series': 'Next series',
    fit: 'Fit to window',
    'one-to-one': 'Actual pixels (1:1)',
    invert: 'Invert greys',
    'rotate-right': 'Rotate right',
    'rotate-left': 'Rotate left',
    'flip-horizontal': 'Flip horizontally',
    'flip-vertical': 'Flip vertically',
    cine: 'Start or stop cine',
    planes: 'Three planes, or back to one view',
    overlays: 'Texts: all, essential, none',
    identity: 'Hide or show identity',
    'toggle-ai': 'Hide or show AI',
    'counting-grid': 'Counting grid',
    'next-finding': 'Next finding',
    'previous-finding': 'Previous finding',
    'accept-finding': 'Accept finding',
    'reject-finding': 'Reject finding',
    'delete-selection': 'Remove the selected measurement',
    'cell-gallery': 'Cell gallery',
    undo: 'Undo',
    redo: 'Redo',
    escape: 'Leave the tool, then reset the display',
    'context-menu': 'Menu of the view',
    help: 'Help',
  },
};

export function commandLabel(command: KeyCommand, t: Translate): string {
  const words = commandWords[t.language];
  switch (command.do) {
    case 'tool':
      return t(`tool.${command.tool}`);
    case 'scroll':
      return Math.abs(command.by) === 1 ? words.scroll : words['scroll-far'];
    default:
      return words[command.do];
  }
}
