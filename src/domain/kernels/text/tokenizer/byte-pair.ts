import type { ModelConfig, ModelToken, TokenModel } from './tokenizer-config';
import { asBytes } from './unigram';

interface Merge {
  readonly rank: number;
  readonly id: number;
}

/** A piece of the word while pairs are merged; linked, as neighbours change. */
interface Symbol {
  id: number;
  from: number;
  to: number;
  previous: Symbol | null;
  next: Symbol | null;
  merged: boolean;
}

interface Candidate {
  readonly rank: number;
  readonly id: number;
  readonly left: Symbol;
  readonly right: Symbol;
  /** Ids when it was queued: a symbol that has changed since makes it stale. */
  readonly pair: readonly [number, number];
}

/** Words longer than this are merged without being remembered. */
const CACHED_LENGTH = 64;
const CACHE_SIZE = 10_000;

/** Byte-pair encoding (Sennrich et al. 2016): the pair learnt first is merged first, from the left. */
export function bytePair(config: Extract<ModelConfig, { type: 'BPE' }>): TokenModel {
  const { vocab, continuing_subword_prefix: prefix, end_of_word_suffix: suffix } = config;
  const merges = new Map<string, Merge>();
  for (const [rank, [left, right]] of config.merges.entries()) {
    const [a, b, id] = [vocab.get(left), vocab.get(right), vocab.get(left + right.slice(prefix.length))];
    if (a === undefined || b === undefined || id === undefined) throw new RangeError('a merge of tokens outside the vocabulary');
    merges.set(pairKey(a, b), { rank, id });
  }
  const unknown = config.unk_token === null ? undefined : vocab.get(config.unk_token);
  const cache = new Map<string, readonly ModelToken[]>();

  /** One symbol a character, unknown ones as bytes, joined or left out as the file says. */
  const initial = (word: string): ModelToken[] => {
    const symbols: ModelToken[] = [];
    let at = 0;
    for (const char of word) {
      const to = at + char.length;
      const name = `${at > 0 ? prefix : ''}${char}${to === word.length ? suffix : ''}`;
      const id = vocab.get(name);
      const piece = { id: id ?? unknown ?? -1, from: at, to };
      at = to;
      if (id !== undefined) {
        symbols.push(piece);
        continue;
      }
      if (config.byte_fallback) {
        const bytes = asBytes(piece, word, (token) => vocab.get(token));
        if (bytes.length > 1 || bytes[0]?.id !== piece.id) {
          symbols.push(...bytes);
          continue;
        }
      }
      const last = symbols.at(-1);
      if (unknown === undefined) continue;
      if (config.fuse_unk && last?.id === unknown) symbols[symbols.length - 1] = { ...last, to };
      else symbols.push(piece);
    }
    return symbols;
  };

  const encode = (word: string): readonly ModelToken[] => {
    if (config.ignore_merges) {
      const id = vocab.get(word);
      if (id !== undefined) return [{ id, from: 0, to: word.length }];
    }
    return mergeAll(initial(word), (a, b) => merges.get(pairKey(a, b)));
  };

  return (word) => {
    const known = cache.get(word);
    if (known !== undefined) return known;
    const tokens = encode(word);
    if (word.length <= CACHED_LENGTH) {
      if (cache.size >= CACHE_SIZE) cache.clear();
      cache.set(word, tokens);
    }
    return tokens;
  };
}

function pairKey(left: number, right: number): string {
  return `${String(left)} ${String(right)}`;
}

function mergeAll(tokens: readonly ModelToken[], find: (left: number, right: number) => Merge | undefined): readonly ModelToken[] {
  const symbols = tokens.map((token): Symbol => ({ ...token, previous: null, next: null, merged: false }));
  for (const [i, symbol] of symbols.entries()) {
    symbol.previous = symbols[i - 1] ?? null;
    symbol.next = symbols[i + 1] ?? null;
  }
  const queue = new CandidateQueue();
  const offer = (left: Symbol | null, right: Symbol | null): void => {
    if (left === null || right === null) return;
    const merge = find(left.id, right.id);
    if (merge !== undefined) queue.push({ rank: merge.rank, id: merge.id, left, right, pair: [left.id, right.id] });
  };
  for (const symbol of symbols) offer(symbol, symbol.next);
  for (let candidate = queue.pop(); candidate !== undefined; candidate = queue.pop()) {
    const { left, right, pair } = candidate;
    if (left.merged || right.merged || left.next !== right || left.id !== pair[0] || right.id !== pair[1]) continue;
    left.id = candidate.id;
    left.to = right.to;
    right.merged = true;
    left.next = right.next;
    if (right.next !== null) right.next.previous = left;
    offer(left.previous, left);
    offer(left, left.next);
  }
  return symbols.filter(({ merged }) => !merged).map(({ id, from, to }) => ({ id, from, to }));
}

/** Binary heap: lowest rank first, then leftmost. */
class CandidateQueue {
  readonly #heap: Candidate[] = [];

  push(candidate: Candidate): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(candidate);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !before(candidate, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = candidate;
  }

  pop(): Candidate | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return top;
    let at = 0;
    for (;;) {
      const left = heap[2 * at + 1];
      const right = heap[2 * at + 2];
      const least = right !== undefined && left !== undefined && before(right, left) ? right : left;
      if (least === undefined || !before(least, last)) break;
      heap[at] = least;
      at = least === right ? 2 * at + 2 : 2 * at + 1;
    }
    heap[at] = last;
    return top;
  }
}

function before(a: Candidate, b: Candidate): boolean {
  return a.rank < b.rank || (a.rank === b.rank && a.left.from < b.left.from);
}
