/** Which check reads which of the carriers' files, and why the others are left out. Paths below the data folder. */

const within = (folder: string, ...names: readonly string[]): string[] => names.map((name) => `carriers/${folder}/${name}`);
const statusMap = 'carriers/STATUS_MAP.json';

/** By truth test: `aftership` is `test/connectors/aftership-truth.test.ts`. Each must read all of its files. */
export const truthTests = {
  aftership: [...within('aftership', 'GetTrackingsResult.json', 'CreateTrackingResult.json', 'truth.json'), statusMap],
  'dcsa-epcis': [
    'carriers/dcsa_epcis_expected.json',
    ...within('dcsa', 'v2_event.json', 'v3_railTransportExample.json', 'v3_retractedTransportEventExample.json', 'v3_shipmentEventExample.json'),
    ...within('dcsa', 'v3_transshipmentExample.json', 'v3_truckTransportExample.json'),
    ...within('epcis', 'Example_9.6.1-ObjectEvent.jsonld', 'Example_9.6.2-ObjectEvent.jsonld', 'Example_9.6.3-AggregationEvent.jsonld'),
  ],
  dhl: within('karrio/dhl_parcel_de', 'schema_sample_tracking_response.json'),
  easypost: [
    ...within('easypost', 'trackers_node_java.ndjson', 'truth.json', 'tracking-webhook_doc.json', 'batch-created_doc.json', 'events.ndjson', 'claims_refunds.ndjson'),
    ...within('easypost', 'STATUSES.json'),
    statusMap,
  ],
  karrio: [...within('karrio/fedex', 'TrackingResponse.json', 'TRUE_UTC.json', 'ErrorResponse.json'), ...within('karrio/ups', 'schema_sample_tracking_response.json')],
  kuaidi100: [
    ...within('kuaidi100', 'yuantong_polling.body.form', 'yuantong_polling.vector.json', 'yuantong_polling.param.json', 'RULES.json'),
    ...within('kuaidi100', 'shunfeng_state5_polling.body.form', 'shunfeng_state5_polling.vector.json', 'shunfeng_state5_polling.param.json'),
    statusMap,
  ],
  seventeentrack: [
    ...within('17track', 'doc_example.body.json', 'doc_example.vector.json', 'STATUSES.json', 'gettrackinfo_correios_2151.json', 'gettracklist_page.json'),
    ...within('17track', 'register_mixed.json', 'register_already_registered.json'),
    statusMap,
  ],
  'sf-express': [...within('sf_express', 'routepush_2016.body.form', 'routepush_2016.expect.json', 'trace_2019_delivered.json', 'OPCODES.json'), statusMap],
  shippo: [...within('shippo', 'test_get_status.0.200.json'), statusMap],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type TruthTest = keyof typeof truthTests;

const noConnector = 'no connector reads what this carrier answers';

/** Files that nothing checks, each with its reason; one that ends in a slash stands for all below it. */
export const leftOut: Readonly<Record<string, string>> = {
  'carriers/SOURCE.txt': 'says where the files come from',
  'carriers/aftership/GetLastCheckpointResult.json': 'an answer that the connector does not ask for',
  'carriers/easypost/trackers-list_doc.json': 'a page of a list, not a message: not read by a check yet',
  'carriers/karrio/fedex/ParsedErrorResponse.expected.json': 'not compared yet',
  'carriers/karrio/fedex/ParsedTrackingResponse.expected.json': 'not compared yet',
  'carriers/karrio/status-maps.json': 'not compared yet',
  ...Object.fromEntries(
    [
      ...['australiapost', 'canadapost', 'dhl_express', 'dpd', 'gls', 'hermes', 'landmark', 'laposte', 'mydhl'],
      ...['parcelone', 'purolator', 'seko', 'sendle', 'smartkargo', 'spring', 'teleship', 'usps'],
    ].map((carrier) => [`carriers/karrio/${carrier}/`, noConnector]),
  ),
};
