/** Reads a Dockerfile as far as tests need it. No parser stages or heredocs: this project's file has none. */

export interface Instruction {
  /** `COPY`, `RUN`, … */
  readonly name: string;
  /** The rest, on one line. */
  readonly text: string;
}

export interface Stage {
  /** Null: it is not named. */
  readonly name: string | null;
  readonly image: string;
  readonly instructions: readonly Instruction[];
}

/** The stages of a Dockerfile in their order; the last is the image. */
export function stagesOf(dockerfile: string): Stage[] {
  const lines = dockerfile.replace(/^\s*#.*\n/gm, '').replace(/\\\n\s*/g, '').split('\n').filter((line) => line.trim() !== '');
  const instructions = lines.map((line) => {
    const [, name = '', text = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    return { name, text };
  });
  const starts = instructions.flatMap(({ name }, index) => (name === 'FROM' ? [index] : []));
  return starts.map((start, n) => {
    const [image = '', , name = null] = instructions[start]?.text.split(/\s+/) ?? [];
    return { name, image, instructions: instructions.slice(start + 1, starts[n + 1]) };
  });
}

export interface Copy {
  /** The stage that it copies from; null: the build context. */
  readonly from: string | null;
  readonly sources: readonly string[];
}

export function copiesOf({ instructions }: Stage): Copy[] {
  return textsOf(instructions, 'COPY').map((text) => {
    const [, from = null, paths = ''] = /^(?:--from=(\S+)\s+)?(.*)$/.exec(text) ?? [];
    return { from, sources: paths.split(/\s+/).slice(0, -1) };
  });
}

/** `ENV A=1 B=2` as an object. */
export function envOf({ instructions }: Stage): Record<string, string> {
  return Object.fromEntries(textsOf(instructions, 'ENV').flatMap((text) => text.split(/\s+/).map((pair) => pair.split('=') as [string, string])));
}

/** The program and arguments of `CMD [...]` or `HEALTHCHECK … CMD [...]`. */
export function commandOf({ instructions }: Stage, name: 'CMD' | 'HEALTHCHECK'): string[] {
  const [text = ''] = textsOf(instructions, name);
  return JSON.parse(text.slice(text.indexOf('['))) as string[];
}

export function textsOf(instructions: readonly Instruction[], name: string): string[] {
  return instructions.filter((instruction) => instruction.name === name).map(({ text }) => text);
}
