/** What the tests of the documentation read out of Markdown. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A fenced block: ` ```sh ` has the language `sh`; what follows on the line is its info. */
export interface Fence {
  readonly language: string;
  readonly info: string;
  readonly text: string;
}

export interface Page {
  /** Path from the project's folder. */
  readonly path: string;
  readonly fences: readonly Fence[];
  /** The page without its fenced blocks. */
  readonly prose: string;
}

/** An operation or document of GraphQL that a page shows, in whatever clothing. */
export interface Operation {
  readonly source: string;
  /** Which schema it is for. */
  readonly audience: 'staff' | 'partner';
}

export function readPage(path: string): Page {
  const text = readFileSync(join(root, path), 'utf8');
  const fence = /^```(\w*)[ \t]*([^\n]*)\n([\s\S]*?)^```[ \t]*$/gm;
  const fences = [...text.matchAll(fence)].map(([, language = '', info = '', body = '']) => ({ language, info: info.trim(), text: body }));
  return { path, fences, prose: text.replace(fence, '') };
}

/** The pages of the project itself, and of each connector. */
export function allPages(): Page[] {
  const below = (folder: string): string[] =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .map((file) => join(folder, file));
  const top = readdirSync(root).filter((file) => file.endsWith('.md'));
  return [...top, ...below('docs'), ...below('src')].sort().map(readPage);
}

export function operationsOf({ fences }: Page): Operation[] {
  return fences.flatMap(({ language, info, text }): Operation[] => {
    if (language === 'graphql') return [{ source: text, audience: info === 'partner' ? 'partner' : 'staff' }];
    if (language !== 'sh') return [];
    const audience = text.includes('/partner/graphql') ? 'partner' : 'staff';
    const urlEncoded = [...text.matchAll(/'query=([^']*)'/g)].map(([, source = '']) => source);
    // In a here-document the shell would expand a bare `$`.
    const json = [...text.matchAll(/"query":\s*("(?:[^"\\]|\\.)*")/g)].map(([, source = '""']) => JSON.parse(source.replaceAll('\\$', '$')) as string);
    return [...urlEncoded, ...json].map((source) => ({ source, audience }));
  });
}

/** Relative links as `{ file, anchor }`, from the project's folder; `anchor` is empty where there is none. */
export function linksOf({ path, prose }: Page): { readonly file: string; readonly anchor: string }[] {
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file = '', anchor = ''] = target.split('#');
      return { file: file === '' ? path : relative(root, join(root, dirname(path), file)), anchor };
    });
}

/** Anchors that GitHub gives to the headings of a page. */
export function anchorsOf({ prose }: Page): Set<string> {
  const headings = [...prose.matchAll(/^#{1,6}\s+(.+)$/gm)].map(([, heading = '']) => heading);
  return new Set(headings.map((heading) => heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').trim().replaceAll(' ', '-')));
}

/** `npm run x` and `npm x` in prose and commands: the names of the scripts. */
export function scriptsOf({ prose, fences }: Page): Set<string> {
  const text = [prose, ...fences.map((fence) => fence.text)].join('\n');
  const run = [...text.matchAll(/\bnpm run (?:-\S+ )*([a-z][\w:-]*)/g)].map(([, name = '']) => name);
  const short = [...text.matchAll(/\bnpm (test|start)\b/g)].map(([, name = '']) => name);
  return new Set([...run, ...short]);
}

/** Words in capitals that stand as code in prose or in shell commands: settings, codes, states. */
export function capitalsOf({ prose, fences }: Page): Set<string> {
  const inline = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  const shell = fences.filter(({ language }) => language === 'sh').map(({ text }) => text);
  const own = new Set(shell.flatMap((text) => [...text.matchAll(/(?:^|\s)(?:export )?([A-Z][A-Z0-9_]*)=(?:…|"?\$\()/g)].map(([, name = '']) => name)));
  const words = [...inline, ...shell].flatMap((text) => text.match(/(?<![\w$./-])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*(?![\w-])/g) ?? []);
  return new Set(words.filter((word) => word.length > 3 && !own.has(word)));
}
