/** Root fields that the read plan answers: each is a declaration; `plan/attach.ts` gives it its resolver. */
import { Args, Query, Resolver } from 'type-graphql';
import { AfterSalesCaseConnection, AfterSalesCasePageArgs, AfterSalesCaseType } from '../schema/after-sales-case.type.js';
import { CarrierConnection, CarrierPageArgs, CarrierType } from '../schema/carrier.type.js';
import { CustomerConnection, CustomerPageArgs, CustomerType } from '../schema/customer.type.js';
import { InboxMessageConnection, InboxMessagePageArgs } from '../schema/inbox-message.type.js';
import { OrderConnection, OrderPageArgs, OrderType } from '../schema/order.type.js';
import { OutgoingCommandConnection, OutgoingCommandPageArgs } from '../schema/outgoing-command.type.js';
import { PerformanceReviewConnection, PerformanceReviewPageArgs, PerformanceReviewType } from '../schema/performance-review.type.js';
import { PolicyConnection, PolicyPageArgs } from '../schema/policy.type.js';
import { ProductConnection, ProductPageArgs, ProductType } from '../schema/product.type.js';
import { PurchaseOrderConnection, PurchaseOrderPageArgs, PurchaseOrderType } from '../schema/purchase-order.type.js';
import { ShipmentConnection, ShipmentPageArgs, ShipmentType } from '../schema/shipment.type.js';
import { SupplierEvaluationConnection, SupplierEvaluationPageArgs, SupplierEvaluationType } from '../schema/supplier-evaluation.type.js';
import { SupplierConnection, SupplierPageArgs, SupplierType } from '../schema/supplier.type.js';
import { planned } from '../schema/planned.js';
import { IdArgs, RecordArgs } from '../schema/record.args.js';

@Resolver()
export class RecordsResolver {
  @Query(() => OrderType, { description: 'An order. Null where it does not exist or is not yours.', nullable: true })
  order(@Args(() => RecordArgs) _which: RecordArgs): OrderType | null {
    return planned();
  }

  @Query(() => PurchaseOrderType, { description: 'A purchase order. Null where it does not exist or is not yours.', nullable: true })
  purchaseOrder(@Args(() => RecordArgs) _which: RecordArgs): PurchaseOrderType | null {
    return planned();
  }

  @Query(() => SupplierType, { description: 'A supplier. Null where it does not exist or is not yours.', nullable: true })
  supplier(@Args(() => RecordArgs) _which: RecordArgs): SupplierType | null {
    return planned();
  }

  @Query(() => SupplierEvaluationType, { description: 'An evaluation of a supplier. Null where it does not exist or is not yours.', nullable: true })
  supplierEvaluation(@Args(() => IdArgs) _which: IdArgs): SupplierEvaluationType | null {
    return planned();
  }

  @Query(() => ShipmentType, { description: 'A shipment. Null where it does not exist or is not yours.', nullable: true })
  shipment(@Args(() => RecordArgs) _which: RecordArgs): ShipmentType | null {
    return planned();
  }

  @Query(() => AfterSalesCaseType, { description: 'An after-sales case. Null where it does not exist or is not yours.', nullable: true })
  afterSalesCase(@Args(() => RecordArgs) _which: RecordArgs): AfterSalesCaseType | null {
    return planned();
  }

  @Query(() => CustomerType, { description: 'A customer. Null where it does not exist or is not yours.', nullable: true })
  customer(@Args(() => RecordArgs) _which: RecordArgs): CustomerType | null {
    return planned();
  }

  @Query(() => CarrierType, { description: 'A carrier. Null where it does not exist or is not yours.', nullable: true })
  carrier(@Args(() => RecordArgs) _which: RecordArgs): CarrierType | null {
    return planned();
  }

  @Query(() => ProductType, { description: 'A product. Null where it does not exist or is not yours.', nullable: true })
  product(@Args(() => RecordArgs) _which: RecordArgs): ProductType | null {
    return planned();
  }

  @Query(() => PerformanceReviewType, { description: 'A performance review. Null where it does not exist or is not yours.', nullable: true })
  performanceReview(@Args(() => IdArgs) _which: IdArgs): PerformanceReviewType | null {
    return planned();
  }

  @Query(() => OrderConnection, { description: 'Orders, newest first.' })
  orders(@Args(() => OrderPageArgs) _page: OrderPageArgs): unknown {
    return planned();
  }

  @Query(() => PurchaseOrderConnection, { description: 'Purchase orders, newest first.' })
  purchaseOrders(@Args(() => PurchaseOrderPageArgs) _page: PurchaseOrderPageArgs): unknown {
    return planned();
  }

  @Query(() => SupplierConnection, { description: 'Suppliers.' })
  suppliers(@Args(() => SupplierPageArgs) _page: SupplierPageArgs): unknown {
    return planned();
  }

  @Query(() => SupplierEvaluationConnection, { description: 'Supplier evaluations, newest period first.' })
  supplierEvaluations(@Args(() => SupplierEvaluationPageArgs) _page: SupplierEvaluationPageArgs): unknown {
    return planned();
  }

  @Query(() => ShipmentConnection, { description: 'Shipments, newest first.' })
  shipments(@Args(() => ShipmentPageArgs) _page: ShipmentPageArgs): unknown {
    return planned();
  }

  @Query(() => AfterSalesCaseConnection, { description: 'After-sales cases, newest first.' })
  afterSalesCases(@Args(() => AfterSalesCasePageArgs) _page: AfterSalesCasePageArgs): unknown {
    return planned();
  }

  @Query(() => CustomerConnection, { description: 'Customers.' })
  customers(@Args(() => CustomerPageArgs) _page: CustomerPageArgs): unknown {
    return planned();
  }

  @Query(() => CarrierConnection, { description: 'Carriers.' })
  carriers(@Args(() => CarrierPageArgs) _page: CarrierPageArgs): unknown {
    return planned();
  }

  @Query(() => ProductConnection, { description: 'Products.' })
  products(@Args(() => ProductPageArgs) _page: ProductPageArgs): unknown {
    return planned();
  }

  @Query(() => PerformanceReviewConnection, { description: 'Performance reviews, newest period first.' })
  performanceReviews(@Args(() => PerformanceReviewPageArgs) _page: PerformanceReviewPageArgs): unknown {
    return planned();
  }

  @Query(() => PolicyConnection, { description: 'Versions of standards, targets, thresholds and weights.' })
  policies(@Args(() => PolicyPageArgs) _page: PolicyPageArgs): unknown {
    return planned();
  }

  @Query(() => InboxMessageConnection, { description: 'Messages received from outside, newest first.' })
  messages(@Args(() => InboxMessagePageArgs) _page: InboxMessagePageArgs): unknown {
    return planned();
  }

  @Query(() => OutgoingCommandConnection, { description: 'What outside systems were told or are to be told, newest first.' })
  outgoingCommands(@Args(() => OutgoingCommandPageArgs) _page: OutgoingCommandPageArgs): unknown {
    return planned();
  }
}
