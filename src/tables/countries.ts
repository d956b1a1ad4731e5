/**
 * Country names as tables write them → ISO 3166-1 alpha-2. An own table, because the names that a runtime knows
 * change with its version, and the same file must always give the same facts.
 */
import { refused, value, type CellParser } from './cell.js';

const ISO_NAMES = `
AD Andorra|AE United Arab Emirates|AF Afghanistan|AG Antigua and Barbuda|AI Anguilla|AL Albania|AM Armenia|AO Angola
AQ Antarctica|AR Argentina|AS American Samoa|AT Austria|AU Australia|AW Aruba|AX Åland Islands|AZ Azerbaijan
BA Bosnia and Herzegovina|BB Barbados|BD Bangladesh|BE Belgium|BF Burkina Faso|BG Bulgaria|BH Bahrain|BI Burundi
BJ Benin|BL Saint Barthélemy|BM Bermuda|BN Brunei|BO Bolivia|BQ Bonaire, Sint Eustatius and Saba|BR Brazil|BS Bahamas
BT Bhutan|BV Bouvet Island|BW Botswana|BY Belarus|BZ Belize|CA Canada|CC Cocos (Keeling) Islands
CD Democratic Republic of the Congo|CF Central African Republic|CG Republic of the Congo|CH Switzerland
CI Côte d'Ivoire|CK Cook Islands|CL Chile|CM Cameroon|CN China|CO Colombia|CR Costa Rica|CU Cuba|CV Cape Verde
CW Curaçao|CX Christmas Island|CY Cyprus|CZ Czechia|DE Germany|DJ Djibouti|DK Denmark|DM Dominica
DO Dominican Republic|DZ Algeria|EC Ecuador|EE Estonia|EG Egypt|EH Western Sahara|ER Eritrea|ES Spain|ET Ethiopia
FI Finland|FJ Fiji|FK Falkland Islands|FM Micronesia|FO Faroe Islands|FR France|GA Gabon|GB United Kingdom|GD Grenada
GE Georgia|GF French Guiana|GG Guernsey|GH Ghana|GI Gibraltar|GL Greenland|GM Gambia|GN Guinea|GP Guadeloupe
GQ Equatorial Guinea|GR Greece|GS South Georgia and the South Sandwich Islands|GT Guatemala|GU Guam|GW Guinea-Bissau
GY Guyana|HK Hong Kong|HM Heard Island and McDonald Islands|HN Honduras|HR Croatia|HT Haiti|HU Hungary|ID Indonesia
IE Ireland|IL Israel|IM Isle of Man|IN India|IO British Indian Ocean Territory|IQ Iraq|IR Iran|IS Iceland|IT Italy
JE Jersey|JM Jamaica|JO Jordan|JP Japan|KE Kenya|KG Kyrgyzstan|KH Cambodia|KI Kiribati|KM Comoros
KN Saint Kitts and Nevis|KP North Korea|KR South Korea|KW Kuwait|KY Cayman Islands|KZ Kazakhstan|LA Laos|LB Lebanon
LC Saint Lucia|LI Liechtenstein|LK Sri Lanka|LR Liberia|LS Lesotho|LT Lithuania|LU Luxembourg|LV Latvia|LY Libya
MA Morocco|MC Monaco|MD Moldova|ME Montenegro|MF Saint Martin|MG Madagascar|MH Marshall Islands|MK North Macedonia
ML Mali|MM Myanmar|MN Mongolia|MO Macao|MP Northern Mariana Islands|MQ Martinique|MR Mauritania|MS Montserrat|MT Malta
MU Mauritius|MV Maldives|MW Malawi|MX Mexico|MY Malaysia|MZ Mozambique|NA Namibia|NC New Caledonia|NE Niger
NF Norfolk Island|NG Nigeria|NI Nicaragua|NL Netherlands|NO Norway|NP Nepal|NR Nauru|NU Niue|NZ New Zealand|OM Oman
PA Panama|PE Peru|PF French Polynesia|PG Papua New Guinea|PH Philippines|PK Pakistan|PL Poland
PM Saint Pierre and Miquelon|PN Pitcairn|PR Puerto Rico|PS Palestine|PT Portugal|PW Palau|PY Paraguay|QA Qatar
RE Réunion|RO Romania|RS Serbia|RU Russia|RW Rwanda|SA Saudi Arabia|SB Solomon Islands|SC Seychelles|SD Sudan
SE Sweden|SG Singapore|SH Saint Helena|SI Slovenia|SJ Svalbard and Jan Mayen|SK Slovakia|SL Sierra Leone
SM San Marino|SN Senegal|SO Somalia|SR Suriname|SS South Sudan|ST São Tomé and Príncipe|SV El Salvador
SX Sint Maarten|SY Syria|SZ Eswatini|TC Turks and Caicos Islands|TD Chad|TF French Southern Territories|TG Togo
TH Thailand|TJ Tajikistan|TK Tokelau|TL Timor-Leste|TM Turkmenistan|TN Tunisia|TO Tonga|TR Türkiye
TT Trinidad and Tobago|TV Tuvalu|TW Taiwan|TZ Tanzania|UA Ukraine|UG Uganda|UM United States Minor Outlying Islands
US United States|UY Uruguay|UZ Uzbekistan|VA Vatican City|VC Saint Vincent and the Grenadines|VE Venezuela
VG British Virgin Islands|VI US Virgin Islands|VN Vietnam|VU Vanuatu|WF Wallis and Futuna|WS Samoa|YE Yemen|YT Mayotte
ZA South Africa|ZM Zambia|ZW Zimbabwe`;

