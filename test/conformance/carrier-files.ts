/** Which check reads which of the carriers' files, and why the others are left out. Paths below the data folder. */

const within = (folder: string, ...names: readonly string[]): string[] => names.map((name) => `carriers/${folder}/${name}`);
/** Canonical statuses, and by vocabulary which code means which of them. */
export const statusMap = 'carriers/STATUS_MAP.json';
const sample = 'schema_sample_tracking_response.json';
const statusMaps = 'carriers/karrio/status-maps.json';

/** By truth test: `aftership` is `test/connectors/aftership-truth.test.ts`. Each must read all of its files. */
export const truthTests = {
  aftership: [...within('aftership', 'GetTrackingsResult.json', 'GetLastCheckpointResult.json', 'CreateTrackingResult.json', 'truth.json'), statusMap],
  'dcsa-epcis': [
    'carriers/dcsa_epcis_expected.json',
    statusMap,
    ...within('dcsa', 'v2_event.json', 'v3_railTransportExample.json', 'v3_retractedTransportEventExample.json', 'v3_shipmentEventExample.json'),
    ...within('dcsa', 'v3_transshipmentExample.json', 'v3_truckTransportExample.json'),
    ...within('epcis', 'Example_9.6.1-ObjectEvent.jsonld', 'Example_9.6.2-ObjectEvent.jsonld', 'Example_9.6.3-AggregationEvent.jsonld'),
  ],
  dhl: [...within('karrio/dhl_parcel_de', 'schema_sample_tracking_response.json'), statusMaps],
  easypost: [
    ...within('easypost', 'trackers_node_java.ndjson', 'truth.json', 'tracking-webhook_doc.json', 'batch-created_doc.json', 'events.ndjson', 'claims_refunds.ndjson'),
    ...within('easypost', 'trackers-list_doc.json', 'STATUSES.json'),
    statusMap,
  ],
  karrio: [
    ...within('karrio/fedex', 'TrackingResponse.json', 'TRUE_UTC.json', 'ParsedTrackingResponse.expected.json'),
    ...within('karrio/fedex', 'ErrorResponse.json', 'ParsedErrorResponse.expected.json'),
    ...within('karrio/ups', 'schema_sample_tracking_response.json'),
    statusMaps,
  ],
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
  profiles: [
    ...within('karrio/sendle', 'TrackingResponse.json', 'ParsedTrackingResponse.expected.json', sample),
    ...within('karrio/seko', 'TrackingResponse.json', 'ParsedTrackingResponse.expected.json', sample),
    ...within('karrio/smartkargo', 'TrackingResponse.json', 'ParsedTrackingResponse.expected.json', sample, 'schema_sample_partner_tracking_response.json'),
    ...within('karrio/landmark', 'IN_TRANSIT_TRACKING_RESPONSE_XML.xml', 'PARSED_IN_TRANSIT_RESPONSE.expected.json'),
    ...within('karrio/landmark', 'TRACKING_RESPONSE_XML.xml', 'PARSED_TRACKING_RESPONSE.expected.json'),
    ...within('karrio/purolator', 'TRACKING_RESPONSE_XML.xml', 'PARSED_TRACKING_RESPONSE.expected.json'),
    ...within('karrio/canadapost', 'TrackingResponseXml.xml', 'ParsedTrackingResponse.expected.json'),
    ...within('karrio/dhl_express', 'TrackingResponseXML.xml', 'ParsedTrackingResponse.expected.json'),
    ...within('karrio/dpd', 'TrackingResponse.xml', 'ParsedTrackingResponse.expected.json'),
    ...['australiapost', 'gls', 'hermes', 'laposte', 'mydhl', 'parcelone', 'spring', 'teleship'].flatMap((carrier) => within(`karrio/${carrier}`, sample)),
    ...within('karrio/usps', 'schema_sample_tracking_responses.json'),
    statusMaps,
  ],
  'sf-express': [...within('sf_express', 'routepush_2016.body.form', 'routepush_2016.expect.json', 'trace_2019_delivered.json', 'OPCODES.json'), statusMap],
  shippo: [...within('shippo', 'test_get_status.0.200.json'), statusMap],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type TruthTest = keyof typeof truthTests;

/** Vocabularies of the status map, by the truth test that holds ours against them, or the reason why none does. */
export const vocabularies: Readonly<Record<string, { readonly test: TruthTest } | { readonly reason: string }>> = {
  easypost: { test: 'easypost' },
  shippo: { test: 'shippo' },
  aftership: { test: 'aftership' },
  '17track': { test: 'seventeentrack' },
  kuaidi100_state: { test: 'kuaidi100' },
  sf_opcode: { test: 'sf-express' },
  dcsa_equipment: { test: 'dcsa-epcis' },
  dcsa_transport: { test: 'dcsa-epcis' },
  dcsa_classifier: { test: 'dcsa-epcis' },
  x12_AT7: { reason: 'X12 is not read' },
  'edifact_STS(4405/9011)': { reason: 'EDIFACT is not read' },
};

/** Files that nothing checks, each with its reason; one that ends in a slash stands for all below it. */
export const leftOut: Readonly<Record<string, string>> = {
  'carriers/SOURCE.txt': 'says where the files come from',
};
