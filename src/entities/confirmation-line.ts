import { defineEntity, p } from '@mikro-orm/core';
import { fine, id, instant } from './columns.js';
import { LineAnswer, ProposalDecision } from './enums.js';
import { PurchaseOrderConfirmation } from './purchase-order-confirmation.js';
import { PurchaseOrderLine } from './purchase-order-line.js';

/** A supplier's answer to one line: what he said, and what the buyer made of it. */
const ConfirmationLineSchema = defineEntity({
  name: 'ConfirmationLine',
  properties: {
    id: id(),
    confirmation: p.manyToOne(PurchaseOrderConfirmation),
    line: p.manyToOne(PurchaseOrderLine),
    answer: p.enum(() => LineAnswer),
    quantity: fine().nullable(),
    promisedDate: p.date().nullable(),
    unitPrice: fine().nullable(),
    reason: p.text().nullable(),
    decision: p.enum(() => ProposalDecision),
    decidedAt: instant().nullable(),
    decisionReason: p.text().nullable(),
  },
  indexes: [{ properties: ['confirmation'] }, { properties: ['line'] }],
});

export class ConfirmationLine extends ConfirmationLineSchema.class {}
ConfirmationLineSchema.setClass(ConfirmationLine);
