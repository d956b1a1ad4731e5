import { DomainError, problem, type ProblemCode, problemParams } from '../../src/domain/errors.js';
import { languageOf, languages, message, messages } from '../../src/schema/messages.js';

const codes = Object.keys(problemParams) as ProblemCode[];

describe('messages', () => {
  it.each(codes)('%s has a sentence in each language, with every parameter', (code) => {
    const expected = [...problemParams[code]].sort();
    for (const language of languages) {
      const placeholders = [...messages[code][language].matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect([...new Set(placeholders)].sort()).toEqual(expected);
      const params = Object.fromEntries(expected.map((name) => [name, `<${name}>`]));
      expect(message(code, params, language)).not.toMatch(/[{}]/);
    }
    expect(messages[code]['zh-CN']).toMatch(/\p{Script=Han}/u);
    expect(messages[code].en).not.toMatch(/\p{Script=Han}/u);
  });

  it('have no sentence without a code', () => {
    expect(Object.keys(messages).sort()).toEqual([...codes].sort());
  });

  it('insert values as they are, and show what is missing', () => {
    expect(message('LINE_UNKNOWN', { line: '{line} $& $1' }, 'en')).toContain('no line {line} $& $1.');
    expect(message('LINE_UNKNOWN', {}, 'en')).toContain('{line}');
    expect(message('VALUE_UNKNOWN', JSON.parse('{"__proto__":"x"}') as Record<string, string>, 'en')).toContain('{value}');
  });

  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['*', 'en'],
    ['de', 'en'],
    ['zh', 'zh-CN'],
    ['zh-Hans-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['en;q=0.3, zh-TW;q=0.7', 'zh-CN'],
    ['zh;q=0, en', 'en'],
    ['zh;q=0.1, en', 'en'],
  ])('answer %j in %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});

describe('DomainError', () => {
  it('names every problem with its path', () => {
    const error = new DomainError('INVALID', [
      problem('REQUIRED', ['lines', '0', 'reason'], {}),
      problem('DATE_INVALID', ['date'], { value: '2023-02-29' }),
    ]);
    expect(error.message).toBe('INVALID: REQUIRED at lines.0.reason; DATE_INVALID at date {"value":"2023-02-29"}');
    expect(error).toBeInstanceOf(Error);
  });

  it('is thrown only where there are problems', () => {
    expect(() => DomainError.throwIfAny([])).not.toThrow();
    expect(() => DomainError.throwIfAny([problem('REQUIRED', ['x'], {})])).toThrow('REQUIRED at x');
  });
});
