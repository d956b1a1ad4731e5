/** XML as the content that paths lead through: elements are members by their names without prefix. */
import { ConnectorError } from '../contract.js';
import { readXml, type XmlElement } from '../xml.js';

/**
 * An element with nothing but text is that text; others have a member for each name among their children, their attributes
 * as `@name`, and their text, where there is some beside, as `#text`. Several children of one name are a list; those of
 * `lists` always are. Throws ConnectorError('contract') for what is no XML.
 */
export function xmlContent(text: string, lists: ReadonlySet<string>): unknown {
  const root = readXml(text);
  return { [root.name]: contentOf(root, lists) };
}

function contentOf({ children, attributes, text }: XmlElement, lists: ReadonlySet<string>): unknown {
  const own = text.trim();
  if (own.includes('\0')) throw new ConnectorError('contract', 'a text contains NUL');
  const told = [...attributes].filter(([name]) => !/^xmlns(:|$)/.test(name));
  if (children.length === 0 && told.length === 0) return own;
  const byName = new Map<string, XmlElement[]>(children.map(({ name }) => [name, []]));
  for (const child of children) byName.get(child.name)?.push(child);
  const members = [...byName].map(([name, same]): [string, unknown] => {
    const contents = same.map((child) => contentOf(child, lists));
    return [name, contents.length > 1 || lists.has(name) ? contents : contents[0]];
  });
  const texts = own === '' ? [] : [['#text', own] as const];
  return Object.fromEntries([...told.map(([name, value]) => [`@${name}`, value] as const), ...texts, ...members]);
}
