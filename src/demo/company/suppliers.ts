/** Who the company buys from, and what they are like to deal with. All invented. */
import { SupplierQualification } from '../../entities/enums.js';
import { type Place, places } from './places.js';

/** What a supplier can be asked for. */
export type Trade = 'OPTICS' | 'BEARINGS' | 'MOTION' | 'ELECTRONICS' | 'SENSORS' | 'CASTINGS' | 'MACHINING' | 'CABLES' | 'PACKAGING';

/** How a supplier behaves. Shares are of lines or of orders, 0 to 1. */
export interface Manner {
  /** Lines that come after their promise, in the first and in the last month of the story. */
  readonly late: readonly [first: number, last: number];
  /** Working days late, where late. */
  readonly lateDays: readonly [from: number, to: number];
  /** Deliveries with goods that fail the incoming inspection, and the share of the goods that do. */
  readonly rejects: readonly [deliveries: number, goods: number];
  /** Answers after the two working days that they have. */
  readonly slowAnswers: number;
  /** Lines for which something other than ordered is offered. */
  readonly changes: number;
  readonly backorders: number;
  readonly refusals: number;
  /** Lines that come in two deliveries. */
  readonly splits: number;
}

const steady: Manner = {
  late: [0.02, 0.02],
  lateDays: [1, 2],
  rejects: [0.015, 0.08],
  slowAnswers: 0.03,
  changes: 0.05,
  backorders: 0.01,
  refusals: 0.005,
  splits: 0.04,
};

export const manners = {
  steady,
  usual: { ...steady, late: [0.05, 0.05], lateDays: [1, 3], slowAnswers: 0.08, changes: 0.1, backorders: 0.02, refusals: 0.01, splits: 0.08 },
  slack: { ...steady, late: [0.14, 0.14], lateDays: [1, 5], slowAnswers: 0.2, changes: 0.16, backorders: 0.04, refusals: 0.02, splits: 0.12 },
  late: { ...steady, late: [0.34, 0.38], lateDays: [2, 8], slowAnswers: 0.3, changes: 0.24, backorders: 0.08, refusals: 0.03, splits: 0.2 },
  /** Was among the best; lost its foreman, then its order. */
  declining: { ...steady, late: [0.02, 0.62], lateDays: [2, 8], slowAnswers: 0.12, changes: 0.14, backorders: 0.04, splits: 0.12 },
  recovering: { ...steady, late: [0.45, 0.05], lateDays: [1, 6], changes: 0.12, splits: 0.1 },
  /** Punctual, but a good part of it fails the inspection. */
  careless: { ...steady, late: [0.04, 0.05], rejects: [0.26, 0.22], changes: 0.08 },
  /** Delivers well and answers hardly ever in time. */
  silent: { ...steady, late: [0.04, 0.04], slowAnswers: 0.65, changes: 0.06 },
} as const satisfies Record<string, Manner>;

export interface Supplier {
  readonly number: string;
  readonly name: string;
  readonly place: Place;
  readonly currency: 'CNY' | 'EUR' | 'USD';
  readonly trades: readonly Trade[];
  readonly manner: keyof typeof manners;
  /** Share of its trade's business, against an ordinary supplier; 0: nothing is bought there. */
  readonly weight: number;
  readonly qualification: SupplierQualification;
  /** Part of the story in which it is bought from: 0 its beginning, 1 its end. */
  readonly active: readonly [from: number, to: number];
}

interface Spec {
  readonly name: string;
  readonly at: keyof typeof places;
  readonly trades: readonly Trade[];
  readonly manner: keyof typeof manners;
  readonly weight?: number;
  readonly qualification?: SupplierQualification;
  readonly active?: readonly [number, number];
}

