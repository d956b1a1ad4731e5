import { answer, form, push, readFixture } from '../../fixtures/kuaidi100/shared.js';
import type { ContractCase } from './case.js';
import { follow } from './commands.js';

const paramOf = (body: Uint8Array): string | null => new URLSearchParams(Buffer.from(body).toString()).get('param');

export const kuaidi100Case: ContractCase = {
  // Another salt than that of the fixtures: as they stand, they are not signed.
  settings: (upstream) => ({ SALT: 'the salt of the contract', KEY: 'key', CUSTOMER: 'customer', CARRIERS: 'ZTO=zhongtong', BASE_URL: upstream }),
  required: ['SALT'],
  messages: [
    ...['push-polling.json', 'push-given-up.json'].map((name) => push(readFixture(name))),
    answer(readFixture('query-delivered.json')),
  ],
  sign: (body, settings) => ({
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' },
    body: form(paramOf(body) ?? Buffer.from(body).toString(), settings.SALT!),
  }),
  codec: {
    read: ({ topic, body }) => JSON.parse(topic === 'push' ? paramOf(body)! : Buffer.from(body).toString()) as unknown,
    write: (content, { topic }) => {
      const text = JSON.stringify(content) ?? '';
      return topic === 'push' ? form(text) : Buffer.from(text);
    },
  },
  saysTheSame: (one, other) => {
    const [a, b] = [one, other].map((body) => new URLSearchParams(Buffer.from(body).toString()));
    return a!.get('param') === b!.get('param') && a!.getAll('sign').join() === b!.getAll('sign').join();
  },
  command: follow({ CALLBACK_URL: 'https://gateway.example/webhooks/kuaidi100' }),
  system: {
    answer: ({ body }, records) => {
      const { num } = JSON.parse(new URLSearchParams(body).get('param') ?? '') as { num: string };
      if (!records.includes(num)) return { body: { result: false, returnCode: '500', message: '查询无结果' } };
      return { body: { message: 'ok', nu: num, com: 'zhongtong', status: '200', state: '0', data: [] } };
    },
  },
};
