import { Fault } from '../base/fault.ts'
import { worldFaults } from './errors.ts'
import { redactText } from './redact.ts'

export type JsonValue = string | number | boolean | null | JsonValue[] | { [name: string]: JsonValue }

const depthMax = 32
const membersMax = 20_000
// Names that reach the prototype of an object in careless code further in.
const forbidden = new Set(['__proto__', 'constructor', 'prototype'])
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads a JSON text of a request more strictly than JSON.parse: UTF-8 only, no member twice in one object (after NFC, so
 * that one text has one meaning and one digest), no `__proto__`, whole numbers that a double holds exactly, no NUL and no
 * lone surrogate in any text, bounded depth and size. Throws a fault of the world with the place as JSON pointer.
 *
 * JSON.parse decides whether the text is JSON; the walk after it needs the text once more because a parsed object has
 * already forgotten its duplicates and the digits of its numbers.
 */
export function parseStrictJson(bytes: Uint8Array): JsonValue {
  try {
    const text = utf8.decode(bytes)
    const value = JSON.parse(text) as JsonValue
    walk(text)
    return value
  } catch (error) {
    if (error instanceof Fault) throw error
    throw worldFaults.malformedJson()
  }
}

/** Throws when a text holds NUL or a lone surrogate: PostgreSQL and UTF-8 cannot keep them. */
export function refuseBadText(text: string, at: string): void {
  if (text.includes('\u0000') || !text.isWellFormed()) throw worldFaults.textNotAllowed({ at }, at)
}

type Frame = { names: Set<string> | null; name: string; index: number }

// Walks a text that is known to be JSON: every quote opens a string, every brace an object.
function walk(text: string): void {
  const frames: Frame[] = []
  let members = 0
  let nameNext = false
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]
    const frame = frames.at(-1)
    if (letter === '"') {
      const end = endOfString(text, at)
      if (nameNext && frame?.names) takeName(frame, frames, readString(text, at, end))
      else refuseString(text, at, end, frames)
      nameNext = false
      at = end
    } else if (letter === '{' || letter === '[') {
      frames.push({ names: letter === '{' ? new Set() : null, name: '', index: 0 })
      if (frames.length > depthMax) throw worldFaults.tooDeep({ most: String(depthMax) })
      nameNext = letter === '{'
    } else if (letter === '}' || letter === ']') frames.pop()
    else if (letter === ',' && frame) {
      frame.index++
      nameNext = frame.names !== null
      if (++members > membersMax) throw worldFaults.tooManyMembers({ most: String(membersMax) })
    } else if (letter === '-' || (letter !== undefined && letter >= '0' && letter <= '9'))
      at = endOfNumber(text, at, frames)
  }
}

function takeName(frame: Frame, frames: readonly Frame[], given: string): void {
  const name = given.normalize('NFC')
  frame.name = name
  const at = pointer(frames)
  refuseBadText(name, at)
  if (forbidden.has(name)) throw worldFaults.memberForbidden({ name }, at)
  if (frame.names?.has(name)) throw worldFaults.memberTwice({ name: redactText(name) }, redactText(at))
  frame.names?.add(name)
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; ; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at
  }
}

const readString = (text: string, start: number, end: number): string => {
  const inside = text.slice(start + 1, end)
  return inside.includes('\\') ? (JSON.parse(`"${inside}"`) as string) : inside
}

// Decoded UTF-8 has no lone surrogate and JSON no raw NUL, so only a text with an escape can hide either.
function refuseString(text: string, start: number, end: number, frames: readonly Frame[]): void {
  if (text.slice(start, end).includes('\\')) refuseBadText(readString(text, start, end), pointer(frames))
}

function endOfNumber(text: string, start: number, frames: readonly Frame[]): number {
  let end = start
  while (end + 1 < text.length && '0123456789+-.eE'.includes(text[end + 1] ?? ' ')) end++
  const digits = text.slice(start, end + 1)
  const whole = /^-?\d+$/.test(digits) && Number.isSafeInteger(Number(digits))
  if (!whole) throw worldFaults.numberNotWhole({ at: pointer(frames) }, pointer(frames))
  return end
}

/** RFC 6901: where in the document we are. */
const pointer = (frames: readonly Frame[]): string =>
  frames
    .map((frame) => `/${frame.names ? frame.name.replace(/~/g, '~0').replace(/\//g, '~1') : frame.index}`)
    .join('')
    .slice(0, 300)
