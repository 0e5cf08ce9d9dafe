// Runs before the app, in the oldest syntax there is: says in plain words why the app cannot start here.
(function () {
  'use strict';

  var REASONS = {
    file: {
      fr: [
        'Cette page a été ouverte directement depuis un dossier : le navigateur lui interdit alors de charger ses propres fichiers.',
        'Lancez un petit serveur local dans ce dossier, puis ouvrez l’adresse indiquée. Par exemple, avec Python :',
      ],
      en: [
        'This page was opened straight from a folder: the browser then forbids it to load its own files.',
        'Start a small local server in this folder, then open the address given. For instance, with Python:',
      ],
      code: 'python3 -m http.server 4173 --bind 127.0.0.1',
      link: 'http://127.0.0.1:4173',
    },
    insecure: {
      fr: [
        'Cette adresse n’est pas sécurisée : il faut https, ou http://127.0.0.1 sur ce poste. Adressez-vous à votre service informatique.',
      ],
      en: ['This address is not secure: it takes https, or http://127.0.0.1 on this machine. Please ask your IT department.'],
    },
    old: {
      fr: [
        'Ce navigateur est trop ancien pour cette application. Versions nécessaires : Chrome ou Edge 128, Firefox 128, Safari 18, ou plus récentes.',
      ],
      en: ['This browser is too old for this application. It takes Chrome or Edge 128, Firefox 128, Safari 18, or later.'],
    },
  };

  function missing() {
    try {
      return !(
        'noModule' in document.createElement('script') &&
        typeof WebAssembly === 'object' &&
        typeof BigInt64Array === 'function' &&
        typeof structuredClone === 'function' &&
        typeof Worker === 'function' &&
        typeof BroadcastChannel === 'function' &&
        typeof OffscreenCanvas === 'function' &&
        typeof URL.canParse === 'function' &&
        typeof AbortSignal.timeout === 'function' &&
        typeof Object.groupBy === 'function' &&
        typeof Promise.withResolvers === 'function' &&
        typeof Array.prototype.with === 'function' &&
        'locks' in navigator &&
        'indexedDB' in window
      );
    } catch (error) {
      return true;
    }
  }

  function reason() {
    if (location.protocol === 'file:') return REASONS.file;
    if (window.isSecureContext === false) return REASONS.insecure;
    return missing() ? REASONS.old : null;
  }

  function paragraphs(parent, language, texts) {
    for (var i = 0; i < texts.length; i += 1) {
      var paragraph = document.createElement('p');
      paragraph.lang = language;
      paragraph.textContent = texts[i];
      parent.appendChild(paragraph);
    }
  }

  function show(found) {
    var box = document.createElement('main');
    box.className = 'too-old';
    var title = document.createElement('h1');
    title.textContent = 'Diaphane';
    box.appendChild(title);
    paragraphs(box, 'fr', found.fr);
    box.appendChild(document.createElement('hr'));
    paragraphs(box, 'en', found.en);
    if (found.code) {
      var command = document.createElement('p');
      var code = document.createElement('code');
      code.textContent = found.code;
      command.appendChild(code);
      box.appendChild(command);
      var address = document.createElement('p');
      var link = document.createElement('a');
      link.href = found.link;
      link.textContent = found.link;
      address.appendChild(link);
      box.appendChild(address);
    }
    var root = document.getElementById('root');
    if (root) root.parentNode.removeChild(root);
    document.body.appendChild(box);
  }

  var found = reason();
  if (found) {
    // The app looks here and does not start.
    document.documentElement.setAttribute('data-unsupported', '');
    document.addEventListener('DOMContentLoaded', function () {
      show(found);
    });
  }
})();
