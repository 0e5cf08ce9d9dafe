import type { LiveAnswer } from '../../app/live/live-loop';
import type { SegmentationOutput } from '../../domain/result';
import type { Labels } from '../hooks/use-labels';

const FONT = '600 16px system-ui, sans-serif';
/** Of 255: the picture shows through. */
const INSIDE = 96;

/** Boxes and label maps of the newest frame, in its own pixels: the canvas is stretched over the video by its style. */
export function drawLiveAnswer(canvas: HTMLCanvasElement, answer: LiveAnswer | null, labels: Labels): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  if (answer === null) {
    context.clearRect(0, 0, canvas.width, canvas.height);
    return;
  }
  // Setting a size also clears.
  canvas.width = answer.columns;
  canvas.height = answer.rows;
  for (const output of answer.result.outputs) {
    if (output.kind === 'segmentation') paint(context, output, labels);
    if (output.kind !== 'boxes') continue;
    context.lineWidth = 3;
    context.font = FONT;
    for (const { label, score, box } of output.boxes) {
      if (score < output.threshold) continue;
      context.strokeStyle = labels.colorOf(label);
      context.fillStyle = labels.colorOf(label);
      context.strokeRect(box.x, box.y, box.width, box.height);
      context.fillText(labels.nameOf(label), box.x + 2, box.y > 20 ? box.y - 5 : box.y + 18);
    }
  }
}

function paint(context: CanvasRenderingContext2D, { data, grid, values }: SegmentationOutput, labels: Labels): void {
  const [rows = 1, columns = 1] = grid.shape;
  const pixels = context.createImageData(columns, rows);
  const colours = new Map(
    values.map(({ value, label }) => [value, [1, 3, 5].map((at) => parseInt(labels.colorOf(label).slice(at, at + 2), 16))]),
  );
  for (let i = 0; i < data.length; i++) {
    const value = data[i] ?? 0;
    const colour = value === 0 ? undefined : colours.get(value);
    if (colour === undefined) continue;
    pixels.data.set(colour, i * 4);
    pixels.data[i * 4 + 3] = INSIDE;
  }
  context.putImageData(pixels, 0, 0);
}
