/** What people read when something is refused, in both languages, with the way out. Codes come from `domain/errors.ts`. */
import type { Problem, ProblemCode } from '../domain/errors.js';

export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

/** `{name}` stands for a parameter of the code. */
export const messages: Readonly<Record<ProblemCode, Readonly<Record<Language, string>>>> = {
  NOT_FOUND: {
    en: 'There is no such object, or it is not yours. Check the id or number.',
    'zh-CN': '对象不存在或您无权访问。请检查编号。',
  },
  FORBIDDEN: {
    en: 'Your role does not allow this. Ask an administrator for a role that does.',
    'zh-CN': '您的角色无权进行此操作。请向管理员申请相应权限。',
  },
  CONFLICT: {
    en: 'Somebody else changed this first. Load it again and decide anew.',
    'zh-CN': '该数据已被他人修改。请重新加载后再操作。',
  },
  UNAVAILABLE: {
    en: 'This is not available at the moment. Try again shortly; nothing was changed.',
    'zh-CN': '服务暂时不可用，数据未作任何更改。请稍后重试。',
  },
  REQUIRED: { en: 'This is required. Fill it in.', 'zh-CN': '此项为必填项，请填写。' },
  TEXT_INVALID: {
    en: 'The text contains characters that cannot be stored, such as NUL. Remove them.',
    'zh-CN': '文本含有无法保存的字符（如空字符 NUL），请删除后重试。',
  },
  TEXT_TOO_LONG: {
    en: 'The text is too long. Use at most {max} characters.',
    'zh-CN': '文本过长，最多允许 {max} 个字符。',
  },
  LIST_EMPTY: { en: 'The list is empty. Name at least one entry.', 'zh-CN': '列表为空，请至少填写一项。' },
  LIST_TOO_LONG: {
    en: 'The list is too long. Send at most {max} entries at a time.',
    'zh-CN': '列表过长，每次最多提交 {max} 项。',
  },
  VALUE_UNKNOWN: {
    en: '“{value}” is not one of the known values. The schema lists them.',
    'zh-CN': '“{value}”不是有效取值，可用取值请参见接口文档。',
  },
  DATE_INVALID: {
    en: '“{value}” is not a date that exists. Write it as YYYY-MM-DD, for example 2024-02-29.',
    'zh-CN': '“{value}”不是真实存在的日期。请按 YYYY-MM-DD 格式填写，例如 2024-02-29。',
  },
  INSTANT_INVALID: {
    en: '“{value}” is not a time with an offset. Write it like 2024-02-29T08:30:00+08:00.',
    'zh-CN': '“{value}”不是带时区偏移的有效时间。请按 2024-02-29T08:30:00+08:00 的格式填写。',
  },
  RANGE_INVALID: {
    en: 'The range from {from} to {to} contains nothing. Its start must lie before its end.',
    'zh-CN': '范围 {from} 至 {to} 无效，起始必须早于结束。',
  },
  DECIMAL_INVALID: {
    en: '“{value}” is not a decimal number. Write it as text with a point, for example "50.24".',
    'zh-CN': '“{value}”不是有效的十进制数。请以文本形式填写并使用小数点，例如 "50.24"。',
  },
  DECIMAL_TOO_FINE: {
    en: '{value} has more than {scale} digits after the point. Round it.',
    'zh-CN': '{value} 的小数位超过 {scale} 位，请四舍五入后填写。',
  },
  QUANTITY_NOT_POSITIVE: {
    en: 'The quantity {value} is not greater than 0. To deliver nothing, refuse the line.',
    'zh-CN': '数量 {value} 必须大于 0。如不供货，请对该行选择拒绝。',
  },
  QUANTITY_TOO_LARGE: {
    en: 'The quantity {value} is greater than {max}. Check it for a slip.',
    'zh-CN': '数量 {value} 超过上限 {max}，请检查是否输入有误。',
  },
  PRICE_NEGATIVE: { en: 'The price {value} is negative. State it as 0 or more.', 'zh-CN': '单价 {value} 不能为负数。' },
  PRICE_TOO_LARGE: {
    en: 'The price {value} is greater than {max}. Check it for a slip.',
    'zh-CN': '单价 {value} 超过上限 {max}，请检查是否输入有误。',
  },
  CURSOR_INVALID: {
    en: 'This cursor is not one of ours. Use one from an earlier answer, unchanged.',
    'zh-CN': '游标无效。请原样使用此前返回结果中的游标。',
  },
  CURSOR_EXPIRED: {
    en: 'This cursor belongs to an earlier database. Load the current state and start without a cursor.',
    'zh-CN': '该游标属于旧数据库，已失效。请重新加载当前状态，并从头开始读取。',
  },
  PAGE_SIZE_INVALID: {
    en: 'A page has from 1 to {max} entries. Ask for fewer and follow the page cursor.',
    'zh-CN': '每页条数须在 1 至 {max} 之间。请减少条数并使用分页游标继续读取。',
  },
  IDEMPOTENCY_KEY_REUSED: {
    en: 'This idempotency key was used for another request. Take a new key.',
    'zh-CN': '该幂等键已用于其他请求，请更换新的幂等键。',
  },
  IDEMPOTENCY_IN_FLIGHT: {
    en: 'The first request with this idempotency key is still being handled. Ask again shortly with the same key.',
    'zh-CN': '使用该幂等键的首个请求仍在处理中，请稍后用同一幂等键重试。',
  },
  TRANSITION_NOT_ALLOWED: {
    en: '{to} cannot follow {from}. What can: {allowed}.',
    'zh-CN': '状态 {from} 不能变更为 {to}。可变更为：{allowed}。',
  },
  TRANSITION_NOT_YOURS: {
    en: 'Your role may not move this from {from} to {to}. Who may: {roles}.',
    'zh-CN': '您的角色无权将状态由 {from} 变更为 {to}。有权操作的角色：{roles}。',
  },
  REASON_REQUIRED: { en: 'Give a reason.', 'zh-CN': '请填写原因。' },
  PURCHASE_ORDER_NOT_ANSWERABLE: {
    en: 'A purchase order in state {status} cannot be answered. Talk to the buyer.',
    'zh-CN': '采购订单当前状态为 {status}，无法确认。请联系采购方。',
  },
  LINE_UNKNOWN: {
    en: 'The order has no line {line}. Use the line numbers of the order.',
    'zh-CN': '订单中没有第 {line} 行，请使用订单中的行号。',
  },
  LINE_TWICE: { en: 'Line {line} is named twice. Answer each line once.', 'zh-CN': '第 {line} 行重复，每行只能答复一次。' },
  LINE_RECEIVED: {
    en: 'Goods of line {line} have been received, so it can no longer be answered. Talk to the buyer.',
    'zh-CN': '第 {line} 行已有到货，不能再答复。请联系采购方。',
  },
  LINE_CANCELLED: {
    en: 'Line {line} is cancelled. Leave it out.',
    'zh-CN': '第 {line} 行已取消，请从答复中去掉该行。',
  },
  CHANGE_EMPTY: {
    en: 'The change to line {line} changes nothing. Name another quantity, date or price, or accept the line.',
    'zh-CN': '第 {line} 行的变更没有任何不同。请填写新的数量、日期或单价，或直接接受该行。',
  },
  BACKORDER_DATE_REQUIRED: {
    en: 'Line {line} is backordered: state the new date, or that it is not known yet.',
    'zh-CN': '第 {line} 行缺货待补：请填写新的交货日期，或注明日期未知。',
  },
  BACKORDER_DATE_CONTRADICTS: {
    en: 'Line {line} states a new date and that the date is unknown. Keep one of the two.',
    'zh-CN': '第 {line} 行既填写了新日期又注明日期未知，请只保留其一。',
  },
  DATE_BEFORE_ORDER: {
    en: 'The date {date} lies before the order ({ordered}). State a later one.',
    'zh-CN': '日期 {date} 早于下单日期（{ordered}），请填写更晚的日期。',
  },
  DATE_TOO_FAR: {
    en: 'The date {date} is too far ahead. The latest one taken is {latest}.',
    'zh-CN': '日期 {date} 过远，最晚可填 {latest}。',
  },
  PROPOSAL_NOT_PENDING: {
    en: 'No proposal for line {line} waits for a decision. Load the order again.',
    'zh-CN': '第 {line} 行没有待决定的变更提议，请重新加载订单。',
  },
  BOOKING_UNCLEAR: {
    en: 'An earlier booking of this shipment may have been made. Look at the carrier, then retry the command {command}.',
    'zh-CN': '该货件此前的预订可能已经成功。请先向承运商核实，再重试指令 {command}。',
  },
  WEIGHTS_INVALID: {
    en: 'Weights must be 0 or more, and at least one must be greater than 0.',
    'zh-CN': '权重不能为负数，且至少有一项大于 0。',
  },
  BANDS_INVALID: {
    en: 'Bands must start at 0, rise one by one and begin at 100 at the latest, so that every score has a grade.',
    'zh-CN': '等级区间必须从 0 开始并逐级递增，起点不得超过 100，以保证每个得分都有对应等级。',
  },
};

/** The sentence for a code in a language. A parameter that is missing shows its name, so that it is noticed. */
export function message(code: ProblemCode, params: Problem['params'], language: Language): string {
  return messages[code][language].replace(/\{(\w+)\}/g, (placeholder, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : placeholder,
  );
}

/**
 * The language that a person prefers by `Accept-Language` (RFC 9110): any Chinese is answered in zh-CN, everything that
 * is neither Chinese nor English, and nothing at all, in English.
 */
export function languageOf(acceptLanguage: string | null | undefined): Language {
  const ranges = (acceptLanguage ?? '')
    .slice(0, 1000)
    .split(',')
    .map((range) => {
      const [tag = '', ...rest] = range.trim().toLowerCase().split(';');
      const weight = rest.map((part) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(part)?.[1]).find((q) => q !== undefined);
      return { primary: tag.trim().split('-')[0], weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ primary, weight }) => weight > 0 && (primary === 'zh' || primary === 'en'))
    .sort((a, b) => b.weight - a.weight);
  return ranges[0]?.primary === 'zh' ? 'zh-CN' : 'en';
}
