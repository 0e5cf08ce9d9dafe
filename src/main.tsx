import './app/trusted-types';
import { createApp } from './app/create-app';
import { isFramed } from './app/seal/lockdown';
import { mount } from './ui/mount';

/** Set by `too-old.js` where the browser lacks what the app needs: its plain page is on screen then. */
const unsupported = document.documentElement.hasAttribute('data-unsupported');
const root = document.getElementById('root');

if (!unsupported && !isFramed() && root !== null) mount(createApp(), root);
