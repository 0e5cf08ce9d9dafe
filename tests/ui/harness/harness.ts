import { mount } from '../../../src/ui/mount';
import { createFakeApp, type FakeApp, type FakeDisplay } from '../fake-app';
import { SCENES } from './scenes';

declare global {
  interface Window {
    fakeApp: FakeApp;
  }
}

/** A page of the real interface over a fake application: `?scene=review&language=en`. */
function paint(context: CanvasRenderingContext2D, width: number, height: number): void {
  context.fillStyle = '#000';
  context.fillRect(0, 0, width, height);
  const gradient = context.createRadialGradient(width / 2, height / 2, 4, width / 2, height / 2, Math.min(width, height) / 2.2);
  gradient.addColorStop(0, '#aaa');
  gradient.addColorStop(0.7, '#555');
  gradient.addColorStop(1, '#111');
  context.fillStyle = gradient;
  context.beginPath();
  context.ellipse(width / 2, height / 2, Math.min(width, height) / 2.3, Math.min(width, height) / 2.6, 0, 0, Math.PI * 2);
  context.fill();
}

const display: FakeDisplay = {
  attach: (_id, element) => {
    const canvas = document.createElement('canvas');
    canvas.width = element.clientWidth;
    canvas.height = element.clientHeight;
    const context = canvas.getContext('2d');
    if (context !== null) paint(context, canvas.width, canvas.height);
    element.append(canvas);
    return () => {
      canvas.remove();
    };
  },
  thumbnail: async () => {
    const canvas = new OffscreenCanvas(96, 96);
    const context = canvas.getContext('2d');
    if (context === null) return null;
    paint(context as unknown as CanvasRenderingContext2D, 96, 96);
    return URL.createObjectURL(await canvas.convertToBlob());
  },
};

const query = new URLSearchParams(location.search);
const scene = query.get('scene') ?? 'start';
const states = Object.entries(SCENES).find(([id]) => id === scene)?.[1] ?? {};
const app = createFakeApp({ ...states, settings: { language: query.get('language') === 'en' ? 'en' : 'fr' } }, display);
window.fakeApp = app;
const root = document.getElementById('root');
if (root !== null) mount(app, root);
