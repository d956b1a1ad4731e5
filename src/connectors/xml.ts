/**
 * XML that came from outside, read strictly into a small tree. saxes checks well-formedness, knows no entities but the five
 * that XML itself has, and fetches nothing; size and depth are bounded here.
 */
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { ConnectorError } from './contract.js';

export interface XmlElement {
  /** Without its prefix. */
  readonly name: string;
  /** Of the element's own namespace; empty where it has none. */
  readonly namespace: string;
  /** By name as it is written, prefix included. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The element's own text, what stands in its children aside. */
  readonly text: string;
}

/** Deeper nesting and more elements than any trade document or carrier message has. */
const MOST_DEEP = 100;
const MOST_ELEMENTS = 200_000;

interface Growing extends XmlElement {
  readonly children: Growing[];
  text: string;
}

/**
 * Reads a document: bytes in UTF-8, or text that was decoded already. A document type that defines nothing itself is passed
 * over; one with definitions of its own is refused, since nothing but entities could be meant by it.
 * Throws ConnectorError('contract').
 */
export function readXml(content: Uint8Array | string): XmlElement {
  try {
    return parse(typeof content === 'string' ? content : decode(content), typeof content !== 'string');
  } catch (error) {
    throw new ConnectorError('contract', `not XML: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
}

/** The first child of that name; undefined where there is none. */
export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name);
}

/** All children of that name, in their order. */
export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

function parse(text: string, isBytes: boolean): XmlElement {
  const parser = new SaxesParser({ xmlns: true });
  const roots: Growing[] = [];
  const open: Growing[] = [];
  const seen = { elements: 0 };

  parser.on('xmldecl', ({ encoding }) => {
    // Text was decoded by its transport, whatever encoding it was once written for.
    if (isBytes && encoding !== undefined && !/^(utf-8|us-ascii)$/i.test(encoding)) throw new Error('an encoding other than UTF-8');
  });
  parser.on('doctype', (doctype) => {
    if (doctype.includes('[')) throw new Error('definitions in the document type');
  });
  parser.on('opentag', (tag) => {
    seen.elements += 1;
    if (open.length >= MOST_DEEP || seen.elements > MOST_ELEMENTS) throw new Error('too many elements, or too deep');
    const element = grow(tag);
    (open.at(-1)?.children ?? roots).push(element);
    open.push(element);
  });
  const addText = (piece: string): void => {
    const element = open.at(-1);
    if (element) element.text += piece;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => void open.pop());
  parser.write(text).close();
  return roots[0]!;
}

function grow({ local, uri, attributes }: SaxesTagNS): Growing {
  const values = Object.values(attributes).map(({ name, value }) => [name, value] as const);
  return { name: local, namespace: uri, attributes: new Map(values), children: [], text: '' };
}
