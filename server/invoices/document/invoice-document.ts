import type { Attachment } from './attachment.ts';

/** Local dates `YYYY-MM-DD`, both included. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** One line of an invoice. Amounts are øre without VAT; numbers that only explain stay as they are written. */
export interface InvoiceLine {
  readonly id: string;
  /** In the file. */
  readonly fileLine: number;
  readonly name: string;
  readonly description: string | null;
  readonly quantity: string;
  /** UN/ECE Recommendation 20: `KWH`, `MWH`, `KWT`, `MTQ`, `MON` … */
  readonly unit: string;
  /** Kroner for `baseQuantity` of the unit, with as many decimals as the sender uses. */
  readonly price: string;
  readonly baseQuantity: string | null;
  readonly netOre: number;
  readonly vatPercent: string | null;
  readonly period: Period | null;
  readonly properties: readonly { readonly name: string; readonly value: string }[];
}

/** The sums of an invoice in øre, as EN 16931 names them (BT-106 to BT-115). */
export interface Totals {
  readonly linesOre: number;
  readonly allowancesOre: number;
  readonly chargesOre: number;
  readonly netOre: number;
  readonly vatOre: number;
  readonly grossOre: number;
  readonly prepaidOre: number;
  readonly roundingOre: number;
  readonly payableOre: number;
}

/** VAT of one rate, in øre. */
export interface VatSum {
  readonly category: string;
  readonly percent: string | null;
  readonly taxableOre: number;
  readonly taxOre: number;
}

/** Where an invoice may say whose it is. */
export interface Buyer {
  readonly name: string;
  readonly endpointId: string | null;
  readonly partyIds: readonly string[];
  readonly reference: string | null;
  readonly contract: string | null;
  readonly order: string | null;
  readonly accountingCost: string | null;
}

/** An invoice or credit note as its file says it, checked. A credit note's amounts are what is credited: positive. */
export interface InvoiceDocument {
  readonly document: 'Invoice' | 'CreditNote';
  /** UNCL1001: 380, 381 … */
  readonly typeCode: string;
  readonly number: string;
  readonly issuedOn: string;
  readonly dueOn: string | null;
  readonly note: string | null;
  /** The seller's organisation number, or whatever else names it. */
  readonly seller: { readonly id: string; readonly name: string };
  readonly buyer: Buyer;
  readonly period: Period | null;
  /** Numbers of the invoices that it credits or corrects. */
  readonly refersTo: readonly string[];
  readonly kid: string | null;
  readonly account: string | null;
  readonly totals: Totals;
  readonly vat: readonly VatSum[];
  readonly lines: readonly InvoiceLine[];
  readonly attachments: readonly Attachment[];
  /** What an operator should know, and is no fault. */
  readonly remarks: readonly string[];
}
