/** Changes of parties and products. */
import { type Desk, gateName } from './desk.js';
import type { Kind } from './kinds.js';

/** Parties with business. Not the one that late transactions wait at. */
const parties = ({ sql }: Desk) =>
  sql`select id from party_party where name <> ${gateName} and id in (select party from sale_sale union select party from purchase_purchase)`;

export const masterKinds: readonly Kind[] = [
  {
    name: 'party renamed',
    weight: 4,
    most: 40,
    change: async (desk, most) => desk.writeEach('party.party', await desk.choose(parties(desk), most), () => ({ name: `Party ${desk.text()}` })),
  },
  {
    name: 'party archived or back',
    weight: 1,
    most: 3,
    change: async (desk, most) => desk.writeEach('party.party', await desk.choose(parties(desk), most), () => ({ active: desk.random.below(2) === 0 })),
  },
  {
    name: 'e-mail address changed',
    weight: 2,
    most: 10,
    change: async (desk, most) => {
      const found = desk.sql`select id from party_contact_mechanism where type = 'email'`;
      return desk.writeEach('party.contact_mechanism', await desk.choose(found, most), () => ({ value: `${desk.text()}@example.invalid` }));
    },
  },
  {
    name: 'moved to another country',
    weight: 2,
    most: 10,
    change: async (desk, most) => {
      const country = await desk.one(desk.sql`select id from country_country`);
      return desk.writeEach('party.address', await desk.choose(desk.sql`select id from party_address`, most), () => ({ country }));
    },
  },
  {
    name: 'party with address made',
    weight: 2,
    most: 4,
    change: async (desk, most) => {
      const country = await desk.one(desk.sql`select id from country_country`);
      const made = Array.from({ length: most }, () => ({
        name: `New ${desk.text()}`,
        addresses: [['create', [{ city: 'Kiel', country }]]],
        contact_mechanisms: [['create', [{ type: 'email', value: `${desk.text()}@example.invalid` }]]],
      }));
      await desk.call('party.party.create', made);
      return most;
    },
  },
  {
    name: 'product renamed and priced',
    weight: 3,
    most: 20,
    change: async (desk, most) => {
      const found = desk.sql`select distinct template as id from product_product`;
      return desk.writeEach('product.template', await desk.choose(found, most), () => ({ name: `Product ${desk.text()}`, list_price: desk.price() }));
    },
  },
  {
    name: 'product made',
    weight: 1,
    most: 1,
    change: async (desk, most) => {
      const found = await desk.choose(desk.sql`select id from product_template where type = 'goods'`, most);
      for (const id of found) await desk.call('product.template.copy', [id], { code: `SKU-${desk.text()}` });
      return found.length;
    },
  },
];
