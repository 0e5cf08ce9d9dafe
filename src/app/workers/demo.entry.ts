import './prelude';
import { DRAWINGS } from '../../domain/demo/draw-case';
import { thumbnailOf } from '../../domain/demo/drawing/thumbnail';
import type { DemoApi } from './demo.api';
import { serve, transferred } from './rpc';

serve<DemoApi>(self, {
  draw: ({ id }) => {
    const drawn = DRAWINGS[id].draw();
    return Promise.resolve(transferred(drawn, [...new Set(drawn.files.map(({ bytes }) => bytes.buffer as ArrayBuffer))]));
  },
  preview: ({ id, side }) => {
    const picture = DRAWINGS[id].preview?.() ?? null;
    return Promise.resolve(picture === null ? null : thumbnailOf(picture, side));
  },
});
