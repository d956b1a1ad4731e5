/** What the company makes, and what it sells on or builds in. Prices are list prices in CNY. */
import { ProductClass } from '../../entities/enums.js';
import type { Trade } from './suppliers.js';

export interface Product {
  readonly number: string;
  readonly name: string;
  readonly productClass: ProductClass;
  readonly price: number;
  readonly unit: string;
  readonly weightKg: number;
  /** Null: made by the company itself. Otherwise bought, per order or for the stores. */
  readonly trade: Trade | null;
  /** Own goods that lie in the warehouse: they skip production. */
  readonly stocked: boolean;
  /** Sold to customers; otherwise built in only. */
  readonly sold: boolean;
  /** Usual most per order line. */
  readonly most: number;
}

type Row = readonly [name: string, price: number, weightKg: number, most: number, trade?: Trade];

const general: readonly Row[] = [
  ['ZL-T10 手持测厚仪 Handheld thickness gauge', 2_850, 0.4, 12],
  ['ZL-T20 超声测厚仪 Ultrasonic thickness gauge', 4_600, 0.6, 8],
  ['ZL-R05 便携粗糙度仪 Portable roughness tester', 9_800, 1.1, 4],
  ['ZL-V12 振动分析笔 Vibration pen', 1_980, 0.3, 15],
  ['ZL-H30 里氏硬度计 Leeb hardness tester', 6_400, 0.8, 5],
  ['ZL-D08 数据记录仪 Data logger, 8 channels', 3_200, 0.7, 10],
  ['ZL-D16 数据记录仪 Data logger, 16 channels', 5_400, 1.2, 6],
  ['ZL-P01 压力校验仪 Pressure calibrator', 12_500, 2.4, 3],
  ['ZL-F20 推拉力计 Force gauge', 2_200, 0.9, 10],
  ['ZL-L50 激光测径仪 Laser micrometer', 15_800, 3.5, 2],
];

const stocked: readonly Row[] = [
  ['ZL-A01 标准试块 Reference block set', 1_280, 2.2, 8],
  ['ZL-A02 耦合剂 Couplant, 12 bottles', 360, 3.6, 20],
  ['ZL-A03 测头组 Probe tip set', 890, 0.2, 20],
  ['ZL-A04 粗糙度样板 Roughness specimen', 640, 0.3, 15],
  ['ZL-A05 电池组 Battery pack', 420, 0.5, 25],
  ['ZL-A06 磁性表座 Magnetic base', 310, 1.4, 25],
  ['ZL-A07 校准证书套件 Calibration kit', 1_750, 0.8, 6],
  ['ZL-A08 便携箱 Carrying case', 460, 1.9, 15],
];

const traded: readonly Row[] = [
  ['显微物镜 Microscope objective 20×', 3_900, 0.4, 6, 'OPTICS'],
  ['分光棱镜 Beam splitter cube', 1_150, 0.2, 12, 'OPTICS'],
  ['滤光片套装 Filter set', 780, 0.2, 15, 'OPTICS'],
  ['精密角接触轴承 Precision bearing pair', 960, 0.9, 16, 'BEARINGS'],
  ['空气轴承座 Air bearing mount', 5_200, 3.1, 4, 'BEARINGS'],
  ['步进驱动套件 Stepper drive kit', 1_650, 1.3, 10, 'MOTION'],
  ['直线模组 Linear stage 300 mm', 4_300, 4.8, 5, 'MOTION'],
  ['旋转台 Rotary stage', 6_100, 5.2, 3, 'MOTION'],
  ['采集卡 Acquisition card', 2_450, 0.3, 10, 'ELECTRONICS'],
  ['信号调理模块 Signal conditioner', 1_380, 0.5, 12, 'ELECTRONICS'],
  ['工业显示屏 Panel display 10 in', 1_900, 1.6, 8, 'ELECTRONICS'],
  ['压电加速度计 Piezo accelerometer', 1_240, 0.1, 20, 'SENSORS'],
  ['位移传感器 Displacement sensor', 2_700, 0.4, 10, 'SENSORS'],
  ['扭矩传感器 Torque transducer', 5_800, 1.5, 4, 'SENSORS'],
  ['温湿度探头 Humidity probe', 680, 0.2, 25, 'SENSORS'],
  ['花岗岩平板 Granite surface plate', 3_600, 48, 2, 'CASTINGS'],
  ['测量支架 Column stand', 2_100, 14, 5, 'CASTINGS'],
  ['夹具板 Fixture plate', 1_450, 6.5, 8, 'MACHINING'],
  ['低噪声电缆 Low-noise cable 5 m', 290, 0.4, 40, 'CABLES'],
  ['航插线束 Connector harness', 540, 0.6, 20, 'CABLES'],
  ['防震运输箱 Shock-proof transit case', 1_600, 8.5, 6, 'PACKAGING'],
];

