import PDFDocument from 'pdfkit'
import type { Line, Style } from './lines.ts'
import { faceOf, shaping } from './typeface.ts'

/** A4 in points, and the frame text stays within. */
export const page = { width: 595.28, height: 841.89, left: 56, right: 539.28, top: 84, bottom: 776 } as const
export const ink = {
  text: '#1a1d21',
  value: '#0b3a66',
  quiet: '#69727d',
  rule: '#c9d0d8',
  tint: '#f3f6f9',
  accent: '#0b3a66',
} as const

export type Reference = PDFKit.PDFKitReference
// pdfkit hands features to its shaper as they are, and that takes the record as well as the list the types know.
const setting = { lineBreak: false, features: shaping as unknown as PDFKit.Mixins.OpenTypeFeatures[] }

export type Sheet = {
  doc: PDFKit.PDFDocument
  /** Where the next thing goes, from the top of the page. */
  y: number
}

/** A document that says nothing of the moment or the machine it was made on. `bornAt` comes from the terms. */
export function newSheet(info: {
  title: string
  author: string
  subject: string
  bornAt: Date
  producer: string
}): Sheet {
  const doc = new PDFDocument({
    autoFirstPage: false,
    bufferPages: true,
    // zlib may differ between builds of Node; a file that must come out the same everywhere is not compressed.
    compress: false,
    size: [page.width, page.height],
    margin: 0,
    pdfVersion: '1.7',
    lang: 'zh-CN',
    displayTitle: true,
    info: {
      Title: info.title,
      Author: info.author,
      Subject: info.subject,
      Producer: info.producer,
      Creator: info.producer,
      CreationDate: info.bornAt,
    }, // prettier: one record
  })
  doc.registerFont('regular', faceOf('regular') as unknown as Buffer)
  doc.registerFont('bold', faceOf('bold') as unknown as Buffer)
  return { doc, y: page.top }
}

/** Begins a page. */
export function turn(sheet: Sheet): void {
  sheet.doc.addPage()
  sheet.y = page.top
}

/** Makes sure `height` points are left on the page, or begins another. */
export function makeRoom(sheet: Sheet, height: number): void {
  if (sheet.y + height > page.bottom) turn(sheet)
}

/** Draws one line of runs with its top at `y`. */
export function drawLine(
  sheet: Sheet,
  line: Line,
  x: number,
  y: number,
  style: Style,
  colour: string | null = null,
): void {
  let pen = x
  sheet.doc.font(style.weight).fontSize(style.size)
  for (const run of line) {
    sheet.doc.fillColor(colour ?? (run.isValue ? ink.value : ink.text))
    sheet.doc.text(run.text, pen, y, setting)
    pen += run.width
  }
}

/** Draws a text on one line, from the left or ending at `x`. */
export function drawText(
  sheet: Sheet,
  text: string,
  x: number,
  y: number,
  style: Style & { colour?: string; align?: 'left' | 'right' | 'centre' },
): void {
  const { doc } = sheet
  doc
    .font(style.weight)
    .fontSize(style.size)
    .fillColor(style.colour ?? ink.text)
  const width = style.align === undefined || style.align === 'left' ? 0 : doc.widthOfString(text, setting)
  doc.text(text, style.align === 'centre' ? x - width / 2 : x - width, y, setting)
}

/** A hair line from left to right. */
export function rule(
  sheet: Sheet,
  y: number,
  from: number = page.left,
  until: number = page.right,
  width = 0.5,
  colour: string = ink.rule,
): void {
  sheet.doc.moveTo(from, y).lineTo(until, y).lineWidth(width).strokeColor(colour).stroke()
}

/** The finished bytes. */
export function finished(sheet: Sheet): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    sheet.doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    sheet.doc.on('end', () => resolve(Buffer.concat(chunks)))
    sheet.doc.on('error', reject)
    sheet.doc.end()
  })
}
