import fc from 'fast-check';
import { ConnectorError } from '../../src/connectors/contract.js';
import { childOf, childrenOf, readXml } from '../../src/connectors/xml.js';

const refused = expect.objectContaining({ kind: 'contract' }) as Error;

describe('readXml', () => {
  it('gives names, attributes, text and children', () => {
    const root = readXml('<?xml version="1.0" encoding="UTF-8"?><!-- c --><a x="1" y="&lt;&#20013;&amp;"> t<b>1</b><![CDATA[<u>]]><b/><c/></a>');
    expect(root).toMatchObject({ name: 'a', namespace: '', text: ' t<u>' });
    expect([...root.attributes]).toEqual([['x', '1'], ['y', '<中&']]);
    expect(childrenOf(root, 'b').map(({ text }) => text)).toEqual(['1', '']);
    expect(childOf(root, 'c')?.name).toBe('c');
    expect(childOf(root, 'd')).toBeUndefined();
  });

  it('keeps names apart from prefixes', () => {
    const root = readXml('<p:a xmlns:p="urn:one" xmlns="urn:two"><b p:x="1"/></p:a>');
    expect([root.name, root.namespace]).toEqual(['a', 'urn:one']);
    expect(root.children[0]).toMatchObject({ name: 'b', namespace: 'urn:two' });
    expect(root.children[0]!.attributes.get('p:x')).toBe('1');
  });

  it('reads bytes in UTF-8, and text whatever it was written for', () => {
    expect(readXml(Buffer.from('<a>顺丰</a>')).text).toBe('顺丰');
    expect(readXml('<?xml version="1.0" encoding="GBK"?><a/>').name).toBe('a');
    expect(() => readXml(Buffer.from('<?xml version="1.0" encoding="GBK"?><a/>'))).toThrow(refused);
    expect(() => readXml(Uint8Array.of(0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e))).toThrow(refused);
  });

  it('passes over a document type that defines nothing', () => {
    expect(readXml('<!DOCTYPE cXML SYSTEM "http://xml.example/cXML.dtd"><cXML/>').name).toBe('cXML');
  });

  it.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['an element that is not closed', '<a><b></a>'],
    ['two roots', '<a/><b/>'],
    ['the same attribute twice', '<a x="1" x="2"/>'],
    ['a prefix that nobody declared', '<p:a/>'],
    ['an entity of its own', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ['an entity of its own that it does not use', '<!DOCTYPE a [<!ENTITY x "y">]><a/>'],
    ['an entity from a file', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['entities that grow', `<!DOCTYPE a [<!ENTITY x0 "x">${[...'123456789'].map((n) => `<!ENTITY x${n} "&x${Number(n) - 1};&x${Number(n) - 1};">`).join('')}]><a>&x9;</a>`],
    ['an entity that is not XML\'s own', '<a>&nbsp;</a>'],
    ['NUL', '<a>\0</a>'],
    ['NUL by its number', '<a>&#0;</a>'],
    ['half a character by its number', '<a>&#xd83d;</a>'],
    ['half a character', '<a>\ud83d</a>'],
    ['more depth than any message has', `${'<a>'.repeat(101)}${'</a>'.repeat(101)}`],
    ['more elements than any message has', `<a>${'<b/>'.repeat(200_000)}</a>`],
  ])('refuses %s', (_, text) => {
    expect(() => readXml(text)).toThrow(refused);
  });

  it('takes names that objects have anyway', () => {
    const root = readXml('<a __proto__="1" constructor="2"><__proto__/></a>');
    expect([...root.attributes]).toEqual([['__proto__', '1'], ['constructor', '2']]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('ends in a tree or a refusal for whatever comes', () => {
    const piece = fc.constantFrom('<', '>', '/', 'a', 'b', ' ', '="', '"', '&', ';', '#x', '<a>', '</a>', '<a/>', '<!--', '-->', '<![CDATA[', ']]>', '<?', '?>', '<!DOCTYPE', '[');
    fc.assert(
      fc.property(fc.oneof(fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')), fc.string({ unit: 'binary' })), (text) => {
        try {
          expect(readXml(text).name).not.toBe('');
        } catch (error) {
          expect(error).toBeInstanceOf(ConnectorError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
