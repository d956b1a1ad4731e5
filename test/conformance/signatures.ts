/** Published webhooks with their secrets: the rules accept what the senders signed, and nothing else; so do they what is signed by the table of rules. */
import { readFileSync } from 'node:fs';
import type { RawRequest } from '../../src/connectors/contract.js';
import type { signatureRules } from '../../src/connectors/signatures.js';
import type { DataSet, Stage } from './data-set.js';
import { checkTable, rulesFile, verdictOf } from './signature-table.js';

type RuleName = keyof typeof signatureRules;

interface Signed {
  readonly secret: string;
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  /** Unix seconds at which it was signed; 0 where the sender does not say. */
  readonly at: number;
}

interface Vector {
  readonly rule: RuleName;
  readonly file: string;
  /** File of the body, where it stands beside the vector. */
  readonly body?: string;
  readonly read: (vector: Readonly<Record<string, string>>, body: Uint8Array) => Signed;
}

const text = (value = ''): Uint8Array => Buffer.from(value);

/** Each vector file, and where it keeps what is signed. */
const vectors: readonly Vector[] = [
  {
    rule: 'standardWebhooks',
    file: 'webhooks/standard_webhooks.json',
    read: (vector) => ({ secret: vector['secret'] ?? '', body: text(vector['body']), headers: vector, at: Number(vector['clock']) }),
  },
  {
    rule: 'stripeLike',
    file: 'webhooks/stripe_like.json',
    read: ({ secret = '', body, header = '', clock }) => ({ secret, body: text(body), headers: { 'stripe-signature': header }, at: Number(clock) }),
  },
  {
    rule: 'githubLike',
    file: 'webhooks/github_style.json',
    read: ({ secret = '', body, signature = '' }) => ({ secret, body: text(body), headers: { 'x-hub-signature-256': signature }, at: 0 }),
  },
  {
    rule: 'seventeenTrack',
    file: 'carriers/17track/doc_example.vector.json',
    body: 'carriers/17track/doc_example.body.json',
    read: ({ key = '', sign = '' }, body) => ({ secret: key, body, headers: { sign }, at: 0 }),
  },
  ...['yuantong_polling', 'shunfeng_state5_polling'].map((name): Vector => ({
    rule: 'kuaidi100',
    file: `carriers/kuaidi100/${name}.vector.json`,
    body: `carriers/kuaidi100/${name}.body.form`,
    // The signature is a field of the form itself.
    read: ({ salt = '' }, body) => ({ secret: salt, body, headers: {}, at: 0 }),
  })),
];

export const signatures: DataSet = {
  name: 'signatures',
  files: [rulesFile, ...vectors.flatMap(({ file, body }) => (body === undefined ? [file] : [file, body]))],
  run: async (stage) => {
    checkTable(stage);
    for (const vector of vectors) checkVector(stage, vector);
  },
};

function checkVector({ path, check }: Stage, { rule, file, body: bodyFile, read }: Vector): void {
  const content = JSON.parse(readFileSync(path(file), 'utf8')) as { vector?: object };
  const members = Object.entries(content.vector ?? content).map(([name, value]) => [name, String(value)]);
  const signed = read(Object.fromEntries(members) as Record<string, string>, bodyFile === undefined ? text() : readFileSync(path(bodyFile)));
  const name = file.replace(/(\.vector)?\.json$/, '');
  check(`${name}: accepted as signed`, verdict(rule, signed), 'accepted');
  check(`${name}: refused with another secret`, verdict(rule, { ...signed, secret: `${signed.secret.slice(0, -4)}0000` }), 'auth');
  const bytes = Uint8Array.from(signed.body);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  check(`${name}: refused with one bit changed`, verdict(rule, { ...signed, body: bytes }), 'auth');
  if (signed.at > 0) check(`${name}: refused six minutes later`, verdict(rule, signed, 360), 'auth');
}

/** `accepted`, or the kind of the refusal. */
function verdict(rule: RuleName, { secret, body, headers, at }: Signed, seconds = 0): string {
  const request: RawRequest = { method: 'POST', url: '/', headers, body, receivedAt: new Date((at + seconds) * 1000) };
  return verdictOf(rule, request, secret);
}
