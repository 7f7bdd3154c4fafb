// What the inbox of alarms answers and takes; the rules of contract.ts hold here too.
import type { List, Text, Time } from './values.ts'

/** Whose hand an alarm is in, and in which words. */
export type AlarmSigned = { by: { id: string; name: Text }; at: Time; words: string }

/** Something that should not happen, waiting for a person. */
export type Alarm = {
  id: string
  kind: string
  title: Text
  /** What to do first. */
  advice: Text
  object: string
  /** The same again within a day counts on. */
  count: number
  firstAt: Time
  lastAt: Time
  state: 'open' | 'acknowledged' | 'closed'
  acknowledged: AlarmSigned | null
  closed: AlarmSigned | null
  may: ('acknowledge' | 'close')[]
}

export type GetsAlarms = {
  /** `open` counts those nobody has taken in hand, whatever the filter. */
  '/v1/alarms': List<Alarm> & { open: number }
  '/v1/alarms/{id}': Alarm
}

export type PostsAlarms = {
  '/v1/alarms/{id}/acknowledge': { body: { words: string }; reply: Alarm }
  '/v1/alarms/{id}/close': { body: { words: string }; reply: Alarm }
}
