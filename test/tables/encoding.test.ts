import fc from 'fast-check';
import iconv from 'iconv-lite';
import { guessEncoding, readText, type Encoding, type TableSource } from '../../src/tables/encoding.js';

async function read(source: TableSource, stated?: string): Promise<{ text: string; encoding: Encoding | null }> {
  const found: { encoding: Encoding | null } = { encoding: null };
  let text = '';
  for await (const piece of readText(source, stated, (encoding) => (found.encoding = encoding))) text += piece;
  return { text, encoding: found.encoding };
}

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const latin = `id;place\n${'1;Lagos\n'.repeat(3000)}2;Côte d'Ivoire\n3;São Tomé\n4;Curaçao\n`;
const chinese = `编号;客户\n1;上海示例贸易有限公司\n2;北京测试科技股份公司，订单\n`;

describe('readText', () => {
  it.each([
    ['ASCII', 'a,b\n1,2\n', 'ascii', 'utf-8', 'only ASCII characters'],
    ['UTF-8', latin, 'utf-8', 'utf-8', 'valid UTF-8'],
    ['UTF-8 in Chinese', chinese, 'utf-8', 'utf-8', 'valid UTF-8'],
    ['ISO-8859-1', latin, 'iso-8859-1', 'windows-1252', 'guessed from the bytes'],
    ['windows-1252', `${latin}5;“quoted” €\n`, 'windows-1252', 'windows-1252', 'guessed from the bytes'],
    ['GB18030', chinese, 'gb18030', 'gb18030', 'guessed from the bytes'],
    ['GB18030 with four-byte characters', `${chinese}3;𠮷野\n`, 'gb18030', 'gb18030', 'guessed from the bytes'],
    ['UTF-16LE without a mark', latin, 'utf-16le', 'utf-16le', 'guessed from the bytes'],
    ['UTF-16BE without a mark', latin, 'utf-16be', 'utf-16be', 'guessed from the bytes'],
  ])('finds out %s', async (_name, text, written, name, basis) => {
    const bytes = iconv.encode(text, written);
    expect(await read(bytes)).toEqual({ text, encoding: { name, basis } });
    expect(await read(cut(bytes, 7))).toEqual({ text, encoding: { name, basis } });
  });

  it.each(['utf-8', 'utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'])(
    'follows the byte order mark of %s',
    async (name) => {
      const bytes = iconv.encode(chinese, name, { addBOM: true });
      expect(await read(bytes, 'windows-1252')).toEqual({
        text: chinese,
        encoding: { name, basis: 'byte order mark' },
      });
    },
  );

  it('follows what is stated where there is no mark', async () => {
    const { text, encoding } = await read(iconv.encode('Привет', 'windows-1251'), 'windows-1251');
    expect(text).toBe('Привет');
    expect(encoding).toEqual({ name: 'windows-1251', basis: 'stated' });
  });

  it('sees one Latin-1 letter behind megabytes of ASCII', async () => {
    const bytes = iconv.encode(`${'x'.repeat(3_000_000)}é`, 'latin1');
    const { text, encoding } = await read(bytes);
    expect(text.at(-1)).toBe('é');
    expect(encoding?.name).toBe('windows-1252');
  });

  it('keeps UTF-8 for a text with a single broken byte, and shows the place', async () => {
    const bytes = Buffer.concat([Buffer.from('é'.repeat(50)), Buffer.from([0xff]), Buffer.from('ü')]);
    const { text, encoding } = await read(bytes);
    expect(text).toBe(`${'é'.repeat(50)}\uFFFDü`);
    expect(encoding).toEqual({ name: 'utf-8', basis: 'guessed from the bytes' });
  });

  it('does not take a valid pair of bytes for Chinese where the second is an ordinary letter', async () => {
    const { text, encoding } = await read(iconv.encode("Côte d'Ivoire, Århus, Curaçao", 'latin1'));
    expect(text).toBe("Côte d'Ivoire, Århus, Curaçao");
    expect(encoding?.name).toBe('windows-1252');
  });

  it('turns every line ending into LF, wherever the bytes are cut', async () => {
    const bytes = Buffer.from('x'.repeat(5000) + 'a\r\nb\rc\nd\r\r\ne\n\rf\r');
    for (let size = 1; size <= 17; size += 1) {
      expect((await read(cut(bytes, size))).text.slice(5000)).toBe('a\nb\nc\nd\n\ne\n\nf\n');
    }
  });

  it.each(['utf-8', 'gb18030', 'utf-16le'])('joins characters of %s that chunks cut apart', async (name) => {
    const text = '订单号，客户；交货日期\n'.repeat(30_000);
    const bytes = iconv.encode(text, name, { addBOM: name === 'utf-16le' });
    expect((await read(cut(bytes, 997))).text === text).toBe(true);
  });

  it('reads any bytes without throwing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 1, max: 20 }), async (bytes, size) => {
        const whole = await read(bytes);
        expect((await read(cut(bytes, size))).text).toBe(whole.text);
        expect(whole.encoding).not.toBeNull();
      }),
    );
  });
});

describe('guessEncoding', () => {
  it('knows any UTF-8 text, also where the window cuts a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.boolean(), (text, isWhole) => {
        const bytes = Buffer.from(`é${text}é`);
        const window = isWhole ? bytes : bytes.subarray(0, -1);
        expect(guessEncoding(window, isWhole)).toEqual({ name: 'utf-8', basis: 'valid UTF-8' });
      }),
    );
  });
});
