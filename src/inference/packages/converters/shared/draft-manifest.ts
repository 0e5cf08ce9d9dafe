import type { LocalizedText } from '../../../../domain/model-package';
import type { DraftManifest } from '../conversion';
import type { Unmapped } from './not-mapped';

/** What is known of the model in words, whatever format it came in. */
export interface DraftIdentity {
  readonly name: string;
  /** In one language where it is the source's own. */
  readonly description: string | LocalizedText;
  readonly version?: string | undefined;
  readonly license?: string | undefined;
  readonly publisher?: string | undefined;
  readonly authors?: readonly Record<string, unknown>[] | undefined;
  readonly cite?: readonly Record<string, unknown>[] | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly purpose?: string | undefined;
  readonly limitations?: string | undefined;
}

const UNKNOWN = { fr: 'Non indiqué par la source.', en: 'Not stated by the source.' };

/** Colours told apart by most eyes (Okabe and Ito), then again from the start. */
const COLORS = ['#E69F00', '#56B4E9', '#009E73', '#F0E442', '#0072B2', '#D55E00', '#CC79A7', '#999999'] as const;

/** Labels by class number; 0 of a segmentation is its background and black. */
export function draftLabels(names: readonly string[], background = false): Record<string, unknown>[] {
  const used = new Set<string>();
  return names.map((name, id) => {
    let key = name.slice(0, 64) || `class_${String(id)}`;
    while (used.has(key)) key = `${key.slice(0, 58)}_${String(id)}`;
    used.add(key);
    const color = background && id === 0 ? '#000000' : COLORS[(background ? id - 1 : id) % COLORS.length];
    return { id, key, name: name.slice(0, 200) || key, color };
  });
}

/** A manifest that says of itself that nobody has checked it. */
export function draftManifest(identity: DraftIdentity, rest: DraftManifest): DraftManifest {
  return {
    format_version: '1.0.0',
    id: slug(identity.name),
    version: /^\d+\.\d+\.\d+$/.exec(identity.version ?? '')?.[0] ?? '0.1.0',
    name: identity.name.slice(0, 200),
    description: typeof identity.description === 'string' ? orElse(identity.description, identity.name) : identity.description,
    ...(identity.authors === undefined || identity.authors.length === 0 ? {} : { authors: identity.authors.slice(0, 64) }),
    publisher: identity.publisher ?? 'unknown',
    ...(identity.cite === undefined || identity.cite.length === 0 ? {} : { cite: identity.cite.slice(0, 32) }),
    license: orElse(identity.license?.slice(0, 100), 'LicenseRef-unknown'),
    documentation: 'card.md',
    ...(identity.tags === undefined || identity.tags.length === 0
      ? {}
      : { tags: identity.tags.slice(0, 32).map((tag) => tag.slice(0, 64)) }),
    specialty: 'unknown',
    intended_use: {
      status: 'research',
      purpose: orElse(identity.purpose, UNKNOWN),
      population: UNKNOWN,
      out_of_scope_use: { fr: 'Tout diagnostic.', en: 'Any diagnosis.' },
      limitations: orElse(identity.limitations, UNKNOWN),
    },
    verified: false,
    ...rest,
    files: [],
  };
}

/** A text that says something, cut to what a manifest holds; else the other. */
function orElse<T>(text: string | undefined, other: T): string | T {
  return text === undefined || text.trim() === '' ? other : text.slice(0, 8000);
}

function slug(name: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return words.slice(0, 80).replace(/-+$/, '') || 'model';
}

/** The card of a draft, French first: what the source says, and what is left to do. */
export function draftCard(identity: DraftIdentity, unmapped: readonly Unmapped[], own = ''): Uint8Array<ArrayBuffer> {
  const description = bothLanguages(identity.description);
  const french = section('fr', description, unmapped, {
    draft: '**Brouillon, non vérifié.** Fait par conversion ; personne ne l’a encore comparé à sa source.',
    unmapped: 'Ce qui n’a pas pu être traduit',
    nothing: 'Rien.',
  });
  const english = section('en', description, unmapped, {
    draft: '**Draft, not verified.** Made by conversion; nobody has compared it with its source yet.',
    unmapped: 'Not mapped',
    nothing: 'Nothing.',
  });
  const source = own === '' ? '' : `\n## Texte de la source / From the source\n\n${own}\n`;
  return new TextEncoder().encode(`# ${identity.name}\n\n${french}\n---\n\n${english}${source}`);
}

function section(
  language: keyof LocalizedText,
  description: LocalizedText,
  unmapped: readonly Unmapped[],
  words: { readonly draft: string; readonly unmapped: string; readonly nothing: string },
): string {
  const list = unmapped.map(({ path, reason }) => `- ${path}${language === 'fr' ? '\u00a0' : ''}: ${reason[language]}`).join('\n');
  return `${words.draft}\n\n${description[language]}\n\n## ${words.unmapped}\n\n${list || words.nothing}\n`;
}

const bothLanguages = (text: string | LocalizedText): LocalizedText => (typeof text === 'string' ? { fr: text, en: text } : text);