const highValue: readonly Row[] = [
  ['ZL-X300 三坐标测量机 Coordinate measuring machine', 386_000, 1_450, 1],
  ['ZL-I100 激光干涉仪 Laser interferometer', 214_000, 38, 1],
  ['ZL-S200 白光轮廓仪 White-light profiler', 298_000, 165, 1],
  ['ZL-C500 圆度仪 Roundness tester', 176_000, 240, 1],
  ['ZL-G80 氦质谱检漏仪 Helium leak detector', 152_000, 96, 2],
  ['ZL-M40 光谱椭偏仪 Spectroscopic ellipsometer', 328_000, 110, 1],
];

const custom: readonly Row[] = [
  ['定制测试台 Custom test bench', 468_000, 820, 1],
  ['非标检具 Custom gauging fixture', 38_000, 24, 3],
  ['在线测量单元 In-line measuring cell', 612_000, 1_100, 1],
  ['定制标定装置 Custom calibration rig', 145_000, 160, 1],
  ['专用探头 Special probe to drawing', 16_500, 1.2, 6],
];

/** Built in, bought for the stores. */
const components: readonly Row[] = [
  ['激光二极管 Laser diode', 420, 0.05, 200, 'OPTICS'],
  ['反射镜 Mirror', 95, 0.05, 250, 'OPTICS'],
  ['偏振片 Polariser', 130, 0.02, 200, 'OPTICS'],
  ['准直透镜 Collimator lens', 165, 0.05, 300, 'OPTICS'],
  ['深沟球轴承 Ball bearing', 38, 0.1, 500, 'BEARINGS'],
  ['滚针轴承 Needle bearing', 24, 0.05, 600, 'BEARINGS'],
  ['交叉滚子导轨 Crossed roller guide', 460, 0.8, 80, 'BEARINGS'],
  ['无刷电机 Brushless motor', 310, 0.6, 120, 'MOTION'],
  ['联轴器 Coupling', 58, 0.1, 300, 'MOTION'],
  ['编码器 Encoder', 390, 0.2, 120, 'MOTION'],
  ['丝杠 Ball screw', 520, 1.8, 60, 'MOTION'],
  ['主控板 Main board', 680, 0.2, 150, 'ELECTRONICS'],
  ['接口板 Interface board', 230, 0.1, 200, 'ELECTRONICS'],
  ['电源模块 Power module', 145, 0.3, 200, 'ELECTRONICS'],
  ['霍尔元件 Hall element', 12, 0.01, 2_000, 'SENSORS'],
  ['热电偶 Thermocouple', 45, 0.05, 500, 'SENSORS'],
  ['应变片 Strain gauge', 26, 0.01, 1_000, 'SENSORS'],
  ['铸铁底座 Cast base', 1_250, 42, 30, 'CASTINGS'],
  ['配重块 Counterweight', 160, 12, 60, 'CASTINGS'],
  ['立柱 Column casting', 880, 26, 40, 'CASTINGS'],
  ['安装支架 Bracket', 75, 0.4, 300, 'MACHINING'],
  ['铝合金壳体 Aluminium housing', 210, 0.9, 250, 'MACHINING'],
  ['精密轴 Precision shaft', 340, 0.7, 120, 'MACHINING'],
  ['屏蔽线 Shielded wire, 100 m', 480, 5.5, 40, 'CABLES'],
  ['接插件 Connector', 14, 0.02, 1_500, 'CABLES'],
  ['拖链 Cable carrier', 120, 1.1, 80, 'CABLES'],
  ['泡沫内衬 Foam insert', 22, 0.2, 800, 'PACKAGING'],
  ['木箱 Wooden crate', 380, 18, 60, 'PACKAGING'],
  ['纸箱 Carton', 9, 0.5, 1_500, 'PACKAGING'],
];

interface Kind {
  readonly rows: readonly Row[];
  readonly prefix: string;
  readonly productClass: ProductClass;
  readonly stocked?: true;
  readonly unsold?: true;
}

const kinds: readonly Kind[] = [
  { rows: general, prefix: 'G', productClass: ProductClass.GENERAL },
  { rows: stocked, prefix: 'A', productClass: ProductClass.GENERAL, stocked: true },
  { rows: traded, prefix: 'T', productClass: ProductClass.GENERAL },
  { rows: highValue, prefix: 'H', productClass: ProductClass.HIGH_VALUE },
  { rows: custom, prefix: 'X', productClass: ProductClass.CUSTOM },
  { rows: components, prefix: 'M', productClass: ProductClass.GENERAL, unsold: true },
];

export const products: readonly Product[] = kinds.flatMap(({ rows, prefix, productClass, stocked = false, unsold }) =>
  rows.map(([name, price, weightKg, most, trade], index) => ({
    number: `${prefix}-${String(index + 1).padStart(3, '0')}`,
    name,
    productClass,
    price,
    unit: 'pc',
    weightKg,
    trade: trade ?? null,
    stocked,
    sold: unsold === undefined,
    most,
  })),
);

/** CNY for one unit of a currency: fixed for the whole story. */
export const rates: Readonly<Record<'CNY' | 'EUR' | 'USD', number>> = { CNY: 1, EUR: 7.9, USD: 7.2 };
