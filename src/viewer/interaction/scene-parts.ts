import { isOnImage, type Finding, type ImageFinding } from '../../domain/finding';
import { planeCut, type PlacedImage } from '../../domain/geometry/plane-cut';
import { isSameFrame, pointsOn, type FramePlace } from '../../domain/prompt';
import type { FrameInfo } from '../../domain/study';
import { frameKey } from '../frames/frame-key';
import type { Scene } from '../overlays/scene';
import type { SharedSettings } from '../viewport/shared-settings';
import type { ViewportView } from '../viewport/viewport-view';

/** The findings of the frame on screen, looked for again only when the list, the frame or what is shown changes: 10⁵ of them are filtered once. */
export class FindingsHere {
  #key: readonly unknown[] = [];
  #found: readonly ImageFinding[] = [];

  /** @param visible false: what a person made alone */
  of(findings: readonly Finding[], frame: FrameInfo, visible: boolean): readonly ImageFinding[] {
    const { instance, frameNumber } = frame;
    const key = [findings, instance, frameNumber, visible];
    if (key.some((part, i) => part !== this.#key[i])) {
      this.#key = key;
      this.#found = findings
        .filter(isOnImage)
        .filter(
          ({ evidence, author }) =>
            evidence.instance === instance && evidence.frameNumber === frameNumber && (visible || author.kind === 'person'),
        );
    }
    return this.#found;
  }
}

/** Where the image on screen lies; null where nobody knows. */
function placed({ frame, values }: ViewportView): PlacedImage | null {
  const { geometry = null, spacing = null } = frame ?? {};
  if (geometry === null || spacing === null || values === null) return null;
  return { geometry, spacing, rows: values.rows, columns: values.columns };
}

export function labelsOver(view: ViewportView, { labelOverlays, overlayLook }: SharedSettings): Scene['labels'] {
  const { series, frame, grid } = view;
  const own = labelOverlays.filter((overlay) => overlay.series === series?.id);
  if (own.length === 0 || series === null || frame === null || grid === null) return null;
  const image = placed(view);
  const overlays = own.filter((overlay) =>
    overlay.frame === null ? image !== null : overlay.frame.instance === frame.instance && overlay.frame.frameNumber === frame.frameNumber,
  );
  return { frame: frameKey(series.id, frame), rows: grid.rows, columns: grid.columns, placed: image, overlays, look: overlayLook };
}

/** Where the other planes of the volume cut this image. */
export function cutsThrough(view: ViewportView, planes: readonly { readonly view: ViewportView }[]): Scene['cuts'] {
  const image = placed(view);
  if (image === null) return [];
  return planes.flatMap(({ view: { frame, plane } }) => {
    const other = frame?.geometry ?? null;
    const ends = other === null ? null : planeCut(image, other);
    return ends === null || plane === null ? [] : [{ plane, ends }];
  });
}

/** The cursor is there only while the tool is in hand. */
export function promptOn({ prompt: { prompts, cursor }, tool }: SharedSettings, place: FramePlace): Scene['prompt'] {
  const points = pointsOn(prompts, place);
  const shown = tool === 'prompt' && cursor !== null && isSameFrame(cursor, place) ? cursor.at : null;
  return points.length === 0 && shown === null ? null : { points, cursor: shown };
}
