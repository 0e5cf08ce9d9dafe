import { beforeEach, describe, expect, it } from 'vitest';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SessionState } from '../../src/app/app';
import { SessionFiles } from '../../src/app/session-files';
import { SessionFrames } from '../../src/app/session-frames';
import { SessionTiles, type TileDecoder } from '../../src/app/session-tiles';
import { INITIAL_SESSION } from '../../src/app/stores/initial-state';
import { AppError } from '../../src/domain/errors';
import { instanceId } from '../../src/domain/ids';
import { readSlice } from '../../src/io/blob-reader';
import { fileHead } from '../../src/io/file-head';
import { generatedPyramid } from '../fixtures/generated-tiles';
import { frameOf, imageInstance, seriesOf } from '../fixtures/series';

/** A file whose stick can be pulled out: every read of it then fails, as a browser's does. */
class StickFile extends File {
  gone = false;

  override slice(start?: number, end?: number): Blob {
    if (!this.gone) return super.slice(start, end);
    const blob = new Blob();
    blob.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotReadableError'));
    return blob;
  }
}

const bytes = (seed: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length: 100_000 }, (_, i) => (i * seed) & 255);
const sliceOf = async (source: Blob): Promise<number> => (await readSlice(source, 0, 10))[1] ?? -1;
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

describe('a file that goes while it is open', () => {
  const instance = imageInstance({ id: instanceId('a') });
  const slide = seriesOf(instance, { kind: 'slide', slide: generatedPyramid(1000, 1000) });
  const address = { level: 0, column: 0, row: 0, plane: 0, channel: 0, time: 0 };
  let file: StickFile;
  let returned: (readonly string[])[];
  let session: StoreApi<SessionState>;
  let files: SessionFiles;
  let frames: SessionFrames<string>;
  let tiles: SessionTiles<string>;

  beforeEach(async () => {
    file = new StickFile([bytes(3)], 'DUPONT.svs');
    returned = [];
    session = createStore<SessionState>(() => INITIAL_SESSION);
    files = new SessionFiles(session, (back) => {
      returned.push(tiles.renew(back));
    });
    const decoder: TileDecoder<string> = {
      readTile: async ({ sources: [source] }) => {
        const value = await sliceOf(source ?? new Blob());
        return { columns: 1, rows: 1, samplesPerPixel: 1, pixels: Uint8Array.of(value) };
      },
      readAssociated: () => Promise.reject(new Error('not asked for')),
      forget: () => undefined,
    };
    tiles = new SessionTiles(decoder, files);
    frames = new SessionFrames(async (source) => ({ value: await sliceOf(source) }) as never, files);
    files.add(file, await fileHead(file));
    frames.add(instance.id, file, 'locator');
    tiles.put(slide.id, [file], 'locator');
  });

  it('is asked for once, and reading goes on with the sources that views hold', async () => {
    const source = tiles.source(slide);
    expect((await source.readTile(address))?.pixels[0]).toBe(3);
    file.gone = true;
    const reads = [source.readTile(address), source.readTile(address), frames.readFrame(slide, frameOf(instance))];
    for (const read of reads) await expect(read).rejects.toMatchObject({ code: 'read-failed' });
    await settled();
    expect(session.getState().lostFiles).toEqual([{ name: 'DUPONT.svs', byteLength: 100_000 }]);
    await files.repick([new File([bytes(3)], 'DUPONT.svs')], true);
    expect(session.getState()).toMatchObject({ lostFiles: [], otherFileGiven: false });
    expect(returned).toEqual([[slide.id]]);
    expect((await source.readTile(address))?.pixels[0]).toBe(3);
    expect(tiles.source(slide)).toBe(source);
    expect(await frames.readFrame(slide, frameOf(instance))).toEqual({ value: 3 });
    expect(await sliceOf(frames.source(instance.id) ?? new Blob())).toBe(3);
  });

  it.each([
    ['of another name', new File([bytes(3)], 'other.svs')],
    ['of another size', new File([bytes(3).slice(1)], 'DUPONT.svs')],
    ['that begins otherwise', new File([bytes(5)], 'DUPONT.svs')],
  ])('is not replaced by one %s', async (_name, other) => {
    file.gone = true;
    await expect(frames.readFrame(slide, frameOf(instance))).rejects.toBeInstanceOf(AppError);
    await settled();
    await files.repick([other], true);
    expect(session.getState()).toMatchObject({ lostFiles: [{ name: 'DUPONT.svs' }], otherFileGiven: true });
    expect(returned).toEqual([]);
    await expect(frames.readFrame(slide, frameOf(instance))).rejects.toMatchObject({ code: 'read-failed' });
  });

  it('is not asked for when a read fails for another reason', async () => {
    files.failed([file], new AppError('codec-failed', 'a broken tile'));
    files.failed([file], new AppError('read-failed', 'a hiccup'));
    await settled();
    expect(session.getState().lostFiles).toEqual([]);
  });

  it('is asked for together with what was on the same stick, and may come back in a drop', async () => {
    const beside = new StickFile([bytes(7)], 'beside.dcm');
    const stays = new StickFile([bytes(9)], 'stays.dcm');
    for (const one of [beside, stays]) files.add(one, await fileHead(one));
    file.gone = true;
    beside.gone = true;
    await expect(frames.readFrame(slide, frameOf(instance))).rejects.toBeInstanceOf(AppError);
    await settled();
    expect(session.getState().lostFiles.map(({ name }) => name)).toEqual(['DUPONT.svs', 'beside.dcm']);
    const again = new File([bytes(7)], 'beside.dcm');
    const fresh = new File([bytes(11)], 'fresh.dcm');
    expect(await files.repick([fresh, again], false)).toEqual(new Set([again]));
    expect(session.getState()).toMatchObject({ lostFiles: [{ name: 'DUPONT.svs' }], otherFileGiven: false });
    await files.repick([fresh], false);
    expect(session.getState().otherFileGiven).toBe(false);
  });

  it('may go again after it has come back', async () => {
    file.gone = true;
    await expect(frames.readFrame(slide, frameOf(instance))).rejects.toBeInstanceOf(AppError);
    await settled();
    const second = new StickFile([bytes(3)], 'DUPONT.svs');
    await files.repick([second], true);
    second.gone = true;
    await expect(frames.readFrame(slide, frameOf(instance))).rejects.toBeInstanceOf(AppError);
    await settled();
    expect(session.getState().lostFiles).toHaveLength(1);
  });
});
