import { instanceId, seriesId, studyId, type InstanceId, type SeriesId, type StudyId } from '../domain/ids';
import type { SlidePyramid } from '../domain/slide';
import type { ImageInstance, Provenance, Series, SeriesIssue, Study } from '../domain/study';
import type { OpenDocument } from '../domain/text-document';
import { milliseconds } from '../domain/units';
import { isComplete, joinTiffFiles } from './slide/tiff/join-files';
import type { SlideLocator } from './slide/slide-locator';
import type { OpenedInstance, SeriesAttributes } from './opened';
import { NO_SERIES_ATTRIBUTES } from './series-attributes';
import type { GroupedFrame } from './series/grouped-frame';
import { seriesIssues } from './series/series-issues';
import { hostsOf, slidesOf, type SlideBytes, type SlideMember } from './series/slide-series';
import { sortFrames } from './series/sort-frames';
import { splitSeries } from './series/split-series';

export interface AddedInstance {
  readonly instance: InstanceId;
  readonly series: SeriesId;
}

/** An open file that another may be a copy of: only their bytes can tell. */
export interface Lookalike extends AddedInstance {
  /** The bytes its pixels are read from. */
  readonly source: Blob;
}

/** Images that belong together by UID and grid; what is shown is split off them when asked for. */
interface Bucket {
  readonly study: StudyId;
  readonly id: SeriesId;
  readonly attributes: SeriesAttributes;
  readonly kind: OpenedInstance['kind'];
  readonly splittable: boolean;
  readonly description: string;
  readonly slide: SlidePyramid | undefined;
  /** Files of a DICOM slide, and those of which `shown` has been made. */
  readonly members: SlideMember[];
  joined: readonly SlideMember[];
  ended: boolean;
  readonly frames: GroupedFrame[];
  /** Ids given to split parts, by their key; the part that holds the first image keeps the bucket's own. */
  readonly parts: Map<string, SeriesId>;
  shown: readonly Series[] | null;
}

/**
 * Groups opened instances into studies and series while they arrive, in any order. Ids are opaque, given once and
 * never change; a series only ever grows, or is split when more of it is known. Cheap to add to; `series` rebuilds
 * only what has changed since it was last asked.
 */
export class StudyBuilder {
  readonly #studies = new Map<string, Study>();
  readonly #buckets = new Map<string, Bucket>();
  /** By SOP Instance UID: each different file that bears it. */
  readonly #instances = new Map<string, (Lookalike & { readonly fingerprint: string })[]>();
  /** Where the tiles of each slide series are. */
  readonly #slideBytes = new Map<SeriesId, SlideBytes>();
  /** No more files are on their way. */
  #ended = false;
  #nextSeries = 1;
  #nextInstance = 1;
  #arrival = 0;

