import { readRecordFixtures, recordMessage } from '../../support/record-fixtures.js';
import { behind, instantIn } from '../../support/paging.js';
import type { ContractCase } from './case.js';
import { confirm } from './commands.js';

export const sapS4hanaCase: ContractCase = {
  settings: (upstream) => ({ URL: upstream, USERNAME: 'gateway', PASSWORD: 'a secret', PAGE_SIZE: '1' }),
  required: ['URL', 'USERNAME', 'PASSWORD'],
  messages: readRecordFixtures('sap-s4hana').map(({ topic, record }) => recordMessage(topic, record)),
  command: confirm('purchaseOrder/4500000099', 'purchaseOrder/4500000099/10'),
  system: {
    answer: ({ url }, records, changedAt) => {
      if (!url.pathname.endsWith('/A_Product')) return { body: { d: { results: [] } } };
      const after = / gt '(\w+)'/.exec(url.searchParams.get('$filter') ?? '')?.[1];
      const results = behind(records, after).slice(0, 1).map((Product) => ({ Product, CreationDate: `/Date(${changedAt.getTime()})/`, to_Description: { results: [] } }));
      return { body: { d: { results } } };
    },
    asksSince: ({ url }) => instantIn(/(?:LastChangeDate|LastChangeDateTime) ge \w+'([^']+)'/.exec(url.searchParams.get('$filter') ?? '')?.[1] ?? ''),
  },
};
