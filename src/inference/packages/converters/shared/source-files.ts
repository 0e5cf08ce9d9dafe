import type { PackageFiles } from '../../package-files';
import { conversionFailed } from './draft-network';

/** Reads of a foreign model; paths are found whatever folder they lie in. */
export class SourceFiles {
  private constructor(
    private readonly files: PackageFiles,
    readonly paths: readonly string[],
  ) {}

  static async open(files: PackageFiles): Promise<SourceFiles> {
    return new SourceFiles(
      files,
      [...(await files.list())].sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1)),
    );
  }

  /** The shallowest path that ends so; null where there is none. */
  find(ending: RegExp): string | null {
    return this.paths.find((path) => ending.test(path)) ?? null;
  }

  /** @throws AppError `conversion-failed` where there is no such file, naming what was looked for. */
  require(ending: RegExp, what: string): string {
    const path = this.find(ending);
    if (path === null) throw conversionFailed(`the source has no ${what}`);
    return path;
  }

  read(path: string): Promise<Uint8Array<ArrayBuffer>> {
    return this.files.read(path);
  }

  async text(path: string): Promise<string> {
    return new TextDecoder().decode(await this.read(path));
  }

  /** @throws AppError `conversion-failed` for what is no JSON object. */
  async json(path: string): Promise<Record<string, unknown>> {
    let value: unknown;
    try {
      value = JSON.parse(await this.text(path));
    } catch (cause) {
      throw conversionFailed(`${path} is not JSON`, cause);
    }
    if (!isRecord(value)) throw conversionFailed(`${path} is not a JSON object`);
    return value;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function records(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** A list of texts alone, else none: with one left out the others would not be at their places. */
export function strings(value: unknown): readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : [];
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A list of numbers alone, else none: with one left out the others would not be at their places. */
export function numbers(value: unknown): readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number') ? value : [];
}
