/** Where the company, its partners and its goods are. */

export type Region = 'DELTA' | 'CHINA' | 'EUROPE' | 'AMERICA' | 'PACIFIC';

export interface Place {
  readonly city: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** IANA zone. */
  readonly zone: string;
  readonly region: Region;
}

const china = (city: string, region: Region = 'CHINA'): Place => ({ city, country: 'CN', zone: 'Asia/Shanghai', region });
const place = (city: string, country: string, zone: string, region: Region): Place => ({ city, country, zone, region });

export const places = {
  suzhou: china('苏州', 'DELTA'),
  shanghai: china('上海', 'DELTA'),
  wuxi: china('无锡', 'DELTA'),
  hangzhou: china('杭州', 'DELTA'),
  nanjing: china('南京', 'DELTA'),
  ningbo: china('宁波', 'DELTA'),
  kunshan: china('昆山', 'DELTA'),
  beijing: china('北京'),
  tianjin: china('天津'),
  shenyang: china('沈阳'),
  dalian: china('大连'),
  qingdao: china('青岛'),
  hefei: china('合肥'),
  wuhan: china('武汉'),
  changsha: china('长沙'),
  xian: china('西安'),
  chengdu: china('成都'),
  chongqing: china('重庆'),
  shenzhen: china('深圳'),
  guangzhou: china('广州'),
  dongguan: china('东莞'),
  xiamen: china('厦门'),
  aachen: place('Aachen', 'DE', 'Europe/Berlin', 'EUROPE'),
  jena: place('Jena', 'DE', 'Europe/Berlin', 'EUROPE'),
  stuttgart: place('Stuttgart', 'DE', 'Europe/Berlin', 'EUROPE'),
  frankfurt: place('Frankfurt', 'DE', 'Europe/Berlin', 'EUROPE'),
  duisburg: place('Duisburg', 'DE', 'Europe/Berlin', 'EUROPE'),
  hamburg: place('Hamburg', 'DE', 'Europe/Berlin', 'EUROPE'),
  eindhoven: place('Eindhoven', 'NL', 'Europe/Amsterdam', 'EUROPE'),
  grenoble: place('Grenoble', 'FR', 'Europe/Paris', 'EUROPE'),
  torino: place('Torino', 'IT', 'Europe/Rome', 'EUROPE'),
  lund: place('Lund', 'SE', 'Europe/Stockholm', 'EUROPE'),
  brno: place('Brno', 'CZ', 'Europe/Prague', 'EUROPE'),
  bilbao: place('Bilbao', 'ES', 'Europe/Madrid', 'EUROPE'),
  rochester: place('Rochester', 'US', 'America/New_York', 'AMERICA'),
  austin: place('Austin', 'US', 'America/Chicago', 'AMERICA'),
  sanJose: place('San Jose', 'US', 'America/Los_Angeles', 'AMERICA'),
  chicago: place('Chicago', 'US', 'America/Chicago', 'AMERICA'),
  toronto: place('Toronto', 'CA', 'America/Toronto', 'AMERICA'),
  tsukuba: place('Tsukuba', 'JP', 'Asia/Tokyo', 'PACIFIC'),
  nagoya: place('Nagoya', 'JP', 'Asia/Tokyo', 'PACIFIC'),
  daejeon: place('Daejeon', 'KR', 'Asia/Seoul', 'PACIFIC'),
  penang: place('Penang', 'MY', 'Asia/Kuala_Lumpur', 'PACIFIC'),
  singapore: place('Singapore', 'SG', 'Asia/Singapore', 'PACIFIC'),
  melbourne: place('Melbourne', 'AU', 'Australia/Melbourne', 'PACIFIC'),
} as const satisfies Record<string, Place>;

/** Where goods leave the company. */
export const warehouse: Place = places.suzhou;

/** Where goods change to or from long-distance transport abroad. */
export const gateways: Readonly<Record<Region, Place>> = {
  DELTA: places.shanghai,
  CHINA: places.shanghai,
  EUROPE: places.frankfurt,
  AMERICA: places.chicago,
  PACIFIC: places.singapore,
};