  /** Files that may be the same as this one: of the same SOP Instance UID, transfer syntax, grid and length. */
  lookalikes(part: OpenedInstance, provenance: Provenance): readonly Lookalike[] {
    const fingerprint = fingerprintOf(part, provenance);
    const { uid } = part.image;
    return uid === null ? [] : (this.#instances.get(uid) ?? []).filter((copy) => copy.fingerprint === fingerprint);
  }

  /**
   * A different file under an old UID opens as a series of its own, so that nothing is hidden and no stack holds a
   * slice twice. Whether it is different the caller has found out.
   * @param source the bytes its pixels are read from
   */
  add(part: OpenedInstance, provenance: Provenance, source: Blob): AddedInstance {
    this.#ended = false;
    const { uid } = part.image;
    const copies = uid === null ? null : this.#copies(uid);
    const study = this.#study(part.series);
    const bucket = this.#bucket(study, part, provenance, copies?.length ?? 0);
    const id = instanceId(`image-${String(this.#nextInstance++)}`);
    const instance: ImageInstance = { id, provenance, ...part.image };
    const arrival = this.#arrival++;
    const frames = part.frames.map(({ phase, ...info }) => {
      return { info: { instance: id, ...info }, instance, phase, issues: part.issues, arrival };
    });
    bucket.shown = null;
    const joined = part.locator.kind === 'slide' && this.#addSlide(bucket, part.locator, { instance, frames, issues: part.issues, source });
    // A further file of a slide brings pictures of the same planes.
    if (!joined) bucket.frames.push(...frames);
    copies?.push({ instance: id, series: bucket.id, source, fingerprint: fingerprintOf(part, provenance) });
    return { instance: id, series: bucket.id };
  }

  /** A table or a text is a series of its own, without patient, instances or frames. */
  addDocument(document: OpenDocument, path: string): SeriesId {
    const id = this.#newSeries();
    this.#buckets.set(`document\n${id}`, {
      study: this.#study(NO_SERIES_ATTRIBUTES),
      id,
      attributes: NO_SERIES_ATTRIBUTES,
      kind: document.kind,
      splittable: false,
      description: baseName(path),
      slide: undefined,
      members: [],
      joined: [],
      ended: false,
      frames: [],
      parts: new Map(),
      shown: null,
    });
    return id;
  }

  studies(): readonly Study[] {
    return [...this.#studies.values()];
  }

  /** What has waited for files that may still have come is shown as it is: a label without its slide. */
  endOfImport(): void {
    this.#ended = true;
  }

  /** In order of first arrival; split parts follow one another. */
  series(): readonly Series[] {
    const buckets = [...this.#buckets.values()];
    if (
      buckets.some(({ members, shown, ended }) => members.length > 0 && (shown === null || shown.length === 0 || (this.#ended && !ended)))
    ) {
      this.#showSlides(buckets);
    }
    return buckets.flatMap((bucket) => (bucket.shown ??= this.#show(bucket)));
  }

  /** Where the tiles of a series of kind `slide` are; the same object until a file is added to it. Null for other series. */
  slideBytes(series: SeriesId): SlideBytes | null {
    return this.#slideBytes.get(series) ?? null;
  }

  clear(): void {
    this.#studies.clear();
    this.#buckets.clear();
    this.#slideBytes.clear();
    this.#instances.clear();
  }

  #study(attributes: SeriesAttributes): StudyId {
    const key = `${attributes.studyUid ?? ''}\n${attributes.patient?.id ?? ''}\n${attributes.studyUid === null ? (attributes.patient?.name ?? '') : ''}`;
    const known = this.#studies.get(key);
    if (known !== undefined) return known.id;
    const id = studyId(`study-${String(this.#studies.size + 1)}`);
    this.#studies.set(key, {
      id,
      patient: attributes.patient,
      uid: attributes.studyUid,
      date: attributes.studyDate,
      description: attributes.studyDescription,
      institution: attributes.institution,
      accessionNumber: attributes.accessionNumber,
    });
    return id;
  }

  #copies(uid: string): (Lookalike & { readonly fingerprint: string })[] {
    const known = this.#instances.get(uid);
    if (known !== undefined) return known;
    const copies: (Lookalike & { readonly fingerprint: string })[] = [];
    this.#instances.set(uid, copies);
    return copies;
  }

  #bucket(study: StudyId, part: OpenedInstance, provenance: Provenance, copy: number): Bucket {
    const key = `${study}\n${String(copy)}\n${bucketKey(part, this.#nextInstance)}`;
    const known = this.#buckets.get(key);
    if (known !== undefined) return known;
    const bucket: Bucket = {
      study,
      id: this.#newSeries(),
      attributes: part.series,
      kind: part.kind,
      splittable: part.image.frameCount === 1 && part.kind === 'volume',
      // A photo has no description of its own: its name is what tells it from others.
      description: part.series.seriesUid === null ? nameOf(part, provenance) : part.series.seriesDescription,
      slide: part.slide,
      members: [],
      joined: [],
      ended: false,
      frames: [],
      parts: new Map(),
      shown: null,
    };
    this.#buckets.set(key, bucket);
    return bucket;
  }

  /** @returns whether it has become a part of the slide that the bucket held already */
  #addSlide(bucket: Bucket, locator: SlideLocator, member: Omit<SlideMember, 'file'>): boolean {
    if (locator.format === 'dicom') {
      bucket.members.push(...locator.files.map((file) => ({ ...member, file })));
      return false;
    }
    const known = this.#slideBytes.get(bucket.id);
    const joined =
      known?.locator.format === 'tiff' && locator.format === 'tiff' ? joinTiffFiles(known.locator, locator, known.sources.length) : null;
    this.#slideBytes.set(bucket.id, {
      sources: [...(joined === null ? [] : (known?.sources ?? [])), member.source],
      locator: joined ?? locator,
    });
    return joined !== null;
  }

  /** Files of one DICOM slide may lie in several series of a study: which go together is known only of all. */
  #showSlides(buckets: readonly Bucket[]): void {
    for (const study of this.studies()) {
      const slides = buckets.filter((bucket) => bucket.study === study.id && bucket.members.length > 0);
      const hosts = hostsOf(slides.map(({ members }) => members));
      for (const [i, bucket] of slides.entries()) {
        const joined = hosts[i] === i ? slides.flatMap((guest, at) => (hosts[at] === i ? guest.members : [])) : [];
        // A label bears a name: it is not put up as the slide while the slide may be the next file.
        const waits = !this.#ended && (bucket.shown ?? []).length === 0 && !joined.some(({ file }) => file.role === 'volume');
        const same = joined.length === bucket.joined.length && joined.every((member, at) => member === bucket.joined[at]);
        if (same && bucket.shown !== null && (bucket.ended || !this.#ended)) continue;
        bucket.ended = this.#ended;
        bucket.joined = waits ? [] : joined;
        const found = slidesOf(bucket.joined, bucket.ended);
        const levels = bucket.shown?.map(({ slide }) => slide?.levels.length);
        if (same && levels?.join() === found.map(({ slide }) => slide.levels.length).join()) continue;
        bucket.shown = found.map(({ slide, bytes, instances, frames, issues }, part) => {
          const id = part === 0 ? bucket.id : this.#partId(bucket, `slide ${String(part)}`);
          this.#slideBytes.set(id, bytes);
          return { ...this.#described(bucket), id, instances, frames, slide, issues };
        });
      }
    }
  }

  #described({ study, kind, attributes, description }: Bucket): Omit<Series, 'id' | 'instances' | 'frames' | 'issues'> {
    return {
      studyId: study,
      kind,
      modality: attributes.modality,
      uid: attributes.seriesUid,
      number: attributes.seriesNumber,
      description,
      frameTime: attributes.frameTime === null ? null : milliseconds(attributes.frameTime),
      acquisition: attributes.acquisition,
    };
  }

  #show(bucket: Bucket): readonly Series[] {
    const split = bucket.splittable ? splitSeries(bucket.frames) : [{ key: '', frames: bucket.frames }];
    return split.map(({ key, frames }) => {
      const sorted = sortFrames(frames);
      const instances = [...new Set(sorted.map((frame) => frame.instance))];
      return {
        ...this.#described(bucket),
        id: frames[0] === bucket.frames[0] ? bucket.id : this.#partId(bucket, key),
        instances,
        frames: sorted.map((frame) => frame.info),
        ...(bucket.slide === undefined ? {} : { slide: bucket.slide }),
        issues: this.#withoutMended(bucket, seriesIssues(sorted, bucket.kind, bucket.attributes.modality)),
      };
    });
  }

  /** What the files of a slide lack by themselves they may have together. */
  #withoutMended({ id }: Bucket, issues: readonly SeriesIssue[]): readonly SeriesIssue[] {
    const bytes = this.#slideBytes.get(id);
    const mended = bytes?.locator.format === 'tiff' && bytes.sources.length > 1 && isComplete(bytes.locator);
    return mended ? issues.filter((issue) => issue !== 'slide-levels-missing') : issues;
  }

  #partId(bucket: Bucket, key: string): SeriesId {
    const known = bucket.parts.get(key);
    if (known !== undefined) return known;
    const id = this.#newSeries();
    bucket.parts.set(key, id);
    return id;
  }

  #newSeries(): SeriesId {
    return seriesId(`series-${String(this.#nextSeries++)}`);
  }
}