const specs: readonly Spec[] = [
  { name: '苏州晶衡光学有限公司', at: 'suzhou', trades: ['OPTICS'], manner: 'steady', weight: 3 },
  { name: '杭州棱宇镜片厂', at: 'hangzhou', trades: ['OPTICS'], manner: 'slack' },
  { name: 'Saalebogen Optikwerk GmbH', at: 'jena', trades: ['OPTICS'], manner: 'steady' },
  { name: '厦门屿光镀膜有限公司', at: 'xiamen', trades: ['OPTICS'], manner: 'careless', weight: 1.5 },
  { name: '洛谷轴承（无锡）有限公司', at: 'wuxi', trades: ['BEARINGS'], manner: 'steady', weight: 2 },
  { name: '宁波甬磐轴承有限公司', at: 'ningbo', trades: ['BEARINGS'], manner: 'usual' },
  { name: 'Kirschgrund Wälzlager GmbH', at: 'stuttgart', trades: ['BEARINGS', 'MOTION'], manner: 'usual' },
  { name: '大连连湾轴承厂', at: 'dalian', trades: ['BEARINGS'], manner: 'late' },
  { name: '上海矩行运动控制有限公司', at: 'shanghai', trades: ['MOTION'], manner: 'steady', weight: 2.5 },
  { name: '深圳驭步电机有限公司', at: 'shenzhen', trades: ['MOTION'], manner: 'declining', weight: 3 },
  { name: '名古屋東精サーボ株式会社', at: 'nagoya', trades: ['MOTION'], manner: 'steady' },
  { name: '常青线性模组（昆山）有限公司', at: 'kunshan', trades: ['MOTION'], manner: 'usual' },
  { name: '苏州芯堤电子有限公司', at: 'suzhou', trades: ['ELECTRONICS'], manner: 'usual', weight: 3 },
  { name: '深圳华岬电路板有限公司', at: 'shenzhen', trades: ['ELECTRONICS'], manner: 'slack', weight: 1.5 },
  { name: '东莞塘厦贴片加工厂', at: 'dongguan', trades: ['ELECTRONICS'], manner: 'late' },
  { name: 'Dommelbrug Elektronica B.V.', at: 'eindhoven', trades: ['ELECTRONICS'], manner: 'steady' },
  { name: '合肥谐振电子有限公司', at: 'hefei', trades: ['ELECTRONICS', 'SENSORS'], manner: 'silent', weight: 1.5 },
  { name: '无锡感闻传感技术有限公司', at: 'wuxi', trades: ['SENSORS'], manner: 'usual', weight: 2 },
  { name: '武汉磁湖传感器有限公司', at: 'wuhan', trades: ['SENSORS'], manner: 'slack' },
  { name: 'Genesee Falls Transducers, Inc.', at: 'rochester', trades: ['SENSORS'], manner: 'usual' },
  { name: '대덕센서텍 주식회사', at: 'daejeon', trades: ['SENSORS'], manner: 'steady' },
  { name: '西安骊麓敏感元件厂', at: 'xian', trades: ['SENSORS'], manner: 'recovering' },
  { name: '沈阳浑南铸造有限公司', at: 'shenyang', trades: ['CASTINGS'], manner: 'late', weight: 1.5 },
  { name: '青岛崂石花岗岩平台厂', at: 'qingdao', trades: ['CASTINGS'], manner: 'usual', weight: 1.5 },
  { name: '南京栖岭精铸有限公司', at: 'nanjing', trades: ['CASTINGS', 'MACHINING'], manner: 'usual', weight: 2 },
  { name: 'Officine Sangrano S.r.l.', at: 'torino', trades: ['CASTINGS'], manner: 'slack', weight: 0.6 },
  { name: '苏州匠度机械加工有限公司', at: 'suzhou', trades: ['MACHINING'], manner: 'steady', weight: 3 },
  { name: '昆山锐廓五金有限公司', at: 'kunshan', trades: ['MACHINING'], manner: 'usual', weight: 2 },
  { name: '重庆渝岭机加工厂', at: 'chongqing', trades: ['MACHINING'], manner: 'slack' },
  { name: '长沙湘楚精密件有限公司', at: 'changsha', trades: ['MACHINING'], manner: 'careless' },
  { name: '上海缆通特种线缆有限公司', at: 'shanghai', trades: ['CABLES'], manner: 'steady', weight: 2 },
  { name: '东莞缆杰线束有限公司', at: 'dongguan', trades: ['CABLES'], manner: 'usual' },
  { name: 'Selat Kabel Sdn. Bhd.', at: 'penang', trades: ['CABLES'], manner: 'slack', weight: 0.8 },
  { name: '苏州方樽包装有限公司', at: 'suzhou', trades: ['PACKAGING'], manner: 'steady', weight: 2 },
  { name: '宁波木禾包装箱厂', at: 'ningbo', trades: ['PACKAGING'], manner: 'usual' },
  { name: 'Brnočka Pouzdra s.r.o.', at: 'brno', trades: ['PACKAGING'], manner: 'usual', weight: 0.5 },
  // Qualified, and nothing was ever ordered: such a supplier has no score, neither good nor bad.
  { name: '广州越岭仪表元件有限公司', at: 'guangzhou', trades: ['SENSORS'], manner: 'usual', weight: 0 },
  { name: '天津沽上电子有限公司', at: 'tianjin', trades: ['ELECTRONICS'], manner: 'late', qualification: 'DISQUALIFIED', active: [0, 0.55], weight: 1.5 },
  { name: '成都天府微纳加工有限公司', at: 'chengdu', trades: ['OPTICS', 'MACHINING'], manner: 'steady', qualification: 'CANDIDATE', active: [0.8, 1] },
  { name: 'Halfmoon Ridge Actuators LLC', at: 'sanJose', trades: ['MOTION'], manner: 'slack', qualification: 'PROBATION', active: [0.3, 1], weight: 0.8 },
];

const currencies = { DELTA: 'CNY', CHINA: 'CNY', EUROPE: 'EUR', AMERICA: 'USD', PACIFIC: 'USD' } as const;

export const suppliers: readonly Supplier[] = specs.map((spec, index) => ({
  number: `S-${String(index + 1).padStart(3, '0')}`,
  name: spec.name,
  place: places[spec.at],
  currency: currencies[places[spec.at].region],
  trades: spec.trades,
  manner: spec.manner,
  weight: spec.weight ?? 1,
  qualification: spec.qualification ?? SupplierQualification.QUALIFIED,
  active: spec.active ?? [0, 1],
}));