/** Other names in use. "Congo" alone is left out: it could be either. */
const OTHER_NAMES = `
BN Brunei Darussalam|BO Plurinational State of Bolivia|CD Congo, DRC|CD DRC|CD DR Congo|CD Congo (Kinshasa)
CD Congo, Dem. Rep.|CD Congo, Democratic Republic of the|CD Congo, Democratic Republic|CG Congo (Brazzaville)
CG Congo, Republic of the|CG Congo, Rep.|CI Ivory Coast|CI Cote d Ivoire|CN People's Republic of China|CN P.R. China
CV Cabo Verde|CZ Czech Republic|FM Federated States of Micronesia|GB Great Britain|GB UK|GB England|GM The Gambia
IR Islamic Republic of Iran|KG Kyrgyz Republic|KP Democratic People's Republic of Korea|KR Korea|KR Republic of Korea
KR Korea, Republic of|LA Lao PDR|LA Lao People's Democratic Republic|MD Republic of Moldova|MK Macedonia|MM Burma
MO Macau|NL Holland|NL The Netherlands|PS State of Palestine|RU Russian Federation|SY Syrian Arab Republic
SZ Swaziland|TL East Timor|TR Turkey|TW Taiwan, Province of China|TZ United Republic of Tanzania
TZ Tanzania, United Republic of|US United States of America|US USA|VA Holy See|VE Bolivarian Republic of Venezuela
VN Viet Nam|YE Republic of Yemen`;

const CODES: ReadonlyMap<string, string> = new Map(
  `${ISO_NAMES}\n${OTHER_NAMES}`
    .split(/[\n|]/)
    .filter((entry) => entry !== '')
    .map((entry) => [nameKey(entry.slice(3)), entry.slice(0, 2)]),
);
const KNOWN_CODES: ReadonlySet<string> = new Set(CODES.values());

/** A country as the table names it. */
export interface Country {
  readonly name: string;
  /** Alpha-2; the table's own name where we have no code for it. */
  readonly code: string;
}

/** Alpha-2 code of a country's name or code; null where it is not known. `Swaziland` is SZ, `Congo, DRC` CD. */
export function countryCode(name: string): string | null {
  const upper = name.trim().toUpperCase();
  return CODES.get(nameKey(name)) ?? (KNOWN_CODES.has(upper) ? upper : null);
}

/** Keeps a name without a code as it is, with a doubt. */
export function country(): CellParser<Country> {
  return (cell) => {
    const name = cell.normalize('NFC').replace(/\s+/g, ' ');
    if ([...name].length > 64) return refused('text too long', 'more than 64 characters');
    const code = countryCode(name);
    return code === null ? value({ name, code: name }, 'country without a known code') : value({ name, code });
  };
}

/** Accents, case, blanks and punctuation do not tell countries apart. */
function nameKey(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}]/gu, '');
}
