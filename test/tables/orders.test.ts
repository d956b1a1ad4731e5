import { readFile } from 'node:fs/promises';
import iconv from 'iconv-lite';
import { orders } from '../../src/tables/profiles/orders.js';
import { profiles } from '../../src/tables/profiles/index.js';
import { collect, notesOf, ofKind } from './collect.js';

const file = new URL('../fixtures/tables/orders.csv', import.meta.url);

describe('the profile for a plain order list', () => {
  it('makes customers, products and orders', async () => {
    const { facts, report } = await collect(orders, await readFile(file));
    expect(report.fatal).toEqual([]);
    expect(facts.map((fact) => `${fact.kind} ${fact.source.externalId}`)).toEqual([
      'customer C-1',
      'customer C-2',
      'product I-1',
      'product I-2',
      'order A-100',
      'order A-101',
    ]);
    expect(ofKind(facts, 'customer')[1]).toMatchObject({ number: 'C-2', name: '上海示例贸易有限公司', country: 'CN' });
    expect(ofKind(facts, 'order')[0]).toMatchObject({
      number: 'A-100',
      customer: 'C-1',
      channel: 'ONLINE',
      status: 'RECEIVED',
      currency: 'EUR',
      placedAt: '2026-01-05T00:00:00Z',
      country: 'DE',
      lines: [
        { externalId: 'A-100/1', lineNo: 1, unitPrice: '3.5', requestedDate: '2026-02-01', promisedDate: '2026-02-03' },
        {
          externalId: 'A-100/2',
          lineNo: 2,
          quantity: '100',
          unitPrice: '0.02',
          requestedDate: null,
          promisedDate: null,
        },
      ],
    });
    expect(ofKind(facts, 'order')[1]).toMatchObject({
      channel: 'PHONE',
      currency: 'CNY',
      lines: [{ unitPrice: null }],
    });
  });

  it('says what it left out and why', async () => {
    const { report } = await collect(orders, await readFile(file));
    expect(notesOf(report, 'refused')).toEqual([]);
    expect(notesOf(report, 'doubtful')).toEqual([[4, 'Requested date', 'requested for a day before the order']]);
    expect(notesOf(report, 'absent')).toEqual([
      [3, 'Requested date', 'the customer named no date'],
      [3, 'Promised date', 'no date was promised yet'],
      [4, 'Unit price', 'the price is given on request'],
      [4, 'Promised date', 'blank'],
    ]);
  });

  it('reads the same from GB18030 and UTF-16', async () => {
    const text = (await readFile(file, 'utf8'))
      .replace('Müller & Söhne', '示例公司')
      .replace('Müller & Söhne', '示例公司');
    const expected = await collect(orders, text);
    for (const encoded of [iconv.encode(text, 'gb18030'), iconv.encode(text, 'utf-16le', { addBOM: true })]) {
      const { facts, report } = await collect(orders, encoded);
      expect(facts).toEqual(expected.facts);
      expect(report.notes).toEqual(expected.report.notes);
    }
  });

  it('does without the columns that may be missing', async () => {
    const header =
      'Order,Line,Ordered on,Customer,Customer name,Channel,Item,Description,Quantity,Unit,Unit price,Currency,Requested date';
    const { facts, report } = await collect(orders, `${header}\nA,1,2026/1/5,C,Name,Web,I,Thing,1,pcs,1,EUR,\n`);
    expect(report.fatal).toEqual([]);
    expect(ofKind(facts, 'order')[0]).toMatchObject({ country: null, lines: [{ promisedDate: null }] });
  });
});

describe('the list of profiles', () => {
  it('names each once, with a title', () => {
    expect(new Set(profiles.map(({ name }) => name)).size).toBe(profiles.length);
    for (const { name, title } of profiles) {
      expect(name).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(title).not.toBe('');
    }
  });
});