/**
 * What must agree for images to share a stack: series, grid, colour, being a localiser. A multi-frame object stands
 * alone unless it is part of a concatenation, and so does an image that names no series.
 */
function bucketKey(part: OpenedInstance, serial: number): string {
  const { image, series, kind } = part;
  // Files of one slide in TIFF name one another, not a series.
  if (series.seriesUid === null) return part.concatenationUid ?? `single-${String(serial)}`;
  if (kind === 'slide') return [series.seriesUid, kind].join('\n');
  const alone = image.frameCount > 1 ? (part.concatenationUid ?? `object-${String(serial)}`) : '';
  const colour = image.samplesPerPixel > 1 ? 'colour' : image.photometric === 'PALETTE COLOR' ? 'palette' : 'grey';
  return [series.seriesUid, alone, kind, image.rows, image.columns, colour, part.localizer, series.modality].join('\n');
}

/**
 * Files of one SOP Instance UID that differ in this cannot be the same file: a transcoded or altered copy under an
 * old UID.
 */
function fingerprintOf({ image }: OpenedInstance, { byteLength }: Provenance): string {
  return [image.transferSyntax, image.rows, image.columns, image.frameCount, byteLength].join('\n');
}

/** Its file, and which of its phases it is. */
function nameOf({ series }: OpenedInstance, { path }: Provenance): string {
  return [baseName(path), series.seriesDescription].filter((part) => part !== '').join(' · ');
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
