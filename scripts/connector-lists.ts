/** Lines in the lists of connector types and of contract cases. Each throws where the list is not as it is known. */

const widest = 140;

/** An import among the others, in the order of their paths. */
export function withImport(text: string, name: string, path: string): string {
  const lines = text.split('\n');
  const pathOf = (line: string): string => /^import .* from '([^']+)';$/.exec(line)?.[1] ?? '';
  const before = lines.findIndex((line) => pathOf(line) > path);
  const last = lines.findLastIndex((line) => pathOf(line) !== '');
  if (last < 0) throw new Error(`There is no import to put that of ${path} beside.`);
  return lines.toSpliced(before < 0 ? last + 1 : before, 0, `import { ${name} } from '${path}';`).join('\n');
}

export function withConnectorType(text: string, name: string): string {
  return replaced(text, /^(export const connectorTypes: readonly ConnectorType\[\] = \[)([^\]]*)\];$/m, (start, list) => {
    const names = [...list.split(',').map((each) => each.trim()), name].filter((each) => each !== '');
    const line = `${start}${names.join(', ')}];`;
    return line.length <= widest ? line : `${start}\n${names.map((each) => `  ${each},\n`).join('')}];`;
  });
}

export function withContractCase(text: string, type: string, name: string): string {
  const key = /^\w+$/.test(type) ? type : `'${type}'`;
  return replaced(text, /^(export const contractCases: Readonly<Record<string, ContractCase>> = \{\n)([^}]*)\};$/m, (start, list) => `${start}${list}  ${key}: ${name},\n};`);
}

function replaced(text: string, list: RegExp, change: (start: string, list: string) => string): string {
  if (!list.test(text)) throw new Error(`The list is not as it is known: ${list.source}`);
  return text.replace(list, (_, start: string, entries: string) => change(start, entries));
}
