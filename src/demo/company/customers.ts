/** Who buys: laboratories, plants and dealers, all invented. */
import { type Place, places } from './places.js';

export interface Customer {
  readonly number: string;
  readonly name: string;
  readonly place: Place;
  readonly currency: 'CNY' | 'EUR' | 'USD';
  /** How often it orders, against an ordinary customer. */
  readonly weight: number;
  /** Discount on the list price, in percent. */
  readonly discount: number;
  /** Sends call-offs from its own ERP, already agreed. */
  readonly callsOff: boolean;
}

type Spec = readonly [name: string, place: keyof typeof places, weight: number, discount?: number, callsOff?: true];

const specs: readonly Spec[] = [
  ['苏州云岭半导体设备有限公司', 'suzhou', 9, 8, true],
  ['上海临港动力电池研究院', 'shanghai', 6, 5],
  ['上海澄海大学 物理学院', 'shanghai', 3],
  ['无锡盛汇轴承制造有限公司', 'wuxi', 4, 3],
  ['杭州知微光电科技有限公司', 'hangzhou', 5, 4],
  ['南京钟灵计量检测研究所', 'nanjing', 4, 6],
  ['宁波海曙注塑机厂', 'ningbo', 2],
  ['昆山卓立精密电子有限公司', 'kunshan', 5, 4, true],
  ['北京燕北航天仪表有限公司', 'beijing', 5, 5],
  ['北京恒迹实验室服务有限公司', 'beijing', 3, 2],
  ['天津渤湾化工检测中心', 'tianjin', 2],
  ['沈阳北塔机床集团', 'shenyang', 4, 4],
  ['大连星湾轮机有限公司', 'dalian', 2],
  ['青岛浪屿家电研究院', 'qingdao', 3, 2],
  ['合肥量微科技有限公司', 'hefei', 3, 3],
  ['武汉江岸光纤有限公司', 'wuhan', 4, 3],
  ['长沙麓谷工程机械有限公司', 'changsha', 3, 2],
  ['西安秦塬航空发动机研究所', 'xian', 5, 5],
  ['成都锦里电子科技大学 微纳中心', 'chengdu', 3],
  ['重庆两江汽车零部件有限公司', 'chongqing', 4, 3],
  ['深圳湾畔智能硬件有限公司', 'shenzhen', 7, 6, true],
  ['广州珠屿仪器经销有限公司', 'guangzhou', 6, 8],
  ['东莞厚街模具有限公司', 'dongguan', 3],
  ['厦门鹭滨光学有限公司', 'xiamen', 3, 2],
  ['Rheinweber Antriebstechnik GmbH', 'aachen', 5, 5, true],
  ['Saaletal Optik GmbH', 'jena', 4, 3],
  ['Neckarhof Werkzeugbau KG', 'stuttgart', 4, 4],
  ['Institut für Feinmesstechnik Aachen', 'aachen', 2],
  ['Dommelstroom Photonics B.V.', 'eindhoven', 4, 5],
  ['Belledonne Cryogénie SAS', 'grenoble', 2, 2],
  ['Officine Valdora S.p.A.', 'torino', 3, 3],
  ['Öresund Neutron Supply AB', 'lund', 2],
  ['Svratka Elektronik s.r.o.', 'brno', 2, 2],
  ['Iparmendi Taladros S.L.', 'bilbao', 2],
  ['Genesee Bluffs Imaging, Inc.', 'rochester', 4, 4],
  ['Barton Creek Semiconductor Services', 'austin', 4, 5],
  ['Halfmoon Hollow Instruments LLC', 'sanJose', 5, 6],
  ['Prairie Gauge Distributors', 'chicago', 3, 8],
  ['Don Valley Metrology Ltd.', 'toronto', 2, 3],
  ['筑波みらい計測株式会社', 'tsukuba', 3, 3],
  ['名古屋南精機株式会社', 'nagoya', 3, 3],
  ['대덕정밀측정 주식회사', 'daejeon', 3, 3],
  ['Selat Utara Electronics Sdn. Bhd.', 'penang', 3, 4],
  ['Tanjong Kestrel Labs Pte. Ltd.', 'singapore', 3, 4],
  ['Yarra Bend Test & Measurement Pty Ltd', 'melbourne', 2, 2],
];

const currencies = { DELTA: 'CNY', CHINA: 'CNY', EUROPE: 'EUR', AMERICA: 'USD', PACIFIC: 'USD' } as const;

export const customers: readonly Customer[] = specs.map(([name, key, weight, discount = 0, callsOff = false], index) => ({
  number: `C-${String(index + 1).padStart(3, '0')}`,
  name,
  place: places[key],
  currency: currencies[places[key].region],
  weight,
  discount,
  callsOff,
}));
