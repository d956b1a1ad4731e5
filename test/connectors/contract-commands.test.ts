/** How every connector type that can be told something bears an outside system in trouble while it is told. */
import type { RequestListener } from 'node:http';
import { ConnectorError, type Connection, type ConnectorType, type Env } from '../../src/connectors/contract.js';
import { connectorTypes } from '../../src/connectors/index.js';
import { createHttpClient } from '../../src/http/client.js';
import { serve } from '../http/server.js';
import { depsWith } from '../support/carrier.js';
import { troubles } from '../support/troubles.js';
import { answering } from '../support/upstream.js';
import type { CommandCase, ContractCase } from './cases/case.js';
import { contractCases } from './cases/index.js';

const { signal } = new AbortController();
const CHANGED_AT = new Date('2026-03-02T12:00:00Z');

type Told = readonly [string, ConnectorType, ContractCase & { readonly command: CommandCase }];
const types = connectorTypes.flatMap((type): Told[] => {
  const example = contractCases[type.type];
  return example?.command ? [[type.type, type, { ...example, command: example.command }]] : [];
});

it('has a command for every type that takes some', () => {
  const takes = connectorTypes.filter((type) => {
    const { settings, command } = contractCases[type.type]!;
    return type.connect(type.parseConfig({ ...settings('http://127.0.0.1:9'), ...command?.settings }), depsWith()).commands !== undefined;
  });
  expect(takes.map(({ type }) => type)).toEqual(types.map(([type]) => type));
});

describe.each(types)('%s', (_, type, { settings, command, system }) => {
  /** Signing in goes well: the trouble begins behind it. */
  const behindSignIn = (listener: RequestListener): RequestListener =>
    answering((request) => (system?.signsIn?.(request) ? system.answer(request, [], CHANGED_AT) : listener));

  describe.each(troubles)('that answers a command with %s', (_name, expected, listener) => {
    it(`ends in ${expected.kind}`, async () => {
      const server = await serve(behindSignIn(listener));
      const http = createHttpClient({ allowPrivateAddresses: true, retry: { attempts: 1 } });
      const env: Env = { ...settings(server.url), ...command.settings };
      const connection: Connection = type.connect(type.parseConfig(env), depsWith({ http }));
      const end = await command.send(connection.commands!, signal).then(() => null, (error: unknown) => error);
      http.close();
      await server.close();
      if (command.anyAnswerIsYes && expected.kind === 'contract' && end === null) return;
      expect(end).toBeInstanceOf(ConnectorError);
      expect(end).toMatchObject(expected);
    });
  });
});
