import type { ErrorCode } from '../../domain/errors';

/** What happened, and what the user can do about it. */
export interface ErrorWords {
  readonly title: string;
  readonly advice: string;
}

export const errorsFr: Readonly<Record<ErrorCode, ErrorWords>> = {
  'empty-file': { title: 'Fichier vide', advice: 'Copiez-le à nouveau depuis sa source.' },
  'unknown-format': { title: 'Format inconnu', advice: 'Formats lus : DICOM, zip de DICOM, NIfTI, MetaImage, NRRD, PNG, JPEG, TIFF.' },
  'read-failed': { title: 'Lecture impossible', advice: 'Le fichier a été déplacé, modifié ou le support retiré : ouvrez-le à nouveau.' },
  truncated: { title: 'Fichier incomplet', advice: 'La fin manque : copiez-le ou exportez-le à nouveau.' },
  'image-malformed': { title: 'Image abîmée', advice: 'Le contenu ne suit pas son format : exportez-la à nouveau.' },
  'image-variant-unsupported': { title: 'Variante d’image non prise en charge', advice: 'Convertissez-la en PNG ou en TIFF 8 ou 16 bits.' },
  'dicom-malformed': { title: 'DICOM abîmé', advice: 'La structure du fichier est fausse : exportez-le à nouveau depuis le PACS.' },
  'dicom-nesting-too-deep': { title: 'DICOM trop imbriqué', advice: 'Le fichier est anormal ou hostile : il n’a pas été lu plus loin.' },
  'transfer-syntax-unsupported': {
    title: 'Compression non prise en charge',
    advice: 'Exportez l’image sans compression ou en JPEG 2000.',
  },
  'pixel-data-missing': { title: 'Pixels absents', advice: 'Le fichier annonce une image mais n’en contient pas : exportez-le à nouveau.' },
  'pixel-data-inconsistent': {
    title: 'Pixels incohérents',
    advice: 'La taille des données ne correspond pas à l’en-tête : exportez l’image à nouveau.',
  },
  'dimensions-absurd': { title: 'Dimensions absurdes', advice: 'La taille annoncée est impossible : le fichier est abîmé ou hostile.' },
  'photo-too-large': {
    title: 'Photo trop grande',
    advice:
      'Elle ne tient pas en mémoire une fois décompressée : enregistrez-la en TIFF pyramidal à tuiles (libvips, QuPath…), qui s’ouvre à toute taille.',
  },
  'codec-failed': {
    title: 'Décompression impossible',
    advice: 'Les données compressées sont abîmées : exportez l’image sans compression.',
  },
  'archive-malformed': { title: 'Archive abîmée', advice: 'Recréez l’archive zip, ou ouvrez le dossier directement.' },
  'archive-encrypted': { title: 'Archive protégée par mot de passe', advice: 'Extrayez-la d’abord, puis ouvrez le dossier.' },
  'archive-too-deep': { title: 'Archives trop imbriquées', advice: 'Extrayez l’archive intérieure, puis ouvrez-la.' },
  'decompression-bomb': {
    title: 'Archive démesurée, refusée',
    advice: 'Son contenu dépasse toute taille plausible. Vérifiez sa provenance.',
  },
  'system-file': { title: 'Fichier du système, ignoré', advice: 'Rien à faire : il ne contient pas d’image.' },
  'not-an-image': { title: 'Pas une image, ignoré', advice: 'Rien à faire : ce fichier n’est pas une image médicale.' },
  'dicom-without-pixels': { title: 'DICOM sans image, ignoré', advice: 'Compte rendu, plan ou autre objet : rien à afficher ici.' },
  'duplicate-instance': { title: 'Image déjà ouverte, ignorée', advice: 'Rien à faire : la même image figure déjà dans l’examen.' },
  'dicomdir-index': { title: 'Index DICOMDIR', advice: 'Rien à faire : les images qu’il cite sont lues directement.' },
  'dicomdir-reference-missing': { title: 'Image citée mais absente', advice: 'Ouvrez le dossier complet du CD, pas le seul DICOMDIR.' },
  'volume-format-later': { title: 'Format de volume pas encore pris en charge', advice: 'Ouvrez la série DICOM d’origine.' },
  'volume-variant-unsupported': {
    title: 'Variante de volume non prise en charge',
    advice: 'Enregistrez-le en volume 3D ou 4D de nombres réels, mesuré en millimètres (ni vecteurs, ni complexes, ni fichiers multiples).',
  },
  'volume-data-missing': {
    title: 'Données du volume absentes',
    advice: 'L’en-tête cite un second fichier : déposez les deux ensemble (.hdr et .img, .mhd et .raw, .nhdr et .raw).',
  },
  'volume-data': { title: 'Données d’un volume', advice: 'Rien à faire : elles ont été lues avec leur en-tête.' },
  'volume-irregular': {
    title: 'Série sans volume régulier',
    advice: 'Coupes inclinées, manquantes ou irrégulières : elle se lit coupe par coupe, sans reconstruction.',
  },
  'labels-malformed': {
    title: 'Pas une carte d’étiquettes',
    advice: 'Une carte d’étiquettes ne contient que des entiers de 0 à 65 535 : celle-ci reste ouverte comme image.',
  },
  'slide-format-zeiss': {
    title: 'Lame Zeiss (CZI), non lue',
    advice: 'Aucun décodeur ouvert ne la lit ici : exportez-la depuis ZEN en OME-TIFF ou en DICOM.',
  },
  'slide-format-mirax': {
    title: 'Lame 3DHISTECH (MRXS), non lue',
    advice: 'Ses tuiles, dans un dossier à part, se chevauchent : exportez-la depuis SlideViewer en TIFF ou en DICOM.',
  },
  'slide-format-olympus': {
    title: 'Lame Olympus (VSI, ETS), non lue',
    advice: 'Sa structure n’est pas publiée : exportez-la depuis OlyVIA en TIFF ou en OME-TIFF.',
  },
  'slide-format-isyntax': {
    title: 'Lame Philips (iSyntax), non lue',
    advice: 'Sa compression n’a pas de décodeur ouvert ici : exportez-la en DICOM ou en TIFF.',
  },
  'slide-format-vms': {
    title: 'Lame Hamamatsu en plusieurs fichiers (VMS, VMU, NDPIS), non lue',
    advice: 'Ce fichier ne fait que citer les autres : ouvrez les fichiers NDPI, ou exportez la lame en NDPI ou en DICOM.',
  },
  'slide-compression-unsupported': {
    title: 'Lame dont la compression n’est pas lue',
    advice: 'Aucun décodeur ne la connaît ici : exportez la lame en JPEG, JPEG 2000, LZW ou deflate.',
  },
  'slide-samples-unsupported': {
    title: 'Lame dont les valeurs ne sont pas lues',
    advice: 'Seuls sont lus les entiers de 1 à 16 bits, gris, RVB ou palette : convertissez-la en 8 ou 16 bits.',
  },
  'slide-tiles-overlap': {
    title: 'Lame dont les tuiles se chevauchent, non lue',
    advice: 'Sans raccord, ses longueurs seraient fausses : exportez-la en TIFF ou en DICOM.',
  },
  'slide-file-missing': {
    title: 'Lame en plusieurs fichiers, dont il manque une partie',
    advice: 'Déposez ensemble tous les fichiers de la lame, sous leurs noms d’origine.',
  },
  'table-malformed': {
    title: 'Tableau illisible',
    advice: 'Un guillemet n’est pas refermé, ou ce n’est pas du JSON : corrigez le fichier, ou exportez-le à nouveau.',
  },
  'table-irregular': {
    title: 'Tableau ouvert, lignes inégales',
    advice: 'Certaines lignes n’ont pas autant de cellules que les autres : vérifiez l’export.',
  },
  'table-truncated': {
    title: 'Tableau ouvert en partie',
    advice: 'Il dépasse 5 millions de cellules : seules les premières lignes sont là.',
  },
  'document-too-large': { title: 'Texte ou tableau trop grand', advice: 'Exportez-en une partie seulement.' },
  'document-beside-images': {
    title: 'Texte ou tableau parmi d’autres fichiers, ignoré',
    advice: 'Pour le lire, déposez-le seul, hors de son dossier ou de son archive.',
  },
  'cancelled-by-user': { title: 'Lecture interrompue', advice: 'Ouvrez le fichier à nouveau pour le lire.' },
  'package-malformed': { title: 'Paquet de modèle abîmé', advice: 'Téléchargez-le ou copiez-le à nouveau.' },
  'package-too-large': { title: 'Paquet de modèle trop grand', advice: 'Demandez à son éditeur une version plus petite.' },
  'package-version-unsupported': { title: 'Version de paquet non prise en charge', advice: 'Mettez l’application à jour.' },
  'conversion-failed': {
    title: 'Conversion impossible',
    advice: 'Il manque un fichier ou le format est inattendu : vérifiez le dossier, exportez les poids en ONNX, recommencez.',
  },
  'package-schema': {
    title: 'Description du modèle non conforme',
    advice: 'Signalez-le à l’éditeur du modèle : le manifeste est incorrect.',
  },
  'package-step-unknown': {
    title: 'Étape de traitement inconnue',
    advice: 'Le modèle demande une étape que l’application n’a pas : mettez-la à jour.',
  },
  'package-hash-mismatch': {
    title: 'Paquet modifié, refusé',
    advice: 'L’empreinte d’un fichier ne correspond pas : obtenez le paquet de son éditeur.',
  },
  'package-unsafe': {
    title: 'Paquet de modèle dangereux',
    advice: 'Il contient des chemins, des liens ou des doublons qu’aucun modèle ne demande : il a été refusé.',
  },
  'package-tampered': {
    title: 'Paquet de modèle modifié',
    advice: 'Son contenu ne correspond plus à la signature de son éditeur : redemandez-le à sa source.',
  },
  'package-file-missing': { title: 'Fichier absent du paquet', advice: 'Sélectionnez le dossier complet du modèle.' },
  'onnx-malformed': { title: 'Fichier ONNX abîmé', advice: 'Exportez le modèle à nouveau.' },
  'onnx-operator-unsupported': { title: 'Opérateur ONNX non pris en charge', advice: 'Exportez le modèle avec des opérateurs standard.' },
  'onnx-opset-unsupported': {
    title: 'Version ONNX non prise en charge',
    advice: 'Exportez le modèle avec un opset que l’application connaît (17 convient).',
  },
  'onnx-external-data': { title: 'Poids hors du fichier ONNX', advice: 'Exportez le modèle en un seul fichier.' },
  'onnx-graph-invalid': { title: 'Graphe ONNX invalide', advice: 'Exportez le modèle à nouveau et vérifiez-le avec onnx.checker.' },
  'onnx-too-large': {
    title: 'Réseau trop grand pour toute machine',
    advice: 'Demandez à l’éditeur un réseau de tailles fixes et plus petites.',
  },
  'onnx-loop-unbounded': {
    title: 'Réseau qui peut ne jamais finir',
    advice: 'Exportez le modèle avec des boucles dont le nombre maximal de tours est connu.',
  },
  'model-test-failed': { title: 'Auto-test échoué, modèle désactivé sur ce poste', advice: 'Ses résultats ne seraient pas fiables ici.' },
  'model-test-unfinished': {
    title: 'Auto-test du modèle inachevé',
    advice:
      'Le modèle n’est pas en échec : la mémoire a manqué ou le calcul s’est arrêté. Fermez d’autres onglets ; la prochaine analyse refera l’auto-test.',
  },
  'model-not-applicable': {
    title: 'Modèle inadapté à cette image',
    advice: 'Choisissez une image que le modèle sait lire : voir sa fiche.',
  },
  'model-not-installed': { title: 'Modèle non installé', advice: 'Installez le paquet du modèle, puis relancez.' },
  'session-failed': { title: 'Le modèle n’a pas pu démarrer', advice: 'Relancez ; si l’échec se répète, fermez d’autres onglets.' },
  'camera-unavailable': {
    title: 'Caméra indisponible',
    advice: 'Branchez-la, autorisez-la dans le navigateur pour cette page, fermez les autres logiciels qui l’utilisent, puis recommencez.',
  },
  'inference-failed': { title: 'Le calcul a échoué', advice: 'Relancez. L’examen et vos avis sont conservés.' },
  'answer-not-finite': {
    title: 'Réponse inutilisable : des valeurs qui ne sont pas des nombres',
    advice: 'Le calcul déborde sur ces données, même au processeur : relancer n’y changera rien. Prévenez l’éditeur du modèle.',
  },
  'device-lost': { title: 'Carte graphique perdue', advice: 'Le calcul reprend sur le processeur. Vos avis sont conservés.' },
  'worker-crashed': { title: 'Le calcul s’est arrêté', advice: 'Il a été redémarré : relancez. Vos avis sont conservés.' },
  'worker-unresponsive': { title: 'Le calcul ne répondait plus', advice: 'Il a été redémarré : relancez. Vos avis sont conservés.' },
  'out-of-memory': { title: 'Mémoire insuffisante', advice: 'Fermez des examens ou d’autres onglets, puis réessayez.' },
  'storage-unavailable': {
    title: 'Stockage indisponible',
    advice: 'L’application marche, mais les modèles et réglages ne seront pas gardés.',
  },
  'storage-quota': { title: 'Stockage plein', advice: 'Libérez de la place sur ce poste ou effacez des modèles.' },
  'storage-newer': { title: 'Données d’une version plus récente', advice: 'Mettez l’application à jour, ou effacez tout.' },
  'webgl-unavailable': { title: 'Affichage 3D indisponible', advice: 'Activez WebGL dans le navigateur, ou changez de navigateur.' },
  'webgl-lost': { title: 'Affichage interrompu', advice: 'La carte graphique a été réinitialisée ; l’affichage reprend seul.' },
  'render-failed': { title: 'Affichage impossible', advice: 'Choisissez une autre image, ou ouvrez-la à nouveau.' },
  'export-failed': { title: 'Export impossible', advice: 'Réessayez ou choisissez un autre dossier de téléchargement.' },
  'not-sealed': { title: 'Isolement non prouvé', advice: 'Lisez le registre réseau avant d’ouvrir des fichiers de patients.' },
  'config-invalid': { title: 'Fichier config.json invalide', advice: 'Les réglages par défaut sont utilisés. Prévenez l’administrateur.' },
  usage: { title: 'Commande incorrecte', advice: 'Voir l’aide.' },
  internal: { title: 'Erreur interne', advice: 'L’examen reste ouvert. Copiez le texte d’assistance depuis « À propos ».' },
};
